import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { catalogReader } from '../../src/compose.js';
import { OpenCatalog } from '../../src/query/catalog.js';
import { Federation, manifest, temporaryFolder } from '../support/federation.js';

const federation = new Federation();
let server: Server;
let address = '';

beforeAll(async () => {
  const beta = { stability: 'beta', lifecycle_stage: 'build', owner: 'team-crane' };
  const yard = federation.folder('yard', {
    'capability.yaml': manifest('yard.crane.lift', '1.2.0', beta),
    'odd/capability.yaml': manifest('Yard/Crane:Old Ä!', '0.1.0'),
    'bad/capability.yaml': 'id: [',
  });
  const quay = federation.folder('quay', {
    'capability.yaml': manifest('quay.slot.assign', '1.0.0', { dependencies: [{ id: 'yard.crane.lift' }] }),
  });
  await federation.indexSources([yard, quay]);
  server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    if (path.startsWith('/broken/')) return void response.writeHead(500).end('no');
    if (path.startsWith('/html/')) return void response.writeHead(200).end('<!doctype html>');
    try {
      response.end(readFileSync(join(federation.out, path.replace(/^\/deep\/catalog/, ''))));
    } catch {
      response.writeHead(404).end('not found');
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => void server.close(resolve)));

const PLACES: Readonly<Record<string, () => string>> = {
  'a folder': () => federation.out,
  'a file: URL': () => pathToFileURL(federation.out).href,
  'a web server': () => address,
  'a folder of a web server': () => `${address}/deep/catalog/`,
  'a folder of a web server, without the slash': () => `${address}/deep/catalog`,
};

describe.each(Object.entries(PLACES))('a catalog in %s', (_name, place) => {
  const open = (): OpenCatalog => new OpenCatalog(catalogReader(place()));
  const ids = async (...filter: Parameters<OpenCatalog['list']>): Promise<string[]> =>
    (await open().list(...filter)).map(({ id }) => id);

  test('tells what it holds', async () => {
    expect(await open().summary()).toMatchObject({ name: 'Quay', counts: { capabilities: 3, sources: 2 } });
  });

  test('lists its capabilities by id', async () => {
    expect(await ids()).toEqual(['Yard/Crane:Old Ä!', 'quay.slot.assign', 'yard.crane.lift']);
  });

  test.each([
    [{ owner: 'team-crane' }, ['yard.crane.lift']],
    [{ domain: 'quay' }, ['quay.slot.assign']],
    [{ source: 'dir:folders/quay' }, ['quay.slot.assign']],
    [{ lifecycle_stage: 'build' }, ['yard.crane.lift']],
    [{ stability: 'beta' }, ['yard.crane.lift']],
    [{ tier: 'indexed' as const }, ['Yard/Crane:Old Ä!']],
    [{ format: 'star' as const }, []],
    [{ owner: 'team-quay', domain: 'yard' }, []],
    [{ owner: 'nobody' }, []],
  ])('lists by %j', async (filter, expected) => {
    expect(await ids(filter)).toEqual(expected);
  });

  test('shows a capability, also one with an id that is no plain name', async () => {
    expect(await open().show('yard.crane.lift')).toMatchObject({
      id: 'yard.crane.lift',
      dependents: [{ id: 'quay.slot.assign' }],
    });
    expect((await open().show('Yard/Crane:Old Ä!')).id).toBe('Yard/Crane:Old Ä!');
  });

  test('names the nearest ids where there is none', async () => {
    const asked = open().show('yard.crane.lft');
    await expect(asked).rejects.toMatchObject({
      kind: 'refused',
      code: 'catalog/no-such-capability',
      message: 'The catalog has no capability “yard.crane.lft”.',
      hint: 'Did you mean yard.crane.lift?',
    });
    await expect(open().show('zzzzzzzzzzzzzzzz')).rejects.toMatchObject({ hint: 'chora list shows all that there are.' });
  });

  test('does not show what lies outside of it', async () => {
    for (const id of ['../catalog', '../../../catalog', '..', ''])
      await expect(open().show(id)).rejects.toMatchObject({ code: 'catalog/no-such-capability' });
  });

  test('gives its findings by severity, code and source', async () => {
    const codes = async (...filter: Parameters<OpenCatalog['findings']>): Promise<string[]> =>
      (await open().findings(...filter)).map(({ code }) => code);
    expect(await codes()).toContain('manifest/syntax');
    expect(await codes({ severity: 'error' })).toEqual(['manifest/syntax']);
    expect(await codes({ code: 'manifest/no-range' })).toEqual(['manifest/no-range']);
    expect(await codes({ source: 'dir:folders/quay' })).toEqual(['manifest/no-range']);
    expect(await codes({ source: 'dir:folders/quay', severity: 'error' })).toEqual([]);
  });
});

describe('where there is no catalog', () => {
  const at = (place: string): OpenCatalog => new OpenCatalog(catalogReader(place));

  test('every question says so and how to make one', async () => {
    for (const place of [temporaryFolder(), join(temporaryFolder(), 'nowhere'), `${address}/nowhere/`]) {
      for (const question of [at(place).summary(), at(place).list(), at(place).findings(), at(place).show('a.b.c')]) {
        await expect(question).rejects.toMatchObject({
          kind: 'usage',
          code: 'catalog/none',
          hint: expect.stringMatching(/chora index.*of a mirror, its folder “current”/),
        });
      }
    }
  });

  test('a server that fails is not taken for an empty one', async () => {
    await expect(at(`${address}/broken/`).list()).rejects.toMatchObject({ kind: 'io', code: 'io/read' });
  });

  test('a page in place of a document is told as unreadable', async () => {
    await expect(at(`${address}/html/`).list()).rejects.toMatchObject({ kind: 'io', code: 'catalog/unreadable' });
  });

  test('a server that does not answer is an error of reading', async () => {
    await expect(at('http://127.0.0.1:9/').list()).rejects.toMatchObject({ kind: 'io', code: 'io/read' });
  });
});
