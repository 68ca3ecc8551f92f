import { fileNameOf } from '../../src/model/file-names.js';
import type { CapabilitiesDocument, CompatibilityDocument, Edge, MatrixCapability } from '../../src/model/generated/types.js';

const ASKED: MatrixCapability['asked'] = [
  { range: '^2.0.0', verdict: 'compatible', reason: 'range-holds', versions: [0] },
  { range: '^1.0.0', verdict: 'deprecated', reason: 'only-deprecated', versions: [1], sunset: '2031-09-30' },
  { range: '^3.0.0', verdict: 'incompatible', reason: 'no-version-satisfies', nearest: [0] },
  { verdict: 'unknown', reason: 'no-range' },
];

/** A matrix of `count` capabilities that each need `needs` of the others: most hold, every eleventh does not. */
export function manyDependencies(
  count: number,
  needs: number,
): { matrix: CompatibilityDocument; capabilities: CapabilitiesDocument } {
  const ids = Array.from({ length: count }, (_, place) => `area${place % 40}.thing${String(place).padStart(4, '0')}.run`);
  const none = { compatible: 0, deprecated: 0, incompatible: 0, missing: 0, unknown: 0, untrusted: 0 };
  const capabilities = ids.map((id, place): MatrixCapability => {
    const edges = Array.from({ length: needs }, (_, index): Edge => {
      const number = place * needs + index;
      // Most are near, one is anywhere.
      const distance = index === 0 ? place * 37 : index * 3 + (place % 4);
      const provider = (place + count - 1 - (distance % (count - 1))) % count;
      return [provider, number % 11 === 0 ? 1 + (number % 3) : 0, index % 5 === 4 ? 1 : 0];
    });
    return {
      id,
      standing: 'known',
      current: 0,
      versions: ['2.3.0', '1.9.0'],
      asked: ASKED,
      needs: [{ versions: [0, 1], edges }],
    };
  });
  return {
    matrix: {
      kinds: ['required', 'optional', 'development'],
      counts: { required: none, optional: none, development: none },
      capabilities,
      aliases: [],
      cycles: [],
      start_order: ids.map((_, place) => place),
      waivers: [],
    },
    capabilities: {
      capabilities: ids.map((id, place) => ({
        id,
        version: '2.3.0',
        owner: `team-${place % 60}`,
        lifecycle_stage: 'operate',
        domain: `area${place % 40}`,
        format: 'chora',
        tier: 'conformant',
        source: 'github.com/many/things',
        file: fileNameOf(id),
      })),
    },
  };
}
