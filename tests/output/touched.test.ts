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
import type { AppliedWaiver, Capability, Entry, QuarantinedManifest } from '../../src/model/generated/types.js';
import { writeCatalog } from '../../src/output/write.js';
import { entry, IDENTITY, source, withCapability } from '../catalog/entries.js';
import { TRUST } from '../site/fixtures.js';
import { differences, NOW, temporaryFolder, treeOf } from '../support/federation.js';

const IDS = ['crane.lift', 'crane.park', 'pilot.board', 'quay.slot.assign', 'quay.slot.free'];
const NAMES = [...IDS, 'crane.hoist', 'quay.slot'];
const WAIVER: AppliedWaiver = {
  sequence: 1,
  decision: `sha256:${'1'.repeat(64)}`,
  waiver: {
    capability: 'quay.slot',
    consumer: 'crane.lift',
    verdict: 'missing',
    reason: 'It comes in May.',
    approver: 'steward@harbour.example',
    granted: '2026-05-01',
    expires: '2026-05-20',
  },
};
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
      .chain((ids) =>
        fc.tuple(...ids.map((id) => fc.constantFrom({ id, version: '^1.0.0' }, { id, version: '1.0.0', optional: true }))),
      ),
    compatibility: fc.constantFrom(...NAMES).map((id) => ({ tested_consumers: [`${id}@1.0.0`] })),
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
const quarantined = fc
  .constantFrom<readonly string[]>([], ['crane.lift'], ['quay.slot', 'quay.slot.assign'])
  .map((ids): readonly QuarantinedManifest[] =>
    ids.map((id) => ({
      source: 'git.example.org/quay/one',
      commit: null,
      ref: null,
      path: `${id}.yaml`,
      manifest: { digest: `sha256:${'5'.repeat(64)}`, size: 5 },
      capabilities: [{ id, version: '1.0.0' }],
      provenance: { outcome: 'unsigned', admitted: false, rule: 'default', reason: 'It is not signed.' },
      reason: 'It is not signed.',
    })),
  );
/** A third of the catalogs has manifests that the policy does not admit. */
const sources = fc.tuple(
  fc.tuple(sourceOf('one'), quarantined).map(([made, refused]) => ({ ...made, quarantined: refused })),
  sourceOf('two'),
  sourceOf('three'),
);
const waivers = fc.constantFrom<readonly AppliedWaiver[]>([], [WAIVER]);
const limits = fc.constantFrom('60m', '4h');

const catalogOf = (of: readonly CatalogSource[], before: readonly Entry[]): Catalog =>
  buildCatalog(IDENTITY, of, holdersOf(before), TRUST);

async function write(
  folder: string,
  catalog: Catalog,
  ttl: string,
  waived: readonly AppliedWaiver[],
  incremental: boolean,
): Promise<void> {
  const store = new DiskStore(folder);
  const previous = await readPrevious(store);
  const freshness = buildFreshness({ name: 'Quay', sources: [], ttl }, catalog.sources, now, null);
  // Of the history nothing is told, so that it is the same whatever came before.
  const changes = recordChanges(null, catalog, now);
  const matrix = buildMatrix(catalog.entries, catalog.quarantined);
  const content = { catalog, matrix, stewardship: { log: '', waivers: waived }, changes: changes.document, freshness };
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
        fc.tuple(limits, limits),
        fc.tuple(waivers, waivers),
        async (old, next, same, [ttl, later], [waived, waivedLater]) => {
          const [over, anew] = [temporaryFolder(), temporaryFolder()];
          await write(over, catalogOf(old, []), ttl, waived, true);
          const { entries } = await (await readPrevious(new DiskStore(over))).contents();
          // A source that did not change hands its very entries on; one that was read again may say the same in other objects.
          const taken = next.map((each, index) =>
            same[index] && old[index] ? { ...old[index], entries: entries.get(old[index].row.id) ?? [] } : each,
          );
          const catalog = catalogOf(taken, [...entries.values()].flat());
          await write(over, catalog, later, waivedLater, true);
          await write(anew, catalog, later, waivedLater, false);
          expect(differences(treeOf(over), treeOf(anew))).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('has no dependents any more where another capability takes the older name that they use', async () => {
    const [over, anew] = [temporaryFolder(), temporaryFolder()];
    const lift = withCapability(entry('crane.lift', '1.0.0'), { aliases: [{ id: 'crane.hoist' }] });
    const park = withCapability(entry('crane.park', '1.0.0'), { dependencies: [{ id: 'crane.hoist' }] });
    const one = source('git.example.org/quay/one', [lift, park]);
    await write(over, catalogOf([one], []), '60m', [], true);
    const { entries } = await (await readPrevious(new DiskStore(over))).contents();
    const hoist = source('git.example.org/quay/two', [entry('crane.hoist', '1.0.0')]);
    const catalog = catalogOf([{ ...one, entries: entries.get(one.row.id) ?? [] }, hoist], [...entries.values()].flat());
    await write(over, catalog, '60m', [], true);
    await write(anew, catalog, '60m', [], false);
    expect(differences(treeOf(over), treeOf(anew))).toEqual([]);
  });
});
