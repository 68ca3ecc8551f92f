import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { settleAliases } from '../../src/model/aliases.js';
import type { Entry, QuarantinedManifest } from '../../src/model/generated/types.js';
import { entry, withCapability } from '../catalog/entries.js';

const ONE = 'git.example.org/quay/one';
const TWO = 'git.example.org/quay/two';
const named = (id: string, aliases: readonly string[], source = ONE): Entry =>
  withCapability(entry(id, '1.0.0', { source }), { aliases: aliases.map((each) => ({ id: each })) });
const kept = (id: string, source: string): QuarantinedManifest => ({
  source,
  commit: null,
  ref: null,
  path: 'capability.yaml',
  manifest: { digest: 'sha256:0', size: 1 },
  capabilities: [{ id, version: '1.0.0' }],
  provenance: { outcome: 'unsigned', admitted: false, rule: 'default', reason: 'it is not signed' },
  reason: 'it is not signed',
});
const settle = (entries: readonly Entry[], quarantined: readonly QuarantinedManifest[] = []) => {
  const { owners, refused } = settleAliases(entries, quarantined);
  return {
    owners: Object.fromEntries([...owners].map(([id, claim]) => [id, claim.entry.id])),
    refused: refused.map(({ id, entry: { id: by }, ...rest }) => [id, by, rest.why, rest.by]),
  };
};

describe('an older name', () => {
  test('leads to the current version that states it', () => {
    const superseded = { ...named('a', ['older']), version: '0.9.0', status: 'superseded' as const };
    expect(settle([named('a', ['old']), superseded])).toEqual({ owners: { old: 'a' }, refused: [] });
  });

  test('that another source describes leads to nobody else', () => {
    expect(settle([named('a', ['b']), entry('b', '1.0.0', { source: TWO })])).toEqual({
      owners: {},
      refused: [['b', 'a', 'taken', TWO]],
    });
  });

  test('that another source describes in quarantine leads to nobody else: it may be signed tomorrow', () => {
    expect(settle([named('a', ['b'])], [kept('b', TWO)])).toEqual({ owners: {}, refused: [['b', 'a', 'taken', TWO]] });
  });

  test('that its own source still describes is kept for when it no longer does', () => {
    expect(settle([named('a', ['b']), entry('b', '1.0.0', { source: ONE })], [kept('b', ONE)]).owners).toEqual({ b: 'a' });
  });

  test('that two sources state leads nowhere, whatever their ids are', () => {
    expect(settle([named('z', ['old']), named('a', ['old'], TWO)])).toEqual({
      owners: {},
      refused: [
        ['old', 'a', 'claimed', 'z'],
        ['old', 'z', 'claimed', 'a'],
      ],
    });
  });

  test('that one source states twice leads to the first by id', () => {
    expect(settle([named('z', ['old']), named('a', ['old', 'old', 'a'])])).toEqual({
      owners: { old: 'a' },
      refused: [['old', 'z', 'claimed', 'a']],
    });
  });
});

function describes(each: Entry | QuarantinedManifest, id: string): boolean {
  return 'id' in each ? each.id === id : each.capabilities.some((capability) => capability.id === id);
}

test('no alias of one source leads away from what another describes or states, in any order', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const claims = fc.uniqueArray(fc.tuple(id, fc.uniqueArray(id), fc.constantFrom(ONE, TWO)), { selector: ([each]) => each });
  fc.assert(
    fc.property(claims, fc.array(fc.tuple(id, fc.constantFrom(ONE, TWO))), (stated, held) => {
      const entries = stated.map(([each, aliases, source]) => named(each, aliases, source));
      const quarantined = held.map(([each, source]) => kept(each, source));
      const answer = settle(entries, quarantined);
      expect(settle([...entries].reverse(), [...quarantined].reverse())).toEqual(answer);
      for (const [alias, owner] of Object.entries(answer.owners)) {
        const source = entries.find((each) => each.id === owner)?.source;
        const others = entries.filter((each) => each.source !== source);
        expect(others.map((each) => each.id)).not.toContain(alias);
        expect(held.filter(([, by]) => by !== source).map(([each]) => each)).not.toContain(alias);
        // What a source describes is its own to lead elsewhere, whoever else states it.
        if ([...entries, ...quarantined].some((each) => each.source === source && describes(each, alias))) continue;
        expect(others.flatMap((each) => each.capability.aliases ?? []).map((each) => each.id)).not.toContain(alias);
      }
    }),
  );
});
