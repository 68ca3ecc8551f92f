import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildCatalog } from '../../src/catalog/build.js';
import { historyOf, recordChanges } from '../../src/catalog/changes.js';
import { type CatalogState, differences, stateOf, undo } from '../../src/catalog/state.js';
import type { Catalog } from '../../src/model/catalog.js';
import type { Change, ChangesDocument, Entry, QuarantinedManifest, UnfinishedDocument } from '../../src/model/generated/types.js';
import { validateChangesDocument, validateUnfinishedDocument } from '../../src/model/validators.js';
import { digestOf, entry, IDENTITY, source, withCapability } from './entries.js';

const ONE = 'git.example.org/quay/one';
const TWO = 'git.example.org/quay/two';
const at = (hour: number): Date => new Date(Date.UTC(2026, 4, 4, hour));

function catalogOf(entries: readonly Entry[], quarantined: readonly QuarantinedManifest[] = []): Catalog {
  const bySource = Map.groupBy(entries, ({ source }) => source);
  const sources = [...bySource].map(([id, own]) => source(id, own));
  return { ...buildCatalog(IDENTITY, sources, new Map(), null), quarantined };
}

function quarantine(id: string, version: string | null, from = ONE, reason = 'It is not signed.'): QuarantinedManifest {
  return {
    source: from,
    commit: null,
    ref: null,
    path: 'capability.yaml',
    manifest: { digest: digestOf(id), size: 1 },
    capabilities: [{ id, version }],
    provenance: { outcome: 'unsigned', admitted: false, rule: 'default', reason },
    reason,
  };
}

/** Runs one after the other, an hour apart; the first one begins the history. */
function history(...catalogs: readonly Catalog[]): ChangesDocument {
  let document: ChangesDocument | null = null;
  let before: Catalog | null = null;
  for (const [hour, catalog] of catalogs.entries()) {
    const left: CatalogState = stateOf(before?.entries ?? [], before?.quarantined ?? []);
    const recorded = recordChanges(historyOf(document, left, left.capabilities.size, null), catalog, at(hour));
    expect([validateChangesDocument(recorded.document), validateChangesDocument.errors]).toEqual([true, null]);
    expect([validateUnfinishedDocument(recorded.unfinished), validateUnfinishedDocument.errors]).toEqual([true, null]);
    document = recorded.document;
    before = catalog;
  }
  return document ?? { started_at: '', changes: [] };
}

const seen = (...catalogs: readonly Catalog[]): Partial<Change>[] =>
  history(...catalogs).changes.map(({ number: _number, seen_at: _seen, owner: _owner, ...change }) => change);

const berth = entry('berth.slot.assign', '1.0.0');
const tide = entry('tides.table.read', '2.0.0');

