import { describe, expect, test } from '@jest/globals';
import { capabilityCompatibilities } from '../../src/compatibility/capability-documents.js';
import { gate } from '../../src/compatibility/gate.js';
import { idsToRead } from '../../src/compatibility/gate-reading.js';
import { explainItem, explainItems } from '../../src/compatibility/gate-text.js';
import type { GateInput, GateReport } from '../../src/compatibility/gate-types.js';
import { buildMatrix } from '../../src/compatibility/matrix.js';
import type {
  AppliedWaiver,
  Capability,
  CapabilityCompatibility,
  Entry,
  QuarantinedManifest,
} from '../../src/model/generated/types.js';
import { validateWaiver } from '../../src/model/validators.js';
import { entry } from '../catalog/entries.js';
import { alias, capability, consumer, NOW, versions } from './ecosystem.js';

interface Published {
  readonly waivers?: readonly AppliedWaiver[];
  readonly quarantined?: readonly QuarantinedManifest[];
  readonly removed?: readonly string[];
  readonly now?: Date;
  readonly ids?: readonly string[];
}

/** Asks the gate as a program would: from the documents of the catalog, and only those that it names. */
function ask(
  candidates: readonly Capability[],
  entries: readonly Entry[],
  more: Published = {},
): GateReport & { read: string[] } {
  const documents = capabilityCompatibilities(buildMatrix(entries, more.quarantined ?? []), more.waivers ?? []);
  const catalog = new Map(
    [...documents].map(([id, make]) => [id, JSON.parse(JSON.stringify(make())) as CapabilityCompatibility]),
  );
  const read = new Map<string, CapabilityCompatibility | null>();
  let rounds = 0;
  for (
    let ids = idsToRead(candidates, more.removed ?? [], read);
    ids.length > 0;
    ids = idsToRead(candidates, more.removed ?? [], read)
  ) {
    rounds += 1;
    for (const id of ids) read.set(id, catalog.get(id) ?? null);
  }
  expect(rounds).toBeLessThan(3);
  const input: GateInput = {
    candidates,
    documents: read,
    published: Map.groupBy(
      entries.map((each) => each.capability),
      ({ id }) => id,
    ),
    now: more.now ?? NOW,
    source: 'git.example.org/store/box',
    ...(more.ids === undefined ? {} : { ids: more.ids }),
    ...(more.removed === undefined ? {} : { removed: more.removed }),
  };
  return { ...gate(input), read: [...read.keys()] };
}
/** `outcome rule other party` of each. */
const told = ({ items }: GateReport) =>
  items.map(({ outcome, rule, party }) => [outcome, rule, party?.id].filter(Boolean).join(' '));

const box = (version: string, more: Partial<Capability> = {}) =>
  capability('store.box.keep', version, { outputs: [{ name: 'box', type: 'crate' }], ...more });
const published = versions('store.box.keep', ['1.4.0', '1.0.0'], { outputs: [{ name: 'box', type: 'crate' }] });
const lift = consumer('quay.crane.lift', ['store.box.keep ^1.0.0'], { owner: 'team-crane' });

