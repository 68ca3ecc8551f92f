import { LAYOUT } from '../catalog/layout.js';
import { serialize } from '../catalog/serialize.js';
import { capabilityCompatibilities } from '../compatibility/capability-documents.js';
import { compatibilityDocument } from '../compatibility/documents.js';
import type { Matrix } from '../compatibility/matrix.js';
import type { Stewardship } from './stewardship.js';

/** The compatibility matrix of a catalog, with what its stewards decided. */
export interface Compatibility {
  readonly matrix: Matrix;
  readonly stewardship: Stewardship;
}

/** Every file of the matrix with its text, one after the other: those of the capabilities are many. */
export function* compatibilityFiles({ matrix, stewardship }: Compatibility): Generator<readonly [path: string, text: string]> {
  const { waivers, log } = stewardship;
  for (const { file, document } of capabilityCompatibilities(matrix, waivers))
    yield [LAYOUT.capabilityCompatibility(file), serialize(document)];
  yield [LAYOUT.compatibility, serialize(compatibilityDocument(matrix, waivers))];
  yield [LAYOUT.waivers, serialize({ waivers })];
  if (log !== '') yield [LAYOUT.decisions, log];
}