describe('a history of changes', () => {
  test('begins with the first run, which has none', () => {
    expect(history(catalogOf([berth, tide]))).toEqual({ started_at: '2026-05-04T00:00:00.000Z', changes: [] });
  });

  test('stays the same bytes while nothing changes, whatever the time', () => {
    const first = history(catalogOf([berth]), catalogOf([berth, tide]));
    expect(history(catalogOf([berth]), catalogOf([berth, tide]), catalogOf([tide, berth]))).toEqual(first);
  });

  test('has the newest first, numbered from the oldest, each with the time of the run that saw it', () => {
    const next = entry('berth.slot.assign', '1.1.0');
    expect(history(catalogOf([berth]), catalogOf([berth, tide]), catalogOf([next, tide]))).toEqual({
      started_at: '2026-05-04T00:00:00.000Z',
      changes: [
        {
          number: 2,
          seen_at: '2026-05-04T02:00:00.000Z',
          kind: 'updated',
          id: 'berth.slot.assign',
          owner: 'team-quay',
          source: ONE,
          from: '1.0.0',
          to: '1.1.0',
          file: 'berth.slot.assign',
        },
        {
          number: 1,
          seen_at: '2026-05-04T01:00:00.000Z',
          kind: 'new',
          id: 'tides.table.read',
          owner: 'team-quay',
          source: ONE,
          to: '2.0.0',
          file: 'tides.table.read',
        },
      ],
    });
  });

  test('tells of another record under the same version', () => {
    const other = withCapability(entry('berth.slot.assign', '1.0.0', { bytes: 'other' }), { title: 'Assign' });
    expect(seen(catalogOf([berth]), catalogOf([other]))).toMatchObject([
      { kind: 'updated', from: '1.0.0', to: '1.0.0', title: 'Assign' },
    ]);
  });

  test('does not tell of a manifest that changed elsewhere than in the record', () => {
    expect(seen(catalogOf([berth]), catalogOf([entry('berth.slot.assign', '1.0.0', { bytes: 'other' })]))).toEqual([]);
  });

  test.each([
    ['deprecated', withCapability(berth, { stability: 'deprecated' })],
    ['deprecated', withCapability(berth, { deprecation: { since: '2026-01-01' } })],
    ['retired', withCapability(berth, { lifecycle_stage: 'retired' })],
  ] as const)('tells that a capability was %s, and that it was restored', (kind, entryThen) => {
    const then = { ...entryThen, manifest: { digest: digestOf(kind), size: 1 } };
    const change = { id: 'berth.slot.assign', from: '1.0.0', to: '1.0.0' };
    expect(seen(catalogOf([berth]), catalogOf([then]), catalogOf([berth]))).toMatchObject([
      { kind: 'restored', ...change },
      { kind, ...change },
    ]);
  });

  test('tells that another source holds a capability', () => {
    const moved = entry('berth.slot.assign', '1.0.0', { source: TWO });
    expect(seen(catalogOf([berth]), catalogOf([moved]))).toMatchObject([{ kind: 'moved', source: TWO, from_source: ONE }]);
  });

  test('tells that a capability was removed, without the name of a file that is gone', () => {
    expect(seen(catalogOf([berth, tide]), catalogOf([tide]))).toEqual([
      { kind: 'removed', id: 'berth.slot.assign', source: ONE, from: '1.0.0' },
    ]);
  });

  test('tells that a capability that was removed is back', () => {
    const removed = catalogOf([tide]);
    expect(seen(catalogOf([berth, tide]), removed, catalogOf([berth, tide]), removed).map(({ kind }) => kind)).toEqual([
      'removed',
      'restored',
      'removed',
    ]);
  });

  test('tells that a capability went into quarantine, and that it came back', () => {
    const refused = catalogOf([tide], [quarantine('berth.slot.assign', '1.1.0')]);
    expect(seen(catalogOf([berth, tide]), refused, refused, catalogOf([entry('berth.slot.assign', '1.1.0'), tide]))).toEqual([
      { kind: 'restored', id: 'berth.slot.assign', source: ONE, to: '1.1.0', file: 'berth.slot.assign' },
      { kind: 'quarantined', id: 'berth.slot.assign', source: ONE, from: '1.0.0', to: '1.1.0', reason: 'It is not signed.' },
    ]);
  });

  test('says of a stranger who claims an id only that the stranger’s version is in quarantine', () => {
    const claimed = catalogOf([berth], [quarantine('berth.slot.assign', '9.0.0', TWO)]);
    expect(seen(catalogOf([berth]), claimed)).toEqual([
      {
        kind: 'quarantined',
        id: 'berth.slot.assign',
        source: TWO,
        to: '9.0.0',
        file: 'berth.slot.assign',
        reason: 'It is not signed.',
      },
    ]);
  });

  test('does not call a capability quarantined whose source is gone', () => {
    const refusedBefore = catalogOf([berth], [quarantine('berth.slot.assign', '2.0.0')]);
    expect(seen(refusedBefore, catalogOf([tide], [quarantine('berth.slot.assign', '2.0.0')]))).toMatchObject([
      { kind: 'removed', id: 'berth.slot.assign' },
      { kind: 'new', id: 'tides.table.read' },
    ]);
  });

  test('keeps 500 changes, and of one run what matters most', () => {
    const many = Array.from({ length: 600 }, (_, index) => entry(`quay.many.n${index}`, '1.0.0'));
    const { changes } = history(catalogOf([berth, tide]), catalogOf([tide, ...many]));
    expect(changes).toHaveLength(500);
    expect(changes[0]).toMatchObject({ number: 601, kind: 'removed', id: 'berth.slot.assign' });
    expect(changes.map(({ number }) => number)).toEqual(Array.from({ length: 500 }, (_, index) => 601 - index));
  });

  test('calls nothing new where the catalog before has lost capabilities that it counts', () => {
    const begun = history(catalogOf([berth, tide]));
    const left = stateOf([berth], []);
    const { document } = recordChanges(
      historyOf(begun, left, 2, null),
      catalogOf([entry('berth.slot.assign', '1.1.0'), tide]),
      at(5),
    );
    expect(document.changes.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['updated berth.slot.assign']);
  });

  test('begins anew after a first run that was killed', () => {
    const { unfinished } = recordChanges(null, catalogOf([berth]), at(0));
    const left = stateOf([berth], []);
    expect(historyOf({ started_at: at(0).toISOString(), changes: [] }, left, 1, unfinished)).toBeNull();
  });
});