describe('a release passes', () => {
  test('when its dependents accept it and its dependencies resolve', () => {
    const report = ask(
      [box('1.5.0', { dependencies: [{ id: 'shelf.wood.saw', version: '^1.0.0' }] })],
      [
        ...published,
        lift,
        ...versions('shelf.wood.saw', ['1.0.0']),
        ...versions('of.no.concern', ['1.0.0'], { dependencies: [{ id: 'shelf.wood.saw' }] }),
      ],
    );
    expect(report).toMatchObject({ passes: true, items: [], findings: [] });
    expect(report.changes).toEqual([expect.objectContaining({ from: '1.4.0', to: '1.5.0', required: 'minor' })]);
    expect(report.read.sort()).toEqual(['shelf.wood.saw', 'store.box.keep']);
  });

  test('when it is the first of its id', () => expect(ask([box('1.0.0')], []).passes).toBe(true));

  test('when it is a prerelease or of an older line, which replace nothing', () => {
    for (const version of ['2.0.0-rc.1', '1.3.0'])
      expect([version, told(ask([box(version)], [...published, lift]))]).toEqual([version, []]);
    const two = versions('store.box.keep', ['2.0.0', '1.4.0'], { outputs: [{ name: 'box', type: 'crate' }] });
    const report = ask([box('1.4.1')], [...two, consumer('quay.crane.lift', ['store.box.keep ^2.0.0'])]);
    expect(report).toMatchObject({ passes: true, changes: [{ from: '1.4.0', to: '1.4.1' }] });
  });

  test('when only optional and development dependents do not accept it; they are named', () => {
    const others = [
      consumer('a.b.c', [{ id: 'store.box.keep', version: '^1.0.0', optional: true }]),
      consumer('d.e.f', [{ id: 'store.box.keep', version: '^1.0.0', scope: 'test' }]),
    ];
    const report = ask([box('2.0.0')], [...published, ...others]);
    expect(report.passes).toBe(true);
    expect(told(report)).toEqual(['noted dependent-excludes-version a.b.c', 'noted dependent-excludes-version d.e.f']);
  });

  test('when a dependent was broken before it', () => {
    const report = ask([box('1.5.0')], [...published, consumer('quay.crane.lift', ['store.box.keep ^9.0.0'])]);
    expect(report.passes).toBe(true);
    expect(told(report)).toEqual(['noted dependent-broken-before quay.crane.lift']);
  });

  test('when its dependents that accept both are released together with it', () => {
    const next = capability('quay.crane.lift', '2.0.0', { dependencies: [{ id: 'store.box.keep', version: '^2.0.0' }] });
    expect(told(ask([box('2.0.0'), next], [...published, lift]))).toEqual([]);
    const still = capability('quay.crane.lift', '1.1.0', { dependencies: [{ id: 'store.box.keep', version: '^1.0.0' }] });
    expect(told(ask([box('2.0.0'), still], [...published, lift]))).toEqual(['refused dependency-incompatible store.box.keep']);
  });

  test('when what it needs is released with it, and the current version is already past its range; that is noted', () => {
    const old = versions('store.box.keep', ['2.0.0', '1.0.0'], { outputs: [{ name: 'box', type: 'crate' }] });
    const again = capability('quay.crane.lift', '1.0.1', { dependencies: [{ id: 'store.box.keep', version: '^1.0.0' }] });
    for (const next of ['2.0.0', '2.1.0', '3.0.0'])
      expect(told(ask([box(next), again], [...old, lift]))).toEqual(['noted dependency-superseded store.box.keep']);
  });
});

