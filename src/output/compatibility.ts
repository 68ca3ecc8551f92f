import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import type { CompatibilityDocument } from '../model/generated/types.js';
import type { CatalogContent } from './content.js';
import { waiversText } from './earlier.js';

/** The files of the matrix as a whole. Those of the capabilities are written with their pages. */
export function* compatibilityFiles(
  document: CompatibilityDocument,
  stewardship: CatalogContent['stewardship'],
): Generator<readonly [path: string, text: string]> {
  yield [LAYOUT.compatibility, serialize(document)];
  yield [LAYOUT.waivers, waiversText(stewardship)];
  if (stewardship.log !== '') yield [LAYOUT.decisions, stewardship.log];
}
