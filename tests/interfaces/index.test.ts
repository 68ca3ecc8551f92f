import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeRepository } from '../../src/adapters/git/make-repository.js';
import { chora, temporaryFolder } from './cli.js';

const folder = temporaryFolder();
const manifest = (id: string, more = '') =>
  new TextEncoder().encode(`id: ${id}\nversion: 1.0.0\nowner: harbour\nlifecycle_stage: operate\n${more}`);
const config = (sources: string, more = '') =>
  writeFileSync(join(folder(), 'catalog.yaml'), `name: Harbour\nallow_file_urls: true\n${more}sources:\n${sources}`);
const ONE = '  - git: { url: tide.git, id: github.com/harbour/tide }\n';
const INDEX = ['index', '--config', 'catalog.yaml', '--out', 'out', '--now', '2026-05-01T03:00:00Z'];
let server: Server;

beforeAll(async () => {
  await makeRepository(join(folder(), 'tide.git'), [
    {
      files: {
        'capability.yaml': manifest('tide.table.read', 'dependencies: [{id: moon.phase.tell, version: ^1.0.0}]\n'),
        'capabilities/two.yaml': manifest('tide.table.write'),
      },
    },
  ]);
  server = createServer((request, response) => {
    const path = join(folder(), 'out', decodeURIComponent(request.url ?? ''));
    response.writeHead(existsSync(path) ? 200 : 404).end(existsSync(path) ? readFileSync(path) : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('chora index', () => {
  test('writes a catalog and says what is in it', async () => {
    config(ONE);
    const { code, out } = await chora(folder(), INDEX);
    expect(out).toContain('Harbour: 2 capabilities from 1 source');
    expect(out).toContain('2 added, 0 changed, 0 removed');
    expect(code).toBe(0);
    expect(readFileSync(join(folder(), 'out/api/v1/freshness.json'), 'utf8')).toBe(
      '{"alert_after":"90m","exceptions":[],"generated_at":"2026-05-01T03:00:00.000Z","ttl":"60m"}\n',
    );
  });

  test('counts one thing as one, and says so where the configuration leads to no source', async () => {
    const index = (name: string) => chora(folder(), ['index', '--config', `${name}.yaml`, '--out', name]);
    writeFileSync(join(folder(), 'none.yaml'), 'name: None\nsources: []\n');
    expect((await index('none')).out).toContain('\n  Sources     none: the configuration leads to none\n');
    mkdirSync(join(folder(), 'single'));
    writeFileSync(join(folder(), 'single/capability.yaml'), manifest('tide.one.read'));
    writeFileSync(join(folder(), 'one.yaml'), 'name: One\nsources: [{ directory: { path: single } }]\n');
    expect((await index('one')).out).toContain('One: 1 capability from 1 source\n');
  });

  test('a second run has nothing to write', async () => {
    expect((await chora(folder(), INDEX)).out).toContain('nothing: no file differs');
  });

  test('--json gives the report', async () => {
    const { out } = await chora(folder(), [...INDEX, '--json', '--rebuild']);
    expect(JSON.parse(out)).toMatchObject({ name: 'Harbour', counts: { capabilities: 2, by_format: { chora: 2 } }, failed: [] });
  });

  test('a source that fails makes it 3, and the others are there', async () => {
    config(`${ONE}  - git: { url: gone.git, id: github.com/harbour/gone }\n`);
    const { code, out } = await chora(folder(), INDEX);
    expect(code).toBe(3);
    expect(out).toContain('not read    github.com/harbour/gone: The repository or folder was not found');
    expect(out).toContain('1 missing, 1 ok');
  });

  test('dropping more than 15 % is refused with 1, and allowed when told to', async () => {
    config('  []\n');
    const refused = await chora(folder(), INDEX);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('2 of 2 capabilities would be dropped');
    expect((await chora(folder(), ['list', '--catalog', 'out', '--json'])).out).toContain('tide.table.read');
    expect((await chora(folder(), [...INDEX, '--allow-shrink'])).code).toBe(0);
    config(ONE);
    expect((await chora(folder(), INDEX)).code).toBe(0);
  });

  test('a broken configuration is 2, with file, line and column', async () => {
    config('  - git: { url: tide.git, ref: "--upload-pack=touch x" }\n');
    const { code, err } = await chora(folder(), INDEX);
    expect(code).toBe(2);
    expect(err).toContain('catalog.yaml:4:32: the ref “--upload-pack=touch x” is refused');
    config('  - git: { url: "ext::sh -c touch%20x" }\n');
    expect((await chora(folder(), INDEX)).err).toMatch(/catalog\.yaml:4:17: the address “ext::sh -c touch%20x” is refused/);
  });

  test('a policy that is not there is wrong configuration, and nothing is admitted without one', async () => {
    config(ONE, 'policy: policy.yaml\n');
    const missing = await chora(folder(), INDEX);
    expect([missing.code, missing.err]).toEqual([2, expect.stringMatching(/There is no file or folder .*policy.yaml/)]);
  });

  test('with a policy, what is unsigned is kept out, and listed', async () => {
    writeFileSync(join(folder(), 'policy.yaml'), 'default: { require: verified }\n');
    const { code, out } = await chora(folder(), ['index', '--config', 'catalog.yaml', '--out', 'judged', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ counts: { capabilities: 0, by_provenance: {}, quarantined: 2 } });
    expect(readFileSync(join(folder(), 'judged/quarantine.html'), 'utf8')).toContain('tide.table.read 1.0.0');
    config(ONE);
  });

  test('a folder with something else in it is refused', async () => {
    const { code, err } = await chora(folder(), ['index', '--config', 'catalog.yaml', '--out', '.']);
    expect(code).toBe(2);
    expect(err).toContain('is not a catalog');
  });

  test('a machine without git is told so at once', async () => {
    const { code, err } = await chora(folder(), [...INDEX, '--rebuild'], { PATH: folder() });
    expect([code, err]).toEqual([2, expect.stringContaining('git cannot be started')]);
  });

  test('EDITOR, PAGER and GIT_DIR of the user do not matter', async () => {
    const { code } = await chora(folder(), [...INDEX, '--rebuild'], {
      EDITOR: 'vi',
      PAGER: 'less',
      GIT_DIR: '/nowhere',
      GIT_SSH: 'x',
    });
    expect(code).toBe(0);
  });
});

describe('reading a catalog', () => {
  test('list filters', async () => {
    const { out } = await chora(folder(), ['list', '--catalog', 'out', '--owner', 'harbour', '--domain', 'tide', '--json']);
    expect((JSON.parse(out) as { capabilities: { id: string }[] }).capabilities.map(({ id }) => id)).toEqual([
      'tide.table.read',
      'tide.table.write',
    ]);
    expect((await chora(folder(), ['list', '--catalog', 'out', '--owner', 'nobody', '--json'])).out).toBe(
      '{"capabilities":[]}\n',
    );
  });

  test('list is a table for people', async () => {
    const { out, err } = await chora(folder(), ['list', '--catalog', 'out']);
    expect(out.split('\n')[0]).toMatch(/^ID +VERSION +OWNER +LIFECYCLE +STABILITY +FORMAT$/);
    expect(err).toBe('2 capabilities\n');
  });

  test('show tells what a capability needs and whether it is there', async () => {
    const { out } = await chora(folder(), ['show', 'tide.table.read', '--catalog', 'out']);
    expect(out).toMatch(/moon\.phase\.tell +\^1\.0\.0 +no such capability/);
  });

  test('show over HTTP gives the same JSON as from the folder', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const here = await chora(folder(), ['show', 'tide.table.read', '--catalog', 'out', '--json']);
    const there = await chora(folder(), ['show', 'tide.table.read', '--catalog', url, '--json']);
    expect(there).toEqual(here);
    expect(here.code).toBe(0);
  });

  test('an unknown id is a no, with the nearest ones', async () => {
    const { code, err } = await chora(folder(), ['show', 'tide.tabel.read', '--catalog', 'out']);
    expect(code).toBe(1);
    expect(err).toContain('Did you mean tide.table.read');
  });

  test('findings filter, and end quietly when the reader has seen enough', async () => {
    const { out } = await chora(folder(), ['findings', '--catalog', 'out', '--severity', 'error', '--json']);
    expect(out).toBe('{"findings":[]}\n');
  });

  test('no catalog is wrong use', async () => {
    const { code, err } = await chora(folder(), ['list', '--catalog', 'nowhere']);
    expect(code).toBe(2);
    expect(err).toContain('There is no catalog in');
  });
});

describe('every verb', () => {
  test.each(['index', 'merge', 'schedule', 'validate', 'list', 'show', 'findings'])(
    '%s has help with an example, and --json',
    async (verb) => {
      const { code, out } = await chora(folder(), [verb, '--help']);
      expect(code).toBe(0);
      expect(out).toContain('Example:\n  chora ');
      expect(out).toContain('--json');
    },
  );

  test.each([
    [['frobnicate']],
    [['list', '--frobnicate']],
    [['validate']],
    [['index', '--now', 'yesterday']],
    [['index', '--concurrency', '0']],
  ])('%j is wrong use', async (args) => {
    const { code, err } = await chora(folder(), args);
    expect(code).toBe(2);
    expect(err).toContain('error:');
  });

  test('--version tells the version', async () => {
    expect((await chora(folder(), ['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
