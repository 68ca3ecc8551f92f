import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { chora, temporaryFolder } from './cli.js';

const folder = temporaryFolder();
const AT = ['--now', '2026-05-04T08:00:00Z'];
const LATER = ['--now', '2026-06-20T08:00:00Z', '--allow-stale'];
const tide = (version: string, outputs = '[{ name: table, type: csv }]') =>
  `id: tide.table\nversion: ${version}\nowner: harbour\ncontact: harbour@example.org\nlifecycle_stage: operate\noutputs: ${outputs}\n`;
const put = (path: string, text: string) => {
  mkdirSync(join(folder(), path, '..'), { recursive: true });
  writeFileSync(join(folder(), path), text);
};
const index = () => chora(folder(), ['index', '--config', 'catalog.yaml', '--out', 'out', ...AT]);
const check = (...args: string[]) => chora(folder(), ['check', 'next.yaml', '--catalog', 'out', ...args]);

beforeAll(async () => {
  put('sources/tide/capability.yaml', tide('1.2.0'));
  put(
    'sources/board/capability.yaml',
    'id: pier.board\nversion: 1.0.0\nowner: pier\ncontact: pier@example.org\nlifecycle_stage: operate\ndependencies: [{ id: tide.table, version: ^1.0.0 }]\n',
  );
  put('catalog.yaml', 'name: Pier\nsources:\n  - directory: { path: sources, each: true }\n');
  expect((await index()).code).toBe(0);
});

describe('chora check', () => {
  test('a version that every dependent accepts can be released', async () => {
    put('next.yaml', tide('1.3.0'));
    expect(await check(...AT)).toMatchObject({ code: 0, out: expect.stringContaining('Can this be released? yes') });
  });

  // A dependent repository is told, with everything needed to act on it, and a waiver lets it through until it ends by itself.
  test('a break is refused with ids, versions, owner, rule and window; waived with a logged decision; refused again after it', async () => {
    put('next.yaml', tide('2.0.0', '[]'));
    const { code, out } = await check(...AT);
    expect(code).toBe(1);
    for (const part of ['tide.table', '1.2.0', '2.0.0', 'pier.board', 'pier@example.org', 'dependent-excludes-version', '90d'])
      expect(out).toContain(part);
    expect(out).toContain('A waiver: ask a steward');
    const grant = ['--capability', 'tide.table', '--consumer', 'pier.board', '--verdict', 'incompatible'];
    const granted = await chora(folder(), [
      ...[
        'waiver',
        'grant',
        '--config',
        'catalog.yaml',
        ...grant,
        '--reason',
        'the board follows',
        '--approver',
        'ana',
        ...AT,
        '--json',
      ],
    ]);
    const { decision } = JSON.parse(granted.out);
    expect((await index()).code).toBe(0);
    expect(readFileSync(join(folder(), 'out/api/v1/decisions.ndjson'), 'utf8')).toContain('the board follows');
    const waived = await check(...AT);
    expect(waived).toMatchObject({ code: 0, out: expect.stringContaining(decision) });
    expect((await check(...LATER)).code).toBe(1);
    const listed = await chora(folder(), ['waiver', 'list', '--config', 'catalog.yaml', ...LATER.slice(0, 2), '--json']);
    expect(JSON.parse(listed.out)).toMatchObject({ holding: [], expired: [{ decision }] });
  });

  test('a break without a major version is an error finding, in each format', async () => {
    put('next.yaml', tide('1.2.1', '[]'));
    const text = (await check(...AT)).out;
    // Told once, with what to do.
    expect(text.match(/output-removed/g)).toHaveLength(2);
    expect(text).toContain('To do: Raise the major version');
    const sarif = await check(...AT, '--format', 'sarif');
    expect(JSON.parse(sarif.out).runs[0].results).toEqual(
      expect.arrayContaining([expect.objectContaining({ ruleId: 'compatibility/breaking-without-major', level: 'error' })]),
    );
    const github = await check(...AT, '--format', 'github');
    expect(github.out).toMatch(/^::error file=next\.yaml,line=1,title=compatibility\/breaking-without-major::/m);
    expect(JSON.parse((await check(...AT, '--json')).out)).toMatchObject({ answer: 'no', passes: false });
  });

  test('a source that the catalog does not know is told of, and everything of a known one that is not there counts as removed', async () => {
    put('next.yaml', tide('1.3.0'));
    expect(await check(...AT, '--source', 'dir:sources/new')).toMatchObject({
      code: 0,
      err: expect.stringContaining('The catalog has nothing of “dir:sources/new” yet'),
    });
    put('next.yaml', tide('1.0.0').replace('tide.table', 'tide.other'));
    expect(await check(...AT, '--source', 'dir:sources/tide')).toMatchObject({
      code: 1,
      out: expect.stringContaining('dependent-of-removed'),
    });
  });

  test('what required cannot be compared is unknown: 3, or 0 when it should only warn', async () => {
    put('next.yaml', 'id: new.thing\nversion: 1.0.0\nowner: pier\nlifecycle_stage: build\ndependencies: [{ id: tide.table }]\n');
    const asked = await check(...AT);
    expect(asked.code).toBe(3);
    expect(asked.out).toContain('Can this be released? unknown\n  Nobody can tell: something required cannot be compared');
    expect(asked.out).toContain('To do: State a range of SemVer versions');
    expect((await check(...AT, '--unknown', 'warn')).code).toBe(0);
    const github = await check(...AT, '--format', 'github');
    expect(github.out).toMatch(/^::warning file=next\.yaml,line=1,title=compatibility\/release-unknown::/m);
    expect(github.out).toContain('Can this be released? unknown');
  });

  test('an expired catalog is not asked, unless told to', async () => {
    put('next.yaml', tide('1.3.0'));
    const late = ['--now', '2026-05-04T09:31:00Z'];
    expect(await check(...late)).toMatchObject({ code: 3, err: expect.stringContaining('too old after') });
    expect((await check(...late, '--allow-stale')).code).toBe(0);
    expect((await check('--now', '2026-05-04T09:29:00Z')).code).toBe(0);
  });

  test('the answer goes to the summary of the step, where strangers’ text stays text', async () => {
    put('next.yaml', tide('2.0.0').concat('dependencies: [{ id: "gone<b>", version: "1" }]\n'));
    const env = { GITHUB_STEP_SUMMARY: join(folder(), 'summary.md') };
    await chora(folder(), ['check', 'next.yaml', '--catalog', 'out', ...AT], env);
    const summary = readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8');
    expect(summary).toContain('## Can this be released? no');
    expect(summary).not.toContain('<b>');
  });
});

