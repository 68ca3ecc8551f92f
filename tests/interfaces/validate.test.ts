import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { chora, temporaryFolder } from './cli.js';

const folder = temporaryFolder();
const GOOD = 'id: tide.table.read\nversion: 1.0.0\nowner: harbour\nlifecycle_stage: operate\n';
const WARNS = 'id: tide.table.write\nversion: 1.0.0\nowner: harbour\nlifecycle_stage: operating\n';
const BAD = 'version: 1.0.0\nowner: harbour\nlifecycle_stage: operate\n';

beforeAll(() => {
  const files = {
    'good.yaml': GOOD,
    'warns.yaml': WARNS,
    'bad.yaml': BAD,
    'tree/capability.yaml': GOOD,
    'tree/capabilities/one.yaml': WARNS,
    'tree/notes.yaml': BAD,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder(), path, '..'), { recursive: true });
    writeFileSync(join(folder(), path), text);
  }
  writeFileSync(join(folder(), 'evil.yaml'), `${GOOD}"title\\u001b[31m\\n::error::stop": x\n`);
});

describe('chora validate', () => {
  test('a conformant manifest passes, also strictly', async () => {
    expect(await chora(folder(), ['validate', 'good.yaml', '--strict'])).toEqual({
      code: 0,
      out: '1 file, 1 capability: 0 errors, 0 warnings, 0 for information\n',
      err: '',
    });
  });

  test('text shows the line with a caret under the place', async () => {
    const { code, out } = await chora(folder(), ['validate', 'warns.yaml']);
    expect(code).toBe(0);
    expect(out).toContain('warns.yaml:4:18 warning manifest/not-allowed-value\n');
    expect(out).toContain('  4 | lifecycle_stage: operating\n    |                  ^\n');
  });

  test('strict takes warnings for a no', async () => {
    expect((await chora(folder(), ['validate', 'warns.yaml', '--strict'])).code).toBe(1);
  });

  test('strict takes a file that is no manifest for a no', async () => {
    writeFileSync(join(folder(), 'other.yaml'), 'greeting: hello\n');
    expect((await chora(folder(), ['validate', 'other.yaml'])).out).toContain('info manifest/not-recognized');
    expect((await chora(folder(), ['validate', 'other.yaml'])).code).toBe(0);
    expect((await chora(folder(), ['validate', 'other.yaml', '--strict'])).code).toBe(1);
  });

  test('an error finding exits with 1', async () => {
    const { code, out } = await chora(folder(), ['validate', 'bad.yaml']);
    expect(code).toBe(1);
    expect(out).toContain('error manifest/');
  });

  test('a folder is searched by the globs, and its paths start with its name', async () => {
    const { out } = await chora(folder(), ['validate', 'tree', '--json']);
    const { files } = JSON.parse(out) as { files: { path: string; capabilities: { id: string; tier: string }[] }[] };
    expect(files.map(({ path }) => path)).toEqual(['tree/capabilities/one.yaml', 'tree/capability.yaml']);
    expect(files[1]?.capabilities).toEqual([{ id: 'tide.table.read', version: '1.0.0', tier: 'conformant' }]);
  });

  test('the current folder can be named by a dot', async () => {
    const { out } = await chora(join(folder(), 'tree'), ['validate', '.', '--format', 'json']);
    expect((JSON.parse(out) as { files: { path: string }[] }).files.map(({ path }) => path)).toEqual([
      'capabilities/one.yaml',
      'capability.yaml',
    ]);
  });

  test('sarif has a rule and a place for each result', async () => {
    const { out } = await chora(folder(), ['validate', 'warns.yaml', '--format', 'sarif']);
    const [run] = (
      JSON.parse(out) as {
        version: string;
        runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; locations: object[] }[] }[];
      }
    ).runs;
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(['manifest/not-allowed-value']);
    expect(run?.results[0]?.locations).toEqual([
      { physicalLocation: { artifactLocation: { uri: 'warns.yaml' }, region: { startLine: 4, startColumn: 18 } } },
    ]);
  });

  test('github prints annotations', async () => {
    const { out } = await chora(folder(), ['validate', 'warns.yaml', '--format', 'github']);
    expect(out).toMatch(/^::warning file=warns\.yaml,line=4,col=18,title=manifest\/not-allowed-value::/);
  });

  test('what a stranger wrote cannot start a command for Actions or reach the terminal', async () => {
    const { out } = await chora(folder(), ['validate', 'evil.yaml', '--format', 'github']);
    expect(out.split('\n').filter((line) => line.startsWith('::error'))).toEqual([]);
    const text = await chora(folder(), ['validate', 'evil.yaml']);
    expect(text.out).not.toContain('\u001b');
  });

  test('a link in a folder is told and not followed', async () => {
    mkdirSync(join(folder(), 'linked'), { recursive: true });
    symlinkSync('../good.yaml', join(folder(), 'linked/capability.yaml'));
    expect((await chora(folder(), ['validate', 'linked'])).out).toContain('linked/capability.yaml warning source/symlink');
  });

  test('a path that is not there is wrong use', async () => {
    const { code, err } = await chora(folder(), ['validate', 'nowhere.yaml']);
    expect(code).toBe(2);
    expect(err).toContain('There is no file or folder nowhere.yaml');
  });

  test('errors are JSON when JSON is asked for', async () => {
    const { code, out } = await chora(folder(), ['validate', 'nowhere.yaml', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'usage/no-such-file' } });
  });
});