/** Any state of four ids, each absent or in one of a few versions, some of them in quarantine. */
const states = fc.record({
  held: fc.array(fc.option(fc.constantFrom('1.0.0', '1.1.0', '2.0.0')), { minLength: 4, maxLength: 4 }),
  refused: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
});
type Drawn = typeof states extends fc.Arbitrary<infer T> ? T : never;

const drawn = ({ held, refused }: Drawn): Catalog =>
  catalogOf(
    held.flatMap((version, index) => (version === null ? [] : [entry(`quay.id.n${index}`, version)])),
    refused.flatMap((is, index) => (is ? [quarantine(`quay.id.n${index}`, '3.0.0')] : [])),
  );

/** What a run that was killed leaves: of each id what was before or what comes after; one file of quarantine or the other. */
function mixed(a: Drawn, b: Drawn, written: readonly boolean[]): Drawn {
  return {
    held: a.held.map((version, index) => (written[index] ? (b.held[index] ?? null) : version)),
    refused: written[4] ? b.refused : a.refused,
  };
}

const plain = ({ capabilities, quarantined }: CatalogState): unknown => [
  [...capabilities]
    .map(([id, state]) => [id, { ...state, record: state.record() }] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
  [...quarantined.keys()].sort(),
];

describe('a run that was killed', () => {
  const writes = fc.array(fc.boolean(), { minLength: 5, maxLength: 5 });

  test('leaves enough to tell how the catalog was before, wherever it was killed', () => {
    fc.assert(
      fc.property(states, states, writes, (a, b, written) => {
        const [before, after] = [drawn(a), drawn(b)].map(({ entries, quarantined }) => stateOf(entries, quarantined));
        if (before === undefined || after === undefined) throw new Error('two states are drawn');
        const left = drawn(mixed(a, b, written));
        const unfinished: UnfinishedDocument = { last_change: 0, ...differences(before, after, null) };
        expect(plain(undo(stateOf(left.entries, left.quarantined), unfinished))).toEqual(plain(before));
      }),
    );
  });

  test('and one that was killed after it leave the same history as if there had been neither', () => {
    fc.assert(
      fc.property(states, states, states, writes, writes, (a, b, c, written, again) => {
        const begun = history(catalogOf([]), drawn(a));
        const count = drawn(a).entries.length;
        const first = recordChanges(
          historyOf(begun, stateOf(drawn(a).entries, drawn(a).quarantined), count, null),
          drawn(b),
          at(3),
        );
        const leftByFirst = mixed(a, b, written);
        const stateAfter = (state: Drawn): CatalogState => stateOf(drawn(state).entries, drawn(state).quarantined);
        const second = recordChanges(
          historyOf(first.document, stateAfter(leftByFirst), count, first.unfinished),
          drawn(c),
          at(4),
        );
        const leftBySecond = mixed(leftByFirst, c, again);
        const third = recordChanges(
          historyOf(second.document, stateAfter(leftBySecond), count, second.unfinished),
          drawn(c),
          at(5),
        );
        const undisturbed = recordChanges(historyOf(begun, stateAfter(a), count, null), drawn(c), at(5));
        expect(third.document).toEqual(undisturbed.document);
      }),
    );
  });
});