describe('a release is refused', () => {
  test('when a dependent does not accept the new version; everything is named that its owner must know', () => {
    const report = ask([box('2.0.0', { outputs: [] })], [...published, lift]);
    expect(report.passes).toBe(false);
    expect(report.items).toEqual([
      {
        capability: 'store.box.keep',
        version: '2.0.0',
        previous: '1.4.0',
        outcome: 'refused',
        rule: 'dependent-excludes-version',
        party: {
          id: 'quay.crane.lift',
          versions: ['1.0.0'],
          kind: 'required',
          owner: 'team-crane',
          contact: 'quay@example.org',
          range: '^1.0.0',
        },
        changes: [expect.objectContaining({ rule: 'output-removed', at: 'outputs.box' })],
        window: '90d',
        request: {
          capability: 'store.box.keep',
          consumer: 'quay.crane.lift',
          verdict: 'incompatible',
          granted: '2026-05-04T08:00:00Z',
          expires: '2026-06-03T08:00:00Z',
        },
      },
    ]);
    // What it suggests to ask for lacks only what a person has to say.
    expect(validateWaiver({ ...report.items[0]?.request, reason: 'r', approver: 'a' })).toBe(true);
  });

  test('when something breaks and no major version tells of it', () => {
    const report = ask([box('1.5.0', { outputs: [] })], [...published, lift]);
    expect(told(report)).toEqual(['refused breaking-without-major', 'refused dependent-meets-breaking-change quay.crane.lift']);
    expect(report.items[1]).toMatchObject({ party: { contact: 'quay@example.org' }, changes: [{ rule: 'output-removed' }] });
    expect(report.items[1]?.request).toBeUndefined();
    expect(report.findings.map(({ code }) => code)).toEqual(['compatibility/breaking-without-major']);
  });

  test('when something breaks and nobody knows what a dependent accepts', () => {
    const silent = consumer('quay.crane.lift', ['store.box.keep']);
    expect(told(ask([box('2.0.0', { outputs: [] })], [...published, silent]))).toEqual([
      'refused dependent-meets-breaking-change quay.crane.lift',
    ]);
    const quiet = ask([box('1.5.0')], [...published, silent]);
    expect([quiet.passes, told(quiet)]).toEqual([true, ['noted dependent-unknown quay.crane.lift']]);
  });

  test('when it is retired, or gone, and somebody needs it', () => {
    expect(told(ask([box('1.5.0', { lifecycle_stage: 'retired' })], [...published, lift]))).toContain(
      'refused dependent-of-retired quay.crane.lift',
    );
    const gone = ask([], [...published, lift], { removed: ['store.box.keep'] });
    expect(told(gone)).toEqual(['refused dependent-of-removed quay.crane.lift']);
    expect(gone.items[0]).toMatchObject({ previous: '1.4.0', version: null, request: { verdict: 'missing' } });
    expect(ask([], [...published], { removed: ['store.box.keep'] }).passes).toBe(true);
  });

  test('when it takes an older name away that somebody uses', () => {
    const named = versions('store.box.keep', ['1.4.0'], { outputs: [{ name: 'box', type: 'crate' }], ...alias('SAP-7') });
    const user = consumer('quay.crane.lift', ['SAP-7 >=1.0.0']);
    expect(told(ask([box('2.0.0')], [...named, user]))).toEqual(['refused dependent-uses-removed-alias quay.crane.lift']);
    expect(ask([box('2.0.0', alias('SAP-7'))], [...named, user]).passes).toBe(true);
  });

  test('when it has a new id that the old one does not lead to', () => {
    const moved = (more: Partial<Capability>) =>
      capability('store.crate.keep', '2.0.0', { outputs: [{ name: 'box', type: 'crate' }], ...more });
    const user = consumer('quay.crane.lift', ['store.box.keep >=1.0.0']);
    const entries = [...published, user];
    const removed = ['store.box.keep'];
    expect(told(ask([moved({})], entries, { removed }))).toEqual(['refused dependent-of-removed quay.crane.lift']);
    expect(ask([moved(alias('store.box.keep'))], entries, { removed })).toMatchObject({
      passes: true,
      changes: [{ id: 'store.crate.keep', from: '1.4.0', to: '2.0.0' }],
    });
  });

  test('but not for those who need another capability that has its older name as its own id', () => {
    const own = versions('SAP-7', ['1.0.0']);
    const user = consumer('quay.crane.lift', ['SAP-7 ^1.0.0']);
    const named = box('2.0.0', alias('SAP-7'));
    expect(told(ask([named], [...published, ...own, user]))).toEqual([]);
    const asks = capability('a.b.c', '1.0.0', { dependencies: [{ id: 'SAP-7', version: '^2.0.0' }] });
    expect(told(ask([named, asks], [...published, ...own]))).toEqual(['refused dependency-incompatible SAP-7']);
    expect(told(ask([named, asks], [...published]))).toEqual([]);
  });

  test('when what it needs is missing, in no range, or in quarantine', () => {
    const { source, commit, ref, path, manifest } = entry('a.b.c', '1.0.0');
    const provenance = { outcome: 'unsigned', admitted: false, rule: 'default', reason: 'unsigned' } as const;
    const quarantined = [
      { source, commit, ref, path, manifest, provenance, reason: 'unsigned', capabilities: [{ id: 'a.b.c', version: '1.0.0' }] },
    ];
    const wood = versions('shelf.wood.saw', ['1.0.0']);
    const needs = (id: string, version?: string) =>
      told(ask([box('1.0.0', { dependencies: [{ id, ...(version === undefined ? {} : { version }) }] })], wood, { quarantined }));
    expect(needs('shelf.wood.saw', '^2.0.0')).toEqual(['refused dependency-incompatible shelf.wood.saw']);
    expect(needs('shelf.wood.axe', '^2.0.0')).toEqual(['refused dependency-missing shelf.wood.axe']);
    expect(needs('a.b.c', '^1.0.0')).toEqual(['refused dependency-untrusted a.b.c']);
    expect(needs('shelf.wood.saw')).toEqual(['noted dependency-unknown shelf.wood.saw']);
    expect(needs('shelf.wood.saw', '^1.0.0')).toEqual([]);
  });

  test('when what it needs is missing, with what may be meant: as the catalog says, or of the ids that were read', () => {
    const wood = versions('shelf.wood.saw', ['1.0.0']);
    const needs = [box('1.0.0', { dependencies: [{ id: 'shelf.wod.saw', version: '^1.0.0' }] })];
    expect(ask(needs, wood).items[0]?.near).toBeUndefined();
    expect(ask(needs, wood, { ids: ['shelf.wood.saw', 'a.b.c'] }).items[0]?.near).toEqual(['shelf.wood.saw']);
    expect(ask(needs, [...wood, consumer('d.e.f', ['shelf.wod.saw'])]).items[0]?.near).toEqual(['shelf.wood.saw']);
  });

  test('when the older name of what it needs has gone', () => {
    const wood = versions('shelf.wood.saw', ['1.0.0'], alias('SAP-9', '2026-05-01'));
    const needs = [box('1.0.0', { dependencies: [{ id: 'SAP-9', version: '^1.0.0' }] })];
    expect(told(ask(needs, wood))).toEqual(['refused dependency-missing SAP-9']);
    expect(told(ask(needs, wood, { now: new Date('2026-04-30T00:00:00Z') }))).toEqual([]);
  });
});

