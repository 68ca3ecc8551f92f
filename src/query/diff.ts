import { changeFindings } from '../compatibility/changes.js';
import { type Comparison, compareAll } from '../compatibility/compare.js';
import type { CatalogReader } from '../model/catalog-store.js';
import { ChoraError } from '../model/errors.js';
import type { Finding } from '../model/findings.js';
import type { Capability } from '../model/generated/types.js';
import { quote } from '../model/quote.js';
import { OpenCatalog } from './catalog.js';

/** What one side of a comparison names: a file of a git revision (`HEAD~1:capability.yaml`), or a version of a catalog (`id@1.2.0`). */
export type Operand =
  | { readonly kind: 'revision'; readonly revision: string; readonly path: string }
  | { readonly kind: 'version'; readonly id: string; readonly version?: string };

/** For what is no file or folder. Ids may hold colons, so what a catalog has is asked for with an @; no version is like a path. */
export function parseOperand(text: string): Operand {
  const colon = text.indexOf(':');
  const at = text.lastIndexOf('@');
  const isPath = /\/|\.(ya?ml|json)$/i.test(text.slice(at + 1));
  if (colon > 0 && (at < colon || isPath) && colon < text.length - 1)
    return { kind: 'revision', revision: text.slice(0, colon), path: text.slice(colon + 1) };
  return at > 0 ? { kind: 'version', id: text.slice(0, at), version: text.slice(at + 1) } : { kind: 'version', id: text };
}

/** One version of a capability of a catalog; the current one where none is named. @throws ChoraError `catalog/no-such-…` */
export async function capabilityOf(reader: CatalogReader, { id, version }: Operand & { kind: 'version' }): Promise<Capability> {
  const { versions } = await new OpenCatalog(reader).show(id);
  const found = version === undefined ? versions[0] : versions.find((each) => each.version === version);
  if (found !== undefined) return found.capability;
  const there = versions.map((each) => quote(each.version ?? 'no version')).slice(0, 10);
  throw new ChoraError(
    'refused',
    'catalog/no-such-version',
    `The catalog has no version ${quote(version ?? '')} of ${quote(id)}.`,
    `It has ${there.join(', ')}.`,
  );
}

/** What changed, and what is wrong with how the versions were raised. */
export interface Difference extends Comparison {
  readonly findings: readonly Finding[];
}

export function difference(old: readonly Capability[], next: readonly Capability[], source: string): Difference {
  const comparison = compareAll(old, next);
  return { ...comparison, findings: comparison.reports.flatMap((report) => changeFindings(report, { source })) };
}
