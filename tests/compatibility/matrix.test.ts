import { describe, expect, test } from '@jest/globals';
import { explain } from '../../src/compatibility/explain.js';
import { buildMatrix, type Edge } from '../../src/compatibility/matrix.js';
import { cellsOf } from '../../src/compatibility/resolve.js';
import type { Dependency, Entry, QuarantinedManifest } from '../../src/model/generated/types.js';
import { entry } from '../catalog/entries.js';
import { alias, consumer, versions } from './ecosystem.js';

/** The edge of the only dependency of a consumer. */
function ask(need: string | Dependency, providers: readonly Entry[], quarantined: readonly QuarantinedManifest[] = []): Edge {
  const { rows } = buildMatrix([...providers, consumer('quay.crane.lift', [need])], quarantined);
  return rows.at(-1)?.edges[0] as Edge;
}
function told({ resolution }: Edge): string {
  const { range, reason, satisfiedBy, nearest, suggestions, sunset } = resolution;
  const names = (list: typeof nearest) => list.map(({ version }) => version);
  const said = explain({ range, reason, satisfied_by: names(satisfiedBy), nearest: names(nearest), suggestions, sunset });
  return `${resolution.verdict}: ${said}`;
}
function quarantine(id: string, version: string | null): QuarantinedManifest {
  const { source, commit, ref, path, manifest } = entry(id, version);
  const provenance = { outcome: 'untrusted', admitted: false, rule: 'default', reason: 'another signer' } as const;
  return { source, commit, ref, path, manifest, provenance, capabilities: [{ id, version }], reason: 'another signer' };
}

const store = versions('store.box.keep', ['2.0.0', '1.4.0', '1.0.0']);

describe('a dependency is', () => {
  test.each([
    ['store.box.keep ^2.0.0', 'compatible: “2.0.0” satisfies “^2.0.0”.'],
    ['store.box.keep ^1.0.0', 'compatible: The current version does not satisfy “^1.0.0”; earlier ones do: “1.4.0”, “1.0.0”.'],
    ['store.box.keep ^3.0.0', 'incompatible: No version satisfies “^3.0.0”; the nearest: “2.0.0”.'],
    ['store.box.keep ~1.2.0', 'incompatible: No version satisfies “~1.2.0”; the nearest: “1.4.0”, “1.0.0”.'],
    ['store.box.keep <1.0.0', 'incompatible: No version satisfies “<1.0.0”; the nearest: “1.0.0”.'],
    ['store.box.keep', 'unknown: No range is stated, so nobody can tell which versions fit.'],
    ['store.box.keep newest', 'unknown: The range “newest” is not understood, and no version is written like it.'],
    ['storage.box.keep ^1.0.0', 'missing: No capability of the catalog has this id; perhaps this is meant: “store.box.keep”.'],
    ['nothing.like.it ^1.0.0', 'missing: No capability of the catalog has this id.'],
  ])('%s → %s', (need, answer) => expect(told(ask(need, store))).toBe(answer));

  test('unknown, never compatible, where versions are not SemVer and not equal', () => {
    const box = versions('store.box.keep', ['2026.05', '1.0.0']);
    expect(told(ask('store.box.keep 2026.05', box))).toBe(
      'compatible: “2026.05” is what is asked for; it is not SemVer, so only equal text was compared.',
    );
    expect(told(ask('store.box.keep ^2.0.0', box))).toBe(
      'unknown: It has versions that are not SemVer, or states none, so nobody can tell whether one satisfies “^2.0.0”.',
    );
    expect(ask('store.box.keep *', versions('store.box.keep', [null])).resolution.verdict).toBe('unknown');
  });

  test('incompatible where only prereleases lie in the range, and says why they do not count', () => {
    const rule = ' A prerelease is only in a range that names a prerelease of the same version.';
    const beta = versions('store.box.keep', ['1.2.3-beta.2']);
    expect(told(ask('store.box.keep *', beta))).toBe(
      `incompatible: No version satisfies “*”; the nearest: “1.2.3-beta.2”.${rule}`,
    );
    expect(told(ask('store.box.keep ^1.2.3-beta.1', beta))).toBe('compatible: “1.2.3-beta.2” satisfies “^1.2.3-beta.1”.');
    expect(told(ask('store.box.keep ^3.0.0', versions('store.box.keep', ['2.0.0', '1.0.0-rc.1'])))).not.toContain(rule);
  });

  test('deprecated when nothing else satisfies it, with the last sunset', () => {
    const ending = { deprecation: { sunset: '2026-12-31', replaced_by: 'store.shelf.keep' } };
    const [current, ...older] = versions('store.box.keep', ['1.4.0', '1.0.0'], {});
    const deprecated = [{ ...(current as Entry), capability: { ...(current as Entry).capability, ...ending } }, ...older];
    // The older manifest could not say it.
    expect(told(ask('store.box.keep 1.0.0', deprecated))).toBe(
      'deprecated: Of what satisfies “1.0.0” there are only deprecated or retired versions: “1.0.0”, until “2026-12-31”.',
    );
    expect(
      ask('store.box.keep ^1', versions('store.box.keep', ['1.0.0'], { lifecycle_stage: 'retired' })).resolution,
    ).toMatchObject({
      verdict: 'deprecated',
    });
    const revived = [
      ...versions('store.box.keep', ['1.5.0']),
      ...deprecated.map((each) => ({ ...each, status: 'superseded' as const })),
    ];
    expect(ask('store.box.keep ^1', revived).resolution.verdict).toBe('compatible');
    expect(ask('store.box.keep 1.4.0', revived).resolution.verdict).toBe('deprecated');
  });

  test('untrusted when only quarantined manifests describe it, or satisfy it', () => {
    const refused = [quarantine('store.box.keep', '3.0.0')];
    expect(told(ask('store.box.keep ^3.0.0', [], refused))).toBe('untrusted: Only manifests in quarantine describe it.');
    expect(ask('store.box.keep', [], refused).resolution.verdict).toBe('untrusted');
    expect(told(ask('store.box.keep ^3.0.0', store, refused))).toBe('untrusted: Only versions in quarantine satisfy “^3.0.0”.');
    expect(ask('store.box.keep ^2.0.0', store, refused).resolution.satisfiedBy.map(({ version }) => version)).toEqual(['2.0.0']);
    expect(ask('store.box.keep ^9.0.0', store, refused).resolution.verdict).toBe('incompatible');
    // The same version, admitted and refused: the admitted manifest counts.
    expect(ask('store.box.keep ^2.0.0', store, [quarantine('store.box.keep', '2.0.0')]).resolution.verdict).toBe('compatible');
  });

  test('found by an older name, unless something has that id itself', () => {
    const renamed = versions('store.box.keep', ['2.0.0'], alias('SAP-700', '2027-01-31'));
    const edge = ask('SAP-700 ^2.0.0', renamed);
    expect(edge).toMatchObject({ provider: { id: 'store.box.keep' }, alias: { id: 'SAP-700', sunset: '2027-01-31' } });
    expect(edge.resolution.verdict).toBe('compatible');
    const own = ask('SAP-700 ^2.0.0', [...renamed, ...versions('SAP-700', ['1.0.0'])]);
    expect(own).toMatchObject({ provider: { id: 'SAP-700' }, resolution: { verdict: 'incompatible' } });
    expect(own.alias).toBeUndefined();
  });

  test.each([
    [{ id: 'store.box.keep', version: '^2.0.0' }, 'required'],
    [{ id: 'store.box.keep', version: '^2.0.0', optional: true }, 'optional'],
    [{ id: 'store.box.keep', version: '^2.0.0', scope: 'runtime' }, 'required'],
    [{ id: 'store.box.keep', version: '^2.0.0', scope: 'dev' }, 'development'],
    [{ id: 'store.box.keep', version: '^2.0.0', scope: 'Test', optional: true }, 'development'],
  ])('%j is %s', (need, kind) => expect(ask(need, store).kind).toBe(kind));
});

