import { describe, expect, test } from '@jest/globals';
import { joinAliases } from '../../src/manifest/read.js';
import type { ReadManifest } from '../../src/model/manifest.js';
import { manifest, read } from './reading.js';

function all(...texts: string[]): ReadManifest[] {
  return texts.flatMap((text, index) => read(text, { path: `${index}.yaml` }).manifest ?? []);
}
const mapping =
  '{"aliases": {"SAP-700": {"namespace": "kitchen.kettle.boil", "sunset_date": "2027-01-31"}, "OLD": {"namespace": "nobody.knows.this"}}}';
const aliases = (manifests: readonly ReadManifest[]) =>
  manifests.flatMap(({ records }) => records.map(({ capability }) => capability.aliases));

describe('aliases stated apart', () => {
  test('go to the records that they name', () => {
    const joined = joinAliases(all(mapping, manifest(), manifest().replace('boil', 'fill')));
    expect(aliases(joined)).toEqual([[{ id: 'SAP-700', sunset: '2027-01-31' }], undefined]);
  });

  test('add a sunset to an alias that the capability states itself', () => {
    const joined = joinAliases(all(manifest('aliases: [{id: kettle}, {id: SAP-700}]\n'), mapping));
    expect(aliases(joined)).toEqual([[{ id: 'kettle' }, { id: 'SAP-700', sunset: '2027-01-31' }]]);
  });

  test('do not change what the capability states itself', () => {
    const joined = joinAliases(all(manifest('aliases: [{id: SAP-700, sunset: "2026-06-01"}]\n'), mapping));
    expect(aliases(joined)).toEqual([[{ id: 'SAP-700', sunset: '2026-06-01' }]]);
  });

  test('leave everything as it was when there are none, and never change what they were given', () => {
    const manifests = all(mapping, manifest());
    const before = structuredClone(manifests);
    expect(joinAliases(all(manifest()))).toEqual(all(manifest()));
    joinAliases(manifests);
    expect(manifests).toEqual(before);
  });
});