test('what a shell could take for something else does not stand in a command', () => {
  const strange = consumer('quay.crane.lift;$(id)', ['store.box.keep ^1.0.0']);
  const lines = ask([box('2.0.0', { outputs: [] })], [...published, strange]).items.flatMap(explainItem);
  expect(lines.join('\n')).toContain('the consumer “quay.crane.lift;$(id)”');
  expect(lines.join('\n')).not.toContain('chora waiver grant');
});

test('a refusal says who, which versions, why, whom to ask, and for what', () => {
  const { items } = ask([box('2.0.0', { outputs: [] })], [...published, lift]);
  expect(items.map(explainItem)).toEqual([
    [
      '“store.box.keep” “1.4.0” → “2.0.0”: refused by the rule dependent-excludes-version. The range of a dependent ends before this version.',
      'Dependent: “quay.crane.lift” “1.0.0” (required, asks for “^1.0.0”).',
      'Owner: “team-crane”, contact: “quay@example.org”.',
      'Breaking: “outputs.box”: An output is gone. (output-removed)',
      'Suggested deprecation window: “90d”.',
      'A waiver: ask a steward of the catalog to grant one for the capability “store.box.keep”, the consumer “quay.crane.lift” and the verdict incompatible, until 2026-06-03T08:00:00Z or earlier.',
      'They run: chora waiver grant --capability store.box.keep --consumer quay.crane.lift --verdict incompatible --reason … --approver …',
    ],
  ]);
});

