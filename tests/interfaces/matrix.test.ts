import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toCsv } from '../../src/model/csv.js';
import { CANAL_AT, canal } from '../support/canal.js';
import { Federation, writeFiles } from '../support/federation.js';
import { chora } from './cli.js';

let federation: Federation;
let server: Server;
let address = '';
const ask = (...args: string[]) => chora(federation.root, [...args, '--catalog', federation.out]);
const AT = ['--now', CANAL_AT.toISOString()];

beforeAll(async () => {
  federation = await canal();
  server = createServer((request, response) => {
    try {
      response.end(readFileSync(join(federation.out, new URL(request.url ?? '/', 'http://x').pathname)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => void server.close(resolve)));

describe('chora matrix', () => {
  test('shows each dependency with its whole reason below it', async () => {
    const { code, out, err } = await ask('matrix', '--consumer', 'barge.load.weigh', ...AT);
    expect(code).toBe(0);
    expect(out).toMatch(/^CONSUMER +PROVIDER +RANGE +KIND +VERDICT\n/);
    expect(out).toMatch(/SAP-840 → canal\.lock\.fill +>=1 +required +compatible\n/);
    expect(out).toContain('\n  No capability of the catalog has this id; perhaps this is meant: “barge.pass.issue”.\n');
    expect(out).toMatch(
      /\n {2}No version satisfies “\^3\.0\.0”; the nearest: “2\.0\.0”\. Waived until 2026-05-31 by the decision [0-9a-f]{16}\.\n/,
    );
    expect(err).toBe('10 dependencies\n');
  });

  test('gives CSV with the reason in words', async () => {
    const { out } = await ask('matrix', '--verdict', 'waived', '--format', 'csv', ...AT);
    expect(out.trimEnd().split('\r\n')).toEqual([
      'consumer,version,owner,domain,provider,alias,kind,range,verdict,reason,satisfied_by,waived_until,why',
      expect.stringMatching(
        /^barge\.load\.weigh,1\.0\.0,bargees,barge,canal\.lock\.fill,,required,\^3\.0\.0,waived,no-version-satisfies,,2026-05-31,No version/,
      ),
    ]);
  });

  test('reads a catalog from a server as it does from a folder', async () => {
    const folder = await ask('matrix', '--json', ...AT);
    const remote = await chora(federation.root, ['matrix', '--json', ...AT, '--catalog', address]);
    expect(remote).toEqual(folder);
    expect(JSON.parse(remote.out).rows).toHaveLength(13);
  });

  test('shows what older versions of a consumer need too, when asked', async () => {
    const own = new Federation();
    const text = (id: string, version: string, needs = '') =>
      `id: ${id}\nversion: ${version}\nowner: quay\nlifecycle_stage: operate\n${needs}`;
    const crane = (version: string, range: string) =>
      text('quay.crane.lift', version, `dependencies: [{ id: quay.rope.tie, version: "${range}" }]\n`);
    for (const [version, range] of [
      ['1.0.0', '^1.0.0'],
      ['2.0.0', '^2.0.0'],
    ] as const) {
      writeFiles(own.root, {
        'crane/capability.yaml': crane(version, range),
        'rope/capability.yaml': text('quay.rope.tie', '2.0.0'),
      });
      await own.indexSources([{ directory: { path: 'crane' } }, { directory: { path: 'rope' } }]);
    }
    const rows = async (...more: string[]) => {
      const { out } = await chora(own.root, ['matrix', '--catalog', own.out, '--json', ...more]);
      const parsed: { version: string; verdict: string }[] = JSON.parse(out).rows;
      return parsed.map(({ version, verdict }) => `${version} ${verdict}`);
    };
    expect(await rows()).toEqual(['2.0.0 compatible']);
    expect(await rows('--all-versions')).toEqual(['2.0.0 compatible', '1.0.0 incompatible']);
    expect(await rows('--all-versions', '--verdict', 'incompatible')).toEqual(['1.0.0 incompatible']);
  });

  test.each([
    [['--verdict', 'green'], 2, 'Allowed choices are compatible'],
    [['--provider', 'canal.lock.fil'], 1, 'Did you mean “canal.lock.fill”?'],
    [['--now', 'yesterday'], 2, 'Expected an ISO 8601 time'],
  ])('%j is refused with advice', async (args, code, message) => {
    expect(await ask('matrix', ...args)).toMatchObject({ code, err: expect.stringContaining(message) });
  });
});

test('CSV quotes what must be quoted, and disarms what a spreadsheet would run', () => {
  expect(
    toCsv([
      ['a', 'b,c', 'd"e', 'f\ng'],
      ['=1+1', '+x', '-x', '@x'],
    ]),
  ).toBe(`a,"b,c","d""e","f\ng"\r\n'=1+1,'+x,'-x,'@x`);
});

describe('chora depends, impact and order', () => {
  test('follow an older name, and say so', async () => {
    const named = { err: expect.stringContaining('“SAP-840” is an older name of “canal.lock.fill” until “2027-01-31”.') };
    expect(await ask('impact', 'SAP-840')).toMatchObject({
      ...named,
      out: expect.stringMatching(/canal\.weir\.watch +2 +lock-keepers/),
    });
    expect(await ask('depends', 'SAP-840')).toMatchObject({ ...named, code: 0 });
    expect(await ask('order', 'SAP-840')).toMatchObject({ ...named, out: 'canal.lock.fill\n' });
  });

  test('tell of an id that others need and nobody describes', async () => {
    const { code, out, err } = await ask('impact', 'barge.pas.issue');
    expect([code, err]).toEqual([
      0,
      expect.stringContaining('No source of the catalog describes “barge.pas.issue”; others need it.'),
    ]);
    expect(out).toContain('barge.load.weigh');
  });

  test('show verdicts with their reasons, what is further away, and circles', async () => {
    expect((await ask('depends', 'barge.load.weigh')).out).toMatch(
      /canal\.ferry\.cross +1\.x +required +deprecated\n {2}Of what satisfies/,
    );
    expect((await ask('depends', 'barge.load.weigh')).out).toContain('canal.gate.open, 2 steps away');
    // What its provider says of tests stands beside it.
    expect((await ask('depends', 'barge.load.weigh')).out).toContain(
      '“1.2.0” satisfies “^1.0.0, <1.9”. Tested with it, as its provider says: “1.2.0”.',
    );
    expect((await ask('order')).err).toContain('These need one another: canal.gate.open, canal.weir.watch');
  });

  test.each(['depends', 'impact', 'order'])(
    '%s refuses an id that nobody knows, and a catalog that is not there',
    async (verb) => {
      expect(await ask(verb, 'nothing.like.it')).toMatchObject({
        code: 1,
        err: expect.stringContaining('knows no “nothing.like.it”'),
      });
      const none = await chora(federation.root, [verb, 'a', '--catalog', 'nowhere', '--json']);
      expect([none.code, JSON.parse(none.out || none.err).error.code]).toEqual([2, 'catalog/none']);
    },
  );
});

test('chora waiver list reads a published catalog, too, and tells what became of each waiver', async () => {
  const args = ['waiver', 'list', ...AT, '--catalog'];
  const { out } = await chora(federation.root, [...args, address]);
  expect(out).toMatch(/^holding +barge\.load\.weigh +canal\.lock\.fill +incompatible +2026-05-31 /m);
  expect(out).toMatch(/^expired +barge\.load\.weigh +barge\.pas\.issue +missing +2026-05-03 /m);
  expect(await chora(federation.root, [...args, 'nowhere'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('no catalog'),
  });
});
