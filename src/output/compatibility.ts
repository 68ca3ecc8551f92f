import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import { capabilityCompatibilities } from '../compatibility/capability-documents.js';
import { compareText } from '../model/compare-text.js';
import type { CapabilityCompatibility, CapabilityDocument, CompatibilityDocument } from '../model/generated/types.js';
import type { CatalogContent } from './content.js';

/** What is known of one id; one of the documents may be absent. */
export interface Known {
  readonly file: string;
  readonly document: CapabilityDocument | null;
  readonly compatibility: CapabilityCompatibility | null;
}

/** Brings both documents of each id together as they are made, one id after the other: all at once they would be a great deal. Both lists are by id. */
export function* joined(
  documents: Iterable<{ readonly file: string; readonly document: CapabilityDocument }>,
  { matrix, stewardship }: Pick<CatalogContent, 'matrix' | 'stewardship'>,
): Generator<Known> {
  const left = documents[Symbol.iterator]();
  const right = capabilityCompatibilities(matrix, stewardship.waivers)[Symbol.iterator]();
  for (let [a, b] = [left.next(), right.next()]; !(a.done && b.done); ) {
    const order = a.done ? 1 : b.done ? -1 : compareText(a.value.document.id, b.value.document.id);
    const document = !a.done && order <= 0 ? a.value : null;
    const compatibility = !b.done && order >= 0 ? b.value : null;
    yield {
      file: (document ?? compatibility)?.file ?? '',
      document: document?.document ?? null,
      compatibility: compatibility?.document ?? null,
    };
    if (document !== null) a = left.next();
    if (compatibility !== null) b = right.next();
  }
}

/** The files of the matrix as a whole. Those of the capabilities are written with their pages. */
export function* compatibilityFiles(
  document: CompatibilityDocument,
  { waivers, log }: CatalogContent['stewardship'],
): Generator<readonly [path: string, text: string]> {
  yield [LAYOUT.compatibility, serialize(document)];
  yield [LAYOUT.waivers, serialize({ waivers })];
  if (log !== '') yield [LAYOUT.decisions, log];
}
