import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import seeds from '@sigstore/tuf/seeds.json' with { type: 'json' };
import fc from 'fast-check';
import { ChoraError } from '../../src/model/errors.js';
import { parseTrustedRoot, publicGoodTrustedRoot } from '../../src/trust/trusted-root.js';

const TEXT = Buffer.from(seeds['https://tuf-repo-cdn.sigstore.dev'].targets['trusted_root.json'], 'base64').toString('utf8');
type Json = Record<string, unknown>;
type Root = Record<'tlogs' | 'ctlogs' | 'certificateAuthorities' | 'timestampAuthorities', Json[]> & { mediaType: unknown };

function failure(text: string): string {
  try {
    parseTrustedRoot(text, 'root.json');
  } catch (error) {
    if (error instanceof ChoraError) return `${error.kind} ${error.code} ${error.message}`;
    throw error;
  }
  return 'accepted';
}
function changed(change: (root: Root) => void): string {
  const root = JSON.parse(TEXT) as Root;
  change(root);
  return failure(JSON.stringify(root));
}

describe('the trusted root', () => {
  test('of the public-good instance is usable, and says how new it is', () => {
    const root = publicGoodTrustedRoot();
    expect(root.digest).toBe(`sha256:${createHash('sha256').update(TEXT).digest('hex')}`);
    expect(root.newestKeyStart).toMatch(/^20\d\d-\d\d-\d\dT/);
    expect(root.material.tlogs.length).toBeGreaterThan(0);
  });

  // Trap 6. Fails when `start === undefined ||` goes from parseTrustedRoot: sigstore-js believes such a key since 1970.
  const logs = ['tlogs', 'ctlogs'] as const;
  test.each(logs)('without the start of a key’s validity is refused: %s', (list) => {
    for (const value of [undefined, null, {}, { end: '2030-01-01T00:00:00Z' }, { start: 'yesterday' }, { start: null }])
      expect(changed((root) => Object.assign(root[list][0]?.['publicKey'] as Json, { validFor: value }))).toMatch(
        /^config trust\/trusted-root root\.json: .*does not say since when it is valid$/,
      );
  });
  test.each(['certificateAuthorities', 'timestampAuthorities'] as const)(
    'without the start of an authority’s validity is refused: %s',
    (list) => {
      for (const value of [undefined, {}, { start: 'x' }])
        expect(changed((root) => Object.assign(root[list][0] as Json, { validFor: value }))).toContain('since when it is valid');
    },
  );

  test('whose validity ends before it starts, or never, is refused', () => {
    for (const end of ['1999-01-01T00:00:00Z', 'never'])
      expect(
        changed((root) =>
          Object.assign(root.tlogs[0]?.['publicKey'] as Json, { validFor: { start: '2021-01-01T00:00:00Z', end } }),
        ),
      ).toContain('ends before it starts');
  });

  test.each(['certificateAuthorities', 'tlogs', 'ctlogs'] as const)('without %s is refused', (list) => {
    expect(changed((root) => root[list].splice(0))).toContain(
      'config trust/trusted-root root.json: not a usable trusted root: it has no',
    );
  });

  test('for keys alone needs no authority and no log, and is as strict about those it names', () => {
    const empty = JSON.stringify({ mediaType: (JSON.parse(TEXT) as Root).mediaType });
    expect(parseTrustedRoot(empty, 'root.json', 'keys')).toMatchObject({ newestKeyStart: null, material: { tlogs: [] } });
    expect(failure(empty)).toContain('it has no certificate authority');
    const startless = JSON.parse(TEXT) as Root;
    Object.assign(startless.tlogs[0]?.['publicKey'] as Json, { validFor: {} });
    expect(() => parseTrustedRoot(JSON.stringify(startless), 'root.json', 'keys')).toThrow('since when it is valid');
  });

  test.each<[string, (root: Root) => void]>([
    ['another media type', (root) => Object.assign(root, { mediaType: 'application/json' })],
    ['no media type', (root) => Object.assign(root, { mediaType: undefined })],
    ['a log’s key that is none', (root) => Object.assign(root.tlogs[0]?.['publicKey'] as Json, { rawBytes: 'AAAA' })],
    ['a log without a key', (root) => Object.assign(root.tlogs[0] as Json, { publicKey: undefined })],
    ['a log without an id', (root) => Object.assign(root.tlogs[0] as Json, { logId: undefined })],
    ['a log with an empty id', (root) => Object.assign(root.tlogs[0] as Json, { logId: { keyId: '' } })],
    [
      'a certificate that is none',
      (root) => Object.assign(root.certificateAuthorities[0] as Json, { certChain: { certificates: [{ rawBytes: 'AAAA' }] } }),
    ],
    [
      'an authority without certificates',
      (root) => Object.assign(root.certificateAuthorities[0] as Json, { certChain: { certificates: [] } }),
    ],
    ['an authority without a chain', (root) => Object.assign(root.timestampAuthorities[0] as Json, { certChain: undefined })],
  ])('with %s is refused', (_what, change) => {
    expect(changed(change)).toMatch(/^config trust\/trusted-root root\.json: not a usable trusted root: ./);
  });

  test('that is not JSON, or no object, is refused', () => {
    for (const text of ['', '{', '[]', 'null', '7', '"x"', TEXT.slice(0, -20)])
      expect(failure(text)).toContain('trust/trusted-root');
  });

  test('is accepted or refused with our own error, whatever it holds', () => {
    const root = JSON.parse(TEXT) as Root;
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(root)), fc.jsonValue(), (key, value) => {
        failure(JSON.stringify({ ...root, [key]: value }));
      }),
      { numRuns: 100 },
    );
  });
});
