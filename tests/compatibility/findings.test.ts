import { describe, expect, test } from '@jest/globals';
import { matrixFindings, waiverIdFindings } from '../../src/compatibility/findings.js';
import { buildMatrix } from '../../src/compatibility/matrix.js';
import type { AppliedWaiver, Entry, QuarantinedManifest } from '../../src/model/generated/types.js';
import { entry } from '../catalog/entries.js';
import { alias, consumer, versions } from './ecosystem.js';

const told = (entries: readonly Entry[], quarantined: readonly QuarantinedManifest[] = []) =>
  matrixFindings(buildMatrix(entries, quarantined)).map(({ code, message, hint }) => ({ code, message, hint }));
const lift = (need: string) => consumer('quay.crane.lift', [need]);

describe('the matrix tells of', () => {
  test('compatibility/incompatible', () => {
    expect(told([lift('store.box.keep ^2.0.0'), ...versions('store.box.keep', ['1.4.0', '1.0.0'])])).toEqual([
      {
        code: 'compatibility/incompatible',
        message: '“quay.crane.lift” needs “store.box.keep” in “^2.0.0”; the nearest there is: “1.4.0”.',
        hint: 'Ask for a range that a version of it is in, or ask its owner for a version.',
      },
    ]);
  });

  test('compatibility/missing, with what may be meant', () => {
    const [finding] = told([lift('store.bux.keep ^1.0.0'), ...versions('store.box.keep', ['1.0.0'])]);
    expect(finding).toMatchObject({ code: 'compatibility/missing', hint: 'Perhaps this is meant: “store.box.keep”.' });
    expect(told([lift('not.at.all ^1.0.0')])[0]?.hint).toBe(
      'Correct the id, or list the source that describes it in catalog.yaml.',
    );
  });

  test('compatibility/untrusted', () => {
    const { source, commit, ref, path, manifest } = entry('store.box.keep', '1.0.0');
    const provenance = { outcome: 'unsigned', admitted: false, rule: 'default', reason: 'unsigned' } as const;
    const capabilities = [{ id: 'store.box.keep', version: '1.0.0' }];
    expect(
      told(
        [lift('store.box.keep ^1.0.0')],
        [{ source, commit, ref, path, manifest, provenance, reason: 'unsigned', capabilities }],
      ),
    ).toEqual([expect.objectContaining({ code: 'compatibility/untrusted' })]);
  });

  test('compatibility/deprecated, with its sunset and what replaces it', () => {
    const deprecation = { sunset: '2026-12-31', replaced_by: 'store.shelf.keep' };
    expect(told([lift('store.box.keep ^1.0.0'), ...versions('store.box.keep', ['1.4.0'], { deprecation })])).toEqual([
      {
        code: 'compatibility/deprecated',
        message: '“quay.crane.lift” needs “store.box.keep”, which is deprecated and goes on “2026-12-31”.',
        hint: 'Its owner names “store.shelf.keep” in its place.',
      },
    ]);
  });

  test('compatibility/not-comparable', () => {
    expect(told([lift('store.box.keep ^1.0.0'), ...versions('store.box.keep', ['spring'])])).toEqual([
      expect.objectContaining({ code: 'compatibility/not-comparable' }),
    ]);
  });

  test('compatibility/alias-used, where it has a sunset', () => {
    const box = versions('store.box.keep', ['1.0.0'], alias('SAP-7', '2026-12-31'));
    expect(told([lift('SAP-7 ^1.0.0'), ...box])).toEqual([
      expect.objectContaining({ code: 'compatibility/alias-used', hint: 'Depend on “store.box.keep”.' }),
    ]);
    expect(told([lift('SAP-7 ^1.0.0'), ...versions('store.box.keep', ['1.0.0'], alias('SAP-7'))])).toEqual([]);
  });

  test('compatibility/alias-claimed', () => {
    expect(told([...versions('a.b.c', ['1.0.0'], alias('SAP-7')), ...versions('d.e.f', ['1.0.0'], alias('SAP-7'))])).toEqual([
      expect.objectContaining({
        code: 'compatibility/alias-claimed',
        message: 'The alias “SAP-7” of “d.e.f” does not lead to it: “a.b.c” states it, too.',
      }),
    ]);
  });

  test('compatibility/alias-taken, and who needs that id still gets what has it', () => {
    const elsewhere = entry('d.e.f', '1.0.0', { source: 'git.example.org/quay/two' });
    const entries = [...versions('a.b.c', ['1.0.0'], alias('d.e.f')), elsewhere, lift('d.e.f ^1.0.0')];
    expect(told(entries)).toEqual([
      expect.objectContaining({
        code: 'compatibility/alias-taken',
        message:
          'The alias “d.e.f” of “a.b.c” does not lead to it: “git.example.org/quay/two” describes a capability with that id.',
      }),
    ]);
    const edge = buildMatrix(entries).rows.flatMap(({ edges }) => edges)[0];
    expect(edge).toMatchObject({ provider: { id: 'd.e.f' }, resolution: { verdict: 'compatible' } });
  });

  test('compatibility/cycle', () => {
    const circle = [consumer('a.b.c', ['d.e.f ^1.0.0']), consumer('d.e.f', ['a.b.c ^1.0.0'])];
    expect(told(circle)).toEqual([
      expect.objectContaining({
        code: 'compatibility/cycle',
        message: '2 capabilities need one another, such as in “a.b.c → d.e.f → a.b.c”.',
      }),
    ]);
  });

  test('nothing of older versions, of what holds, and of ranges that the reading of manifests told of', () => {
    const [, old] = versions('quay.crane.lift', ['2.0.0', '1.0.0'], {
      dependencies: [{ id: 'gone.long.ago', version: '^1.0.0' }],
    });
    const box = versions('store.box.keep', ['1.0.0']);
    expect(told([...(old ? [old] : []), consumer('a.b.c', ['store.box.keep ^1.0.0']), ...box])).toEqual([]);
    expect(told([consumer('a.b.c', ['store.box.keep', 'store.box.keep newest']), ...box])).toEqual([]);
  });
});

