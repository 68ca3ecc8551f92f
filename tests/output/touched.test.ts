import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DiskStore } from '../../src/adapters/disk/store.js';
import { buildCatalog, holdersOf } from '../../src/catalog/build.js';
import { recordChanges } from '../../src/catalog/changes.js';
import { buildFreshness } from '../../src/catalog/freshness.js';
import { buildMatrix } from '../../src/compatibility/matrix.js';
import { readPrevious } from '../../src/indexer/previous.js';
import type { Catalog, CatalogSource } from '../../src/model/catalog.js';
import { finding } from '../../src/model/findings.js';
import type { Capability, Entry } from '../../src/model/generated/types.js';
import { writeCatalog } from '../../src/output/write.js';
import { entry, IDENTITY, source, withCapability } from '../catalog/entries.js';
import { differences, NOW, temporaryFolder, treeOf } from '../support/federation.js';

const IDS = ['crane.lift', 'crane.park', 'pilot.board', 'quay.slot.assign', 'quay.slot.free'];
const NAMES = [...IDS, 'crane.hoist', 'quay.slot'];
const now = new Date(NOW);

/** Whatever a source may say of a capability; few values, so that often only one of them differs between two catalogs. */
const capability: fc.Arbitrary<Partial<Capability>> = fc.record(
  {
    owner: fc.constantFrom('team-quay', 'team-pilot', null),
    domain: fc.constantFrom('harbour', 'yard'),
    description: fc.constantFrom('Lifts.', 'Parks.'),
    lifecycle_stage: fc.constantFrom('operate', 'retired'),
    contact: fc.constant('quay@harbour.example'),
    aliases: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2 }).map((ids) => ids.map((id) => ({ id }))),
    dependencies: fc
      .uniqueArray(fc.constantFrom(...NAMES), { maxLength: 3 })
      .map((ids) => ids.map((id) => ({ id, version: '^1.0.0' }))),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<Capability>>;

const record = fc.tuple(fc.constantFrom(...IDS), fc.constantFrom('1.0.0', '1.1.0'), capability, fc.boolean());
const sourceOf = (name: string): fc.Arbitrary<CatalogSource> =>
  fc
    .tuple(
      fc.uniqueArray(record, { maxLength: 3, selector: ([id]) => id }),
      fc.constantFrom(undefined, '2h'),
      fc.constantFrom('ok' as const, 'unreachable' as const),
      fc.boolean(),
    )
    .map(([records, ttl, state, found]) => {
      const id = `git.example.org/quay/${name}`;
      const entries = records.flatMap(([capabilityId, version, more, released]): Entry[] => [
        withCapability(entry(capabilityId, version, { path: `${capabilityId}.yaml` }), more),
        ...(released ? [entry(capabilityId, '0.9.0', { status: 'superseded', ref: 'refs/tags/v0.9.0' })] : []),
      ]);
      const path = entries[0]?.path ?? 'capability.yaml';
      const findings = found ? [finding('manifest/no-range', { source: id, path, line: 1 }, { count: 1, items: path })] : [];
      const made = source(id, entries, findings);
      return { ...made, row: { ...made.row, state, ...(ttl === undefined ? {} : { ttl }) } };
    });
const sources = fc.tuple(sourceOf('one'), sourceOf('two'), sourceOf('three'));
const limits = fc.constantFrom('60m', '4h');

const catalogOf = (of: readonly CatalogSource[], before: readonly Entry[]): Catalog =>
  buildCatalog(IDENTITY, of, holdersOf(before), null);

async function write(folder: string, catalog: Catalog, ttl: string, incremental: boolean): Promise<void> {
  const store = new DiskStore(folder);
  const previous = await readPrevious(store);
  const freshness = buildFreshness({ name: 'Quay', sources: [], ttl }, catalog.sources, now, null);
  // Of the history nothing is told, so that it is the same whatever came before.
  const changes = recordChanges(null, catalog, now);
  const matrix = buildMatrix(catalog.entries, catalog.quarantined);
  const content = { catalog, matrix, stewardship: { log: '', waivers: [] }, changes: changes.document, freshness };
  const before = incremental ? { ...previous, contents: await previous.contents() } : null;
  writeCatalog(content, before, changes.unfinished, store);
}

describe('a catalog written over the one before it', () => {
  test('is, byte for byte, the one that an empty folder would get', async () => {
    await fc.assert(
      fc.asyncProperty(
        sources,
        sources,
        fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
        limits,
        limits,
        async (old, next, same, ttl, later) => {
          const [over, anew] = [temporaryFolder(), temporaryFolder()];
          await write(over, catalogOf(old, []), ttl, true);
          const { entries } = await (await readPrevious(new DiskStore(over))).contents();
          // A source that did not change hands its very entries on; one that was read again may say the same in other objects.
          const taken = next.map((each, index) =>
            same[index] && old[index] ? { ...old[index], entries: entries.get(old[index].row.id) ?? [] } : each,
          );
          const catalog = catalogOf(taken, [...entries.values()].flat());
          await write(over, catalog, later, true);
          await write(anew, catalog, later, false);
          expect(differences(treeOf(over), treeOf(anew))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