test('a cell tells of one version of the provider', () => {
  const { reader, providers } = buildMatrix(
    [...versions('store.box.keep', ['2.0.0', '1.4.0', 'spring'])],
    [quarantine('store.box.keep', '1.5.0')],
  );
  const provider = providers.byId.get('store.box.keep');
  expect(provider && cellsOf(provider, '^1.0.0', reader)).toEqual([
    { version: '2.0.0', verdict: 'incompatible', reason: 'no-version-satisfies' },
    { version: '1.5.0', verdict: 'untrusted', reason: 'quarantined' },
    { version: '1.4.0', verdict: 'compatible', reason: 'range-holds' },
    { version: 'spring', verdict: 'unknown', reason: 'version-not-semver' },
  ]);
  expect(provider && new Set(cellsOf(provider, undefined, reader).map(({ verdict }) => verdict))).toEqual(
    new Set(['unknown', 'untrusted']),
  );
});

test('every version of a consumer has a row, and equal questions share one answer', () => {
  const [newer, older] = versions('quay.crane.lift', ['2.0.0', '1.0.0'], {
    dependencies: [{ id: 'store.box.keep', version: '^2.0.0' }],
  });
  const { rows } = buildMatrix([...store, newer as Entry, older as Entry]);
  expect(rows).toHaveLength(5);
  expect(rows[3]?.edges[0]?.resolution).toBe(rows[4]?.edges[0]?.resolution);
});

test('a catalog full of misspelt ids is not compared with itself for ever', () => {
  const ids = Array.from({ length: 3000 }, (_, i) => `one.domain.action-${i}`);
  const wrong = Array.from({ length: 3000 }, (_, i) => consumer(`two.domain.act-${i}`, [`one.domain.axtion-${i}`]));
  const started = process.cpuUsage();
  const { rows } = buildMatrix([...ids.flatMap((id) => versions(id, ['1.0.0'])), ...wrong]);
  expect(rows.at(3000)?.edges[0]?.resolution.suggestions?.[0]).toBe('one.domain.action-0');
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(10_000);
});