describe('compatibility/waiver-unknown-id', () => {
  const matrix = buildMatrix(
    [lift('store.box.keep ^2.0.0'), lift('not.at.all ^1.0.0'), ...versions('store.box.keep', ['1.4.0'])],
    [],
  );
  const waived = (capability: string, consumer: string, more: Partial<AppliedWaiver> = {}): AppliedWaiver => ({
    waiver: {
      capability,
      consumer,
      verdict: 'incompatible',
      reason: 'Until the next release.',
      approver: 'ana',
      granted: '2026-05-01',
      expires: '2026-05-20',
    },
    decision: `sha256:${'0'.repeat(64)}`,
    sequence: 1,
    ...more,
  });

  test('for an id that is misspelt, with what may be meant', () => {
    expect(waiverIdFindings(matrix, [waived('store.box.keeep', 'quay.crane.lift')])).toMatchObject([
      {
        code: 'compatibility/waiver-unknown-id',
        source: 'catalog',
        message:
          'The waiver of “quay.crane.lift” for “store.box.keeep” does nothing: the catalog does not know “store.box.keeep”.',
        hint: 'Perhaps “store.box.keep” is meant; grant another waiver.',
      },
    ]);
    expect(waiverIdFindings(matrix, [waived('store.box.keep', 'somewhere.else.entirely')])[0]?.hint).toBe(
      'Take it away, or grant another one.',
    );
  });

  test('not for ids that somebody describes or asks for, nor for a waiver that was revoked', () => {
    const waivers = [
      waived('store.box.keep', 'quay.crane.lift'),
      waived('not.at.all', 'quay.crane.lift'),
      waived('store.box.keeep', 'quay.crane.lift', { revoked_by: `sha256:${'1'.repeat(64)}` }),
    ];
    expect(waiverIdFindings(matrix, waivers)).toEqual([]);
  });
});
