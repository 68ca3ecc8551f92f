import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { explain } from '../../src/compatibility/explain.js';
import { catalogReader } from '../../src/compose.js';
import { OpenCompatibility } from '../../src/query/compatibility.js';
import { CANAL_AT, canal } from '../support/canal.js';
import { Federation, manifest, temporaryFolder } from '../support/federation.js';

let federation: Federation;
let server: Server;
let address = '';
const open = (now = CANAL_AT) => new OpenCompatibility(catalogReader(federation.out), now);
const at = (time: string) => open(new Date(time));

beforeAll(async () => {
  federation = await canal();
  server = createServer((request, response) => {
    try {
      response.end(readFileSync(join(federation.out, decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname))));
    } catch {
      response.writeHead(404).end('not found');
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => void server.close(resolve)));

describe('the rows of the matrix', () => {
  test('say for each dependency of a current version what it is at this moment, and why', async () => {
    const rows = await open().matrix({ consumer: 'barge.load.weigh' });
    expect(
      rows.map((row) => `${row.alias ?? row.provider} ${row.range ?? '–'} ${row.kind}: ${row.verdict}. ${explain(row)}`),
    ).toEqual([
      'barge.pass.issue ^1.0.0, <1.9 required: compatible. “1.2.0” satisfies “^1.0.0, <1.9”.',
      'barge.pas.issue ^1.0.0 required: missing. No capability of the catalog has this id; perhaps this is meant: “barge.pass.issue”.',
      'canal.lock.fill ^3.0.0 required: waived. No version satisfies “^3.0.0”; the nearest: “2.0.0”.',
      'SAP-840 >=1 required: compatible. “2.0.0”, “1.0.0” satisfy “>=1”.',
      'canal.weir.watch – required: unknown. No range is stated, so nobody can tell which versions fit.',
      'canal.path.mend spring-2026 required: compatible. “spring-2026” is what is asked for; it is not SemVer, so only equal text was compared.',
      'canal.path.mend >=1 required: unknown. It has versions that are not SemVer, or states none, so nobody can tell whether one satisfies “>=1”.',
      'canal.ferry.cross 1.x required: deprecated. Of what satisfies “1.x” there are only deprecated or retired versions: “1.3.0”, until “2026-12-31”.',
      'canal.gate.open newest optional: unknown. The range “newest” is not understood, and no version is written like it.',
      'canal.model.build * development: missing. No capability of the catalog has this id.',
    ]);
  });

  test('name until when a waiver holds and the decision that grants it; it stops by itself, with no run in between', async () => {
    const lock = async (time: string) =>
      (await at(time).matrix({ consumer: 'barge.load.weigh', provider: 'canal.lock.fill' })).find(
        ({ range }) => range === '^3.0.0',
      );
    const log = readFileSync(join(federation.root, 'decisions.ndjson'), 'utf8');
    const waived = await lock('2026-05-30T23:59:59Z');
    expect(waived?.waiver).toMatchObject({ waives: 'incompatible', until: '2026-05-31' });
    expect(log).toContain(waived?.waiver?.decision ?? 'none');
    for (const time of ['2026-05-02T07:59:59Z', '2026-05-31T00:00:00Z']) {
      const now = await lock(time);
      expect([now?.verdict, now?.waiver]).toEqual(['incompatible', undefined]);
    }
  });

  test('lead nowhere by an older name whose sunset has come, and say since when', async () => {
    const asked = { provider: 'SAP-840' };
    expect(await at('2027-01-30T12:00:00Z').matrix(asked)).toMatchObject([
      { provider: 'canal.lock.fill', verdict: 'compatible' },
    ]);
    const [gone] = await at('2027-01-31T00:00:00Z').matrix(asked);
    expect(gone).toMatchObject({ verdict: 'missing', reason: 'alias-gone' });
    expect(gone && explain(gone)).toBe('This older name has gone, on “2027-01-31”.');
  });

  test.each([
    [{}, 13],
    [{ owner: 'bargees' }, 10],
    [{ owner: 'nobody' }, 0],
    [{ domain: 'canal' }, 3],
    [{ verdict: 'missing' }, 2],
    [{ verdict: 'waived' }, 1],
    [{ provider: 'canal.lock.fill' }, 3],
    [{ provider: 'SAP-840' }, 1],
    [{ consumer: 'canal.gate.open', verdict: 'compatible' }, 2],
  ])('filtered by %j are %i', async (filter, count) => expect(await open().matrix(filter)).toHaveLength(count));

  test('of an id that nobody knows are an error with the ids that may be meant, older names among them', async () => {
    await expect(open().matrix({ provider: 'canal.lock.fil' })).rejects.toMatchObject({
      kind: 'refused',
      code: 'catalog/no-such-capability',
      hint: 'Did you mean “canal.lock.fill”?',
    });
    await expect(open().depends('SAP-841')).rejects.toMatchObject({ hint: 'Did you mean “SAP-840”?' });
  });

  test('are the same from a server as from a folder', async () => {
    const remote = new OpenCompatibility(catalogReader(address), CANAL_AT);
    expect(await remote.matrix()).toEqual(await open().matrix());
    expect(await remote.impact('SAP-840')).toEqual(await open().impact('SAP-840'));
    await expect(remote.guardFresh()).resolves.toBeUndefined();
  });
});

describe('what an id needs, and who needs it', () => {
  test('is told with verdicts, and through others', async () => {
    const { dependencies, all, standing } = await open().depends('barge.load.weigh');
    expect(standing).toBe('known');
    expect(dependencies.map(({ id, verdict }) => `${id} ${verdict}`)).toContain('canal.lock.fill waived');
    expect(all).toContainEqual({ id: 'canal.gate.open', steps: 2 });
    // Optional and development dependencies are not followed.
    expect(all.map(({ id }) => id)).not.toContain('canal.model.build');
  });

  test('follows an older name, also one that has gone', async () => {
    const direct = await open().impact('canal.lock.fill');
    expect(direct.affected.map(({ id, steps, owner }) => `${id} ${steps} ${owner}`)).toEqual([
      'barge.load.weigh 1 bargees',
      'canal.gate.open 1 lock-keepers',
      'canal.weir.watch 2 lock-keepers',
    ]);
    const alias = { id: 'SAP-840', sunset: '2027-01-31' };
    expect(await open().impact('SAP-840')).toEqual({ ...direct, alias: { ...alias, gone: false } });
    expect(await at('2027-02-01T00:00:00Z').impact('SAP-840')).toEqual({ ...direct, alias: { ...alias, gone: true } });
    expect((await open().depends('SAP-840')).id).toBe('canal.lock.fill');
    expect((await open().order('SAP-840')).of).toMatchObject({ id: 'canal.lock.fill', alias });
  });

  test('is told also of an id that nobody describes', async () => {
    expect(await open().impact('barge.pas.issue')).toMatchObject({ standing: 'missing', affected: [{ id: 'barge.load.weigh' }] });
    expect(await open().depends('barge.pas.issue')).toMatchObject({ standing: 'missing', dependencies: [], all: [] });
  });

  test('gives a start order, of all or of one, with the cycles in it', async () => {
    const whole = await open().order();
    expect(whole.order.indexOf('canal.lock.fill')).toBeLessThan(whole.order.indexOf('canal.gate.open'));
    expect(whole.order).not.toContain('barge.pas.issue');
    expect(whole.cycles).toEqual([['canal.gate.open', 'canal.weir.watch']]);
    expect(await open().order('barge.pass.issue')).toMatchObject({ order: ['barge.pass.issue'], cycles: [] });
    expect((await open().order('canal.gate.open')).order).toEqual(['canal.lock.fill', 'canal.gate.open', 'canal.weir.watch']);
  });
});

describe('a catalog', () => {
  test('past its alert_after is told to be too old, one before it is not', async () => {
    await expect(at('2026-05-04T10:30:00Z').guardFresh()).resolves.toBeUndefined();
    await expect(at('2026-05-04T10:30:01Z').guardFresh()).rejects.toMatchObject({ kind: 'unknown', code: 'catalog/expired' });
  });

  test('that is not there is told so', async () => {
    const none = new OpenCompatibility(catalogReader(temporaryFolder()), CANAL_AT);
    for (const ask of [() => none.matrix(), () => none.impact('a'), () => none.order(), () => none.guardFresh()])
      await expect(ask()).rejects.toMatchObject({ kind: 'usage', code: 'catalog/none' });
    expect(await none.find('a')).toBeNull();
  });

  test('lists all its waivers, whatever became of them', async () => {
    expect((await open().waivers()).map(({ waiver, sequence }) => [sequence, waiver.verdict])).toEqual([
      [2, 'incompatible'],
      [3, 'missing'],
    ]);
  });
});

test('a dependency of an older version does not count among those of the current one', async () => {
  const own = new Federation();
  const need = (range: string) => ({ dependencies: [{ id: 'tap.water.run', version: range }] });
  const tap = own.folder('tap', { 'capability.yaml': manifest('tap.water.run', '1.0.0') });
  await own.indexSources([tap, own.folder('pot', { 'capability.yaml': manifest('pot.soup.boil', '1.0.0', need('^9.0.0')) })]);
  own.folder('pot', { 'capability.yaml': manifest('pot.soup.boil', '1.1.0', need('^1.0.0')) });
  await own.index();
  const matrix = new OpenCompatibility(catalogReader(own.out), CANAL_AT);
  expect(await matrix.matrix()).toMatchObject([{ version: '1.1.0', verdict: 'compatible' }]);
  expect((await matrix.depends('pot.soup.boil')).dependencies).toMatchObject([{ versions: ['1.1.0'] }]);
});
