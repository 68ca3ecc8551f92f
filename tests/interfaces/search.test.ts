import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SearchAnswer } from '../../src/search/query.js';
import { writeFiles } from '../support/federation.js';
import { chora, type Ran, temporaryFolder } from './cli.js';

const folder = temporaryFolder();
const INDEX = ['index', '--config', 'catalog.yaml', '--out', 'out', '--now', '2026-05-01T03:00:00Z'];
const FAR = '\u001b[31m\u202e';
let server: Server;
let address = '';

const manifest = (id: string, more: Record<string, unknown> = {}): string =>
  JSON.stringify({ id, version: '1.0.0', owner: 'harbour', lifecycle_stage: 'operate', ...more });
const search = (...args: string[]): Promise<Ran> => chora(folder(), ['search', '--catalog', 'out', ...args]);

beforeAll(async () => {
  writeFiles(join(folder(), 'tide'), {
    'capability.yaml': manifest('tide.table.read', {
      title: 'Tide tables',
      description: 'Reads when the water is high.',
      stability: 'stable',
    }),
    'capabilities/two.yaml': manifest('tide.table.write', {
      title: 'Tide tables, to write',
      owner: 'pilots',
      lifecycle_stage: 'build',
    }),
    'capabilities/three.yaml': manifest('berth.slot.assign', {
      title: `A ${FAR}berth`,
      description: `Assigns a slot, ${'very '.repeat(60)}long.`,
    }),
  });
  writeFileSync(join(folder(), 'catalog.yaml'), 'name: Harbour\nsources:\n  - directory: { path: tide, ttl: 1h }\n');
  await chora(folder(), INDEX);
  server = createServer((request, response) => {
    const path = join(folder(), 'out', decodeURIComponent(request.url ?? ''));
    response.writeHead(existsSync(path) ? 200 : 404).end(existsSync(path) ? readFileSync(path) : '');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => void server.close(resolve)));

describe('chora search', () => {
  test('lists what is found, with how it stands and what it says', async () => {
    expect(await search('tide', 'tables')).toEqual({
      code: 0,
      out: [
        'tide.table.read 1.0.0 · harbour · operate, stable, conformant',
        '  Tide tables – Reads when the water is high.',
        'tide.table.write 1.0.0 · pilots · build, conformant',
        '  Tide tables, to write',
        '',
      ].join('\n'),
      err: '1–2 of 2 capabilities\n',
    });
  });

  test('says the same of a catalog on a web server', async () => {
    const there = await chora(folder(), ['search', '--catalog', address, 'tide tables']);
    expect(there).toEqual(await search('tide tables'));
  });

  test('highlights the words, where colours are wanted', async () => {
    const { out } = await chora(folder(), ['search', '--catalog', 'out', 'water'], { FORCE_COLOR: '1', NO_COLOR: '' });
    expect(out).toContain('\u001b[1mtide.table.read\u001b[22m');
    expect(out).toContain('Reads when the \u001b[1m\u001b[33mwater\u001b[39m\u001b[22m is high.');
  });

  test('shows nothing of a stranger’s text that a terminal would obey, and no line longer than the screen', async () => {
    const { out } = await search('slot');
    expect(out).not.toContain('\u001b');
    expect(out).not.toContain('\u202e');
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]?.length).toBe(120);
    expect(lines[1]).toMatch(/very…$/);
  });

  test('takes filters, several values of one, and the empty one for what is not stated', async () => {
    const ids = async (...args: string[]): Promise<string[]> =>
      (JSON.parse((await search(...args, '--json')).out) as SearchAnswer).results.map(({ id }) => id);
    expect(await ids('--owner', 'pilots')).toEqual(['tide.table.write']);
    expect(await ids('--owner', 'pilots', '--owner', 'harbour', '--domain', 'tide')).toEqual([
      'tide.table.read',
      'tide.table.write',
    ]);
    expect(await ids('--lifecycle', 'build')).toEqual(['tide.table.write']);
    expect(await ids('--stability', '')).toEqual(['berth.slot.assign', 'tide.table.write']);
    expect(await ids('--format', 'chora', '--tier', 'conformant', '--source', 'dir:tide', '--limit', '1')).toEqual([
      'berth.slot.assign',
    ]);
    expect(await ids('--sort', 'lifecycle_stage', '--offset', '2')).toEqual(['tide.table.read']);
    expect(await ids('--security-tier', 'high')).toEqual([]);
    expect(await ids('--provenance', 'verified')).toEqual([]);
    expect(await ids('--freshness', 'alert', 'water')).toEqual(['tide.table.read']);
    expect(await ids('--freshness', 'fresh', 'water')).toEqual([]);
  });

  test('counts what can be filtered by', async () => {
    const { out } = await search('tide', '--facets', '--limit', '1');
    expect(out).toContain('owner            harbour 1 · pilots 1\n');
    expect(out).toContain('stability        not stated 1 · stable 1\n');
    expect(out).toContain('freshness        alert 2\n');
  });

  test('says how to see more, and when there is no more', async () => {
    expect((await search('--limit', '2')).err).toBe('1–2 of 3 capabilities; --offset 2 shows more\n');
    expect((await search('--limit', '2', '--offset', '2')).err).toBe('3–3 of 3 capabilities\n');
    expect(await search('--offset', '7')).toEqual({
      code: 0,
      out: '',
      err: 'There are only 3; --offset 7 is beyond the last.\n',
    });
  });

  test('says what was meant', async () => {
    const { code, err } = await search('waetr');
    expect([code, err]).toEqual([0, 'Did you mean “water”?\n1–1 of 1 capability\n']);
  });

  test('says when no capability holds all of the words', async () => {
    expect((await search('water', 'berth')).err).toContain('No capability holds all of these words');
  });

  test('that finds nothing exits with 1 and helps', async () => {
    expect(await search('xylophone')).toEqual({ code: 1, out: '', err: 'Nothing is like “xylophone”.\n' });
    expect(await search('tide', '--owner', 'nobody')).toEqual({
      code: 1,
      out: '',
      err: 'Nothing is left by the filters; without them there are 2.\nowner            harbour 1 · pilots 1\n',
    });
    const { code, out } = await search('xylophone', '--json');
    expect([code, JSON.parse(out)]).toMatchObject([1, { total: 0, results: [] }]);
  });

  test.each([
    ['--limit', '0'],
    ['--limit', '101'],
    ['--limit', 'all'],
    ['--offset', '-1'],
    ['--sort', 'colour'],
  ])('refuses %s %s', async (option, value) => {
    expect((await search('tide', `${option}=${value}`)).code).toBe(2);
  });

  test('of a catalog without an index says how it gets one', async () => {
    await chora(folder(), [...INDEX.slice(0, 3), '--out', 'older', '--now', '2026-05-01T03:00:00Z']);
    rmSync(join(folder(), 'older/search'), { recursive: true });
    const { code, err } = await chora(folder(), ['search', '--catalog', 'older', 'tide']);
    expect(code).toBe(2);
    expect(err).toContain('has no search index.');
    expect(err).toContain('chora index --rebuild');
  });
});