test('what stops a release says what to do, and where no waiver helps', () => {
  const silent = ask([box('1.5.0', { outputs: [], inputs: [] })], [...published, lift]);
  expect(silent.items.map(({ rule }) => rule)).toEqual(['breaking-without-major', 'dependent-meets-breaking-change']);
  for (const lines of explainItems(silent.items)) {
    expect(lines.at(-1)).toBe('To do: Raise the major version, or take the change back. No waiver lets this through.');
    expect(lines).toContain('Suggested deprecation window: “90d”.');
    expect(lines.join('\n')).not.toContain('ask a steward');
  }
  const loud = explainItems(ask([box('2.0.0', { outputs: [] })], [...published, lift]).items).flat();
  expect(loud.at(-1)).toBe('To do: Agree with its owner when to move, and release when its range lets this version in.');
  const unknown = explainItems(ask([box('2.0.0')], [...published, consumer('quay.crane.lift', ['store.box.keep'])]).items);
  expect(unknown.flat()).toContain('To do: Ask its owner to state a range of SemVer versions.');
});

test('changes that several dependents meet are listed once', () => {
  const two = [lift, consumer('quay.crane.lower', ['store.box.keep ^1.0.0'])];
  const next = box('2.0.0', { outputs: [], interfaces: [] });
  const lines = explainItems(
    ask(
      [next],
      [
        ...versions('store.box.keep', ['1.4.0'], {
          outputs: [{ name: 'box', type: 'box' }],
          interfaces: [{ kind: 'cli', command: 'keep' }],
        }),
        ...two,
      ],
    ).items,
  );
  expect(lines).toHaveLength(2);
  expect(lines[0]?.filter((line) => line.startsWith('Breaking: '))).toHaveLength(2);
  expect(lines[1]?.filter((line) => line.startsWith('Breaking: '))).toEqual(['Breaking: the 2 changes that are listed above.']);
});

test('the suggested deprecation window is the one that the capability states', () => {
  const stated = versions('store.box.keep', ['1.4.0'], { deprecation: { window: '26w' } });
  expect(ask([box('2.0.0')], [...stated, lift]).items[0]).toMatchObject({ rule: 'dependent-excludes-version', window: '26w' });
});

describe('a waiver', () => {
  const waiver = (more: object = {}): AppliedWaiver => ({
    sequence: 1,
    decision: `sha256:${'1'.repeat(64)}`,
    waiver: {
      capability: 'store.box.keep',
      consumer: 'quay.crane.lift',
      verdict: 'incompatible',
      reason: 'The crane is rebuilt in May.',
      approver: 'steward@example.org',
      granted: '2026-05-01',
      expires: '2026-05-20',
      ...more,
    },
  });

  test('lets a release through while it holds, and says so', () => {
    const report = ask([box('2.0.0')], [...published, lift], { waivers: [waiver()] });
    expect(report.passes).toBe(true);
    expect(report.items).toEqual([
      expect.objectContaining({ outcome: 'waived', waiver: { until: '2026-05-20', decision: `sha256:${'1'.repeat(64)}` } }),
    ]);
  });

  test('does not, once it has expired, for somebody else, or for what cannot be waived', () => {
    const refused = (waivers: AppliedWaiver[], candidate = box('2.0.0'), now = NOW) =>
      !ask([candidate], [...published, lift], { waivers, now }).passes;
    expect(refused([waiver()], box('2.0.0'), new Date('2026-05-20T00:00:00Z'))).toBe(true);
    expect(refused([waiver({ consumer: 'quay.crane.lower' })])).toBe(true);
    expect(refused([waiver({ verdict: 'missing' })])).toBe(true);
    expect(refused([waiver()], box('1.5.0', { outputs: [] }))).toBe(true);
  });

  test('of the consumer lets its own release through', () => {
    const next = capability('quay.crane.lift', '2.0.0', { dependencies: [{ id: 'store.box.keep', version: '^3.0.0' }] });
    expect(ask([next], [...published, lift]).passes).toBe(false);
    expect(ask([next], [...published, lift], { waivers: [waiver()] }).passes).toBe(true);
  });
});