test('older names that a file states apart belong to the capabilities of its folder, at the gate and in a diff', async () => {
  const pond = 'id: pond.frog.leap\nversion: 1.0.0\nowner: pond\nlifecycle_stage: operate\n';
  const mapping = JSON.stringify({ aliases: { 'SAP-700': { namespace: 'pond.frog.leap' } } });
  const needs = `${pond.replace('frog.leap', 'heron.wade')}dependencies: [{ id: SAP-700, version: ^1.0.0 }]\n`;
  put('pond/frog/capability.yaml', pond);
  put('pond/frog/capabilities/alias-mapping.json', mapping);
  put('pond/heron/capability.yaml', needs);
  put('pond.yaml', 'name: Pond\nsources:\n  - directory: { path: pond, each: true }\n');
  await chora(folder(), ['index', '--config', 'pond.yaml', '--out', 'pond-out', ...AT]);
  const ask = (path: string) => chora(folder(), ['check', path, '--catalog', 'pond-out', ...AT]);
  expect(await ask('pond/frog')).toMatchObject({ code: 0 });
  put('gone/capability.yaml', pond);
  expect(await ask('gone')).toMatchObject({ code: 1, out: expect.stringContaining('dependent-uses-removed-alias') });
  const diff = await chora(folder(), ['diff', 'pond.frog.leap', 'pond/frog', '--catalog', 'pond-out']);
  expect(diff).toMatchObject({ code: 0, out: expect.stringContaining('asks for none') });
});

describe('the other verbs', () => {
  const json = async (...args: string[]) => JSON.parse((await chora(folder(), [...args, '--catalog', 'out', '--json'])).out);

  test('matrix, depends, impact and order answer from the catalog', async () => {
    expect(await json('matrix', '--consumer', 'pier.board')).toMatchObject({
      rows: [{ provider: 'tide.table', verdict: 'compatible' }],
    });
    expect(await json('matrix', '--verdict', 'missing')).toEqual({ rows: [] });
    expect(await json('depends', 'pier.board')).toMatchObject({ all: [{ id: 'tide.table', steps: 1 }] });
    expect(await json('impact', 'tide.table')).toMatchObject({ affected: [{ id: 'pier.board', owner: 'pier' }] });
    expect(await json('order')).toEqual({ order: ['tide.table', 'pier.board'], cycles: [] });
    const { out } = await chora(folder(), ['matrix', '--catalog', 'out', '--format', 'csv']);
    expect(out.trimEnd().split('\r\n')[1]).toBe(
      'pier.board,1.0.0,pier,pier,tide.table,,required,^1.0.0,compatible,range-holds,1.2.0,,“1.2.0” satisfies “^1.0.0”.',
    );
    expect((await chora(folder(), ['impact', 'tide.tabel', '--catalog', 'out'])).err).toContain('tide.table');
  });

  test('diff judges files and versions of the catalog, and a silent break is 1', async () => {
    put('a.yaml', tide('1.2.0'));
    put('b.yaml', tide('1.2.1', '[]'));
    put('c.yaml', tide('2.0.0', '[]'));
    expect((await chora(folder(), ['diff', 'a.yaml', 'b.yaml'])).code).toBe(1);
    expect((await chora(folder(), ['diff', 'a.yaml', 'c.yaml'])).code).toBe(0);
    expect(await chora(folder(), ['diff', 'tide.table@1.2.0', 'b.yaml', '--catalog', 'out'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('output-removed'),
    });
    const option = await chora(folder(), ['diff', '--', '--output=x:a.yaml', 'a.yaml']);
    expect(option.code).toBe(2);
  });

  test('decision verify holds against the published log, and tells of a line that was changed', async () => {
    const verify = () => chora(folder(), ['decision', 'verify', '--config', 'catalog.yaml', '--against', 'out']);
    const log = join(folder(), 'decisions.ndjson');
    expect((await verify()).code).toBe(0);
    await chora(folder(), [
      'decision',
      'add',
      '--config',
      'catalog.yaml',
      '--summary',
      'more',
      '--by',
      'ana',
      '--now',
      '2026-05-05T00:00:00Z',
    ]);
    expect(await verify()).toMatchObject({ code: 0, out: expect.stringContaining('2 decisions') });
    appendFileSync(log, '{}\n');
    expect((await verify()).code).toBe(4);
    writeFileSync(log, '');
    expect((await verify()).code).toBe(4);
  });
});
