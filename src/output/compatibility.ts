import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import { capabilityCompatibilities } from '../compatibility/capability-documents.js';
import { compatibilityDocument } from '../compatibility/documents.js';
import type { CatalogContent } from './content.js';

/** Every file of the matrix with its text, one after the other: those of the capabilities are many. */
export function* compatibilityFiles({
  matrix,
  stewardship: { waivers, log },
}: Pick<CatalogContent, 'matrix' | 'stewardship'>): Generator<readonly [path: string, text: string]> {
  for (const { file, document } of capabilityCompatibilities(matrix, waivers))
    yield [LAYOUT.capabilityCompatibility(file), serialize(document)];
  yield [LAYOUT.compatibility, serialize(compatibilityDocument(matrix, waivers))];
  yield [LAYOUT.waivers, serialize({ waivers })];
  if (log !== '') yield [LAYOUT.decisions, log];
}
