import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/model/generated/types.js';
import { capabilities, Federation, type Files, git, manifest } from '../support/federation.js';

const SCRIPT = '<script>alert(1)</script><img src=x onerror=alert(2)>';
const deep = `id: a.b.c\nversion: "1.0.0"\nx-deep: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`;
const bomb = [
  'id: a.b.c',
  'version: "1.0.0"',
  'x-a: &a [x, x, x, x, x, x, x, x, x, x]',
  ...[...'bcdefgh'].map((name, index) => `x-${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[index]}`).join(', ')}]`),
  '',
].join('\n');
const text = (...lines: string[]): string => `${lines.join('\n')}\n`;

/** Folder of the file → content, and the finding that it must give: code, line, column. */
const CASES: Readonly<
  Record<
    string,
    {
      readonly content: string | Uint8Array;
      readonly code: string;
      readonly at?: readonly [number?, number?];
      readonly indexed?: string;
    }
  >
> = {
  oversize: { content: `${manifest('bad.oversize.file')}${' '.repeat(1024 * 1024)}`, code: 'manifest/too-large', at: [] },
  'alias-bomb': { content: bomb, code: 'manifest/alias-bomb', at: [6] },
  'duplicate-keys': {
    content: text('id: bad.duplicate.keys', 'version: "1.0.0"', 'owner: x', 'version: "2.0.0"'),
    code: 'manifest/duplicate-key',
    at: [4, 1],
  },
  tabs: { content: text('id: bad.tabs.file', 'owner:', '\tname: x'), code: 'manifest/tab-indentation', at: [3, 1] },
  bom: { content: `\ufeff${manifest('odd.bom.file')}`, code: 'manifest/byte-order-mark', at: [1, 1], indexed: 'odd.bom.file' },
  crlf: {
    content: manifest('odd.crlf.file').replaceAll('\n', '\r\n'),
    code: 'manifest/crlf',
    at: [1, 2],
    indexed: 'odd.crlf.file',
  },
  'invalid-utf8': {
    content: Buffer.concat([Buffer.from('id: bad.utf8.file\nowner: caf'), Buffer.from([0xe9]), Buffer.from('\n')]),
    code: 'manifest/invalid-utf8',
    at: [2, 11],
  },
  'control-character': {
    content: text('id: bad.control.file', 'owner: a\u0007b'),
    code: 'manifest/control-character',
    at: [2, 9],
  },
  empty: { content: '', code: 'manifest/empty', at: [1, 1] },
  'null-document': { content: 'null\n', code: 'manifest/empty', at: [1, 1] },
  comments: { content: '# nothing yet\n---\n', code: 'manifest/empty', at: [1, 1] },
  'depth-10000': { content: deep, code: 'manifest/too-deep', at: [3] },
  array: { content: '- id: a.b.c\n', code: 'manifest/not-a-mapping', at: [1, 1] },
  number: { content: '42\n', code: 'manifest/not-a-mapping', at: [1, 1] },
  'numeric-version': {
    content: text('id: odd.numeric.version', 'version: 1.10', 'owner: team-quay', 'lifecycle_stage: operate'),
    code: 'manifest/numeric-version',
    at: [2, 10],
    indexed: 'odd.numeric.version',
  },
  'no-id': {
    content: text('version: "1.0.0"', 'owner: team-quay', 'lifecycle_stage: operate'),
    code: 'manifest/no-id',
    at: [1, 1],
  },
  'numeric-id': { content: text('id: 42', 'version: "1.0.0"', 'owner: team-quay'), code: 'manifest/id-not-text', at: [1, 5] },
  'id-of-a-path': { content: manifest('../../etc/passwd'), code: 'manifest/hostile-id', at: [2, 9] },
  'id-proto': { content: manifest('__proto__'), code: 'manifest/hostile-id', at: [2, 9] },
  'key-proto': {
    content: text('id: bad.key.proto', 'version: "1.0.0"', '__proto__: { polluted: true }'),
    code: 'manifest/hostile-key',
    at: [3, 1],
  },
  'id-of-a-device': { content: manifest('con.aux'), code: 'manifest/id-style', at: [2, 9], indexed: 'con.aux' },
  'id-of-10000': { content: manifest(`x.y.${'z'.repeat(10_000)}`), code: 'manifest/hostile-id', at: [2, 9] },
  'id-with-overrides': { content: manifest('a.b.\u202ec'), code: 'manifest/hostile-id', at: [2, 9] },
  html: {
    content: JSON.stringify({
      id: `x.y.${SCRIPT.replaceAll('/', '_')}`,
      version: SCRIPT,
      owner: SCRIPT,
      lifecycle_stage: 'operate',
      title: SCRIPT,
      description: SCRIPT,
      tags: [SCRIPT],
      contact: SCRIPT,
      dependencies: [{ id: SCRIPT.replaceAll('/', '_'), version: SCRIPT, type: SCRIPT }],
      links: [
        { title: SCRIPT, url: `javascript:${SCRIPT}` },
        { title: SCRIPT, url: `https://example.org/${SCRIPT}` },
      ],
      interfaces: [
        { kind: 'cli', command: SCRIPT },
        { kind: 'rest', endpoint: `data:text/html,${SCRIPT}` },
      ],
      value_scenarios: [{ id: SCRIPT, title: SCRIPT, guide: SCRIPT }],
      [SCRIPT]: SCRIPT,
    }),
    code: 'manifest/version-not-semver',
    at: [1],
  },
};

const SOURCE = 'git.example.org/quay/hostile';
const GOOD = ['good.first.one', 'good.second.one'];

describe('a repository of bad files', () => {
  const federation = new Federation();
  let findings: Finding[] = [];

  beforeAll(async () => {
    const bad: Files = Object.fromEntries(
      Object.entries(CASES).map(([name, { content }]) => [`${name}/capability.yaml`, content]),
    );
    const hostile = await federation.repository('quay/hostile', [{ ...bad, ...capabilities(...GOOD) }]);
    const other = await federation.repository('quay/other', [capabilities('other.one.here')]);
    const report = await federation.indexSources([hostile, other]);
    expect(report.failed).toEqual([]);
    findings = federation.findings();
  });

  test.each(Object.entries(CASES))('tells of %s with its place, and the run goes on', (name, { code, at = [] }) => {
    const mine = findings.filter(({ path }) => path === `${name}/capability.yaml`);
    expect(mine.map((each) => each.code)).toContain(code);
    const [line, column] = at;
    const found = mine.find((each) => each.code === code);
    expect(found?.source).toBe(SOURCE);
    expect([found?.line, column === undefined ? undefined : found?.column]).toEqual([line, column]);
  });

  test('has every other capability indexed, and of the bad ones those that can be', () => {
    const odd = Object.values(CASES).flatMap(({ indexed }) => indexed ?? []);
    const ids = federation.ids().filter((id) => !id.includes('script'));
    expect(ids).toEqual([...GOOD, 'other.one.here', ...odd].sort());
  });

  test('leaves findings whose text disturbs no terminal', () => {
    for (const { message, hint = '' } of findings) expect(message + hint).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
  });

  test('puts no markup of its own into any page', () => {
    const pages = [...federation.tree()].filter(([path]) => path.endsWith('.html'));
    expect(pages.length).toBeGreaterThan(10);
    for (const [path, bytes] of pages) {
      expect({
        path,
        raw: /<script(?! type="application\/ld\+json">)(?![^>]* src=")|<img|(href|src)="(javascript:|data:text)/i.exec(
          bytes,
        )?.[0],
      }).toEqual({
        path,
        raw: undefined,
      });
    }
  });

  test('writes no file outside the catalog and none with a name that some system reserves', () => {
    for (const path of federation.tree().keys()) {
      expect(path).toMatch(/^[A-Za-z0-9._!~/-]+$/);
      for (const name of path.split('/')) expect(name).not.toMatch(/^(\.|-|con\.|aux\.|nul\.|prn\.)|\.$|.{256}/);
    }
  });

  test('pollutes no prototype', () => {
    expect('polluted' in {}).toBe(false);
  });
});

describe('a repository', () => {
  test('with a link in place of a manifest has it reported and not followed', async () => {
    const federation = new Federation();
    const source = await federation.repository('quay/links', [capabilities('quay.slot.assign')]);
    const stream =
      'commit refs/heads/main\ncommitter a <a@b> 1767225700 +0000\ndata 1\nx\nfrom refs/heads/main^0\nM 120000 inline capability.yaml\ndata 11\n/etc/passwd\n';
    git(`${federation.root}/repos/quay/links.git`, ['fast-import', '--quiet'], stream);
    await federation.indexSources([source]);
    expect(federation.findings().map(({ code, path }) => `${code} ${path}`)).toEqual(['source/symlink capability.yaml']);
    expect(federation.ids()).toEqual(['quay.slot.assign']);
  });

  test('with a submodule where manifests are looked for has it reported and not entered', async () => {
    const federation = new Federation();
    const source = await federation.repository('quay/modules', [capabilities('quay.slot.assign')]);
    const stream = `commit refs/heads/main\ncommitter a <a@b> 1767225700 +0000\ndata 1\nx\nfrom refs/heads/main^0\nM 160000 ${'1'.repeat(40)} capability.yaml\n`;
    git(`${federation.root}/repos/quay/modules.git`, ['fast-import', '--quiet'], stream);
    await federation.indexSources([source]);
    expect(federation.findings().map(({ code, path }) => `${code} ${path}`)).toEqual(['source/submodule capability.yaml']);
  });

  test('in which one commit describes a version twice has the second refused', async () => {
    const federation = new Federation();
    await federation.indexSources([
      await federation.repository('quay/twice', [
        { 'a/capability.yaml': manifest('quay.slot.assign'), 'b/capability.yaml': `\n${manifest('quay.slot.assign')}` },
      ]),
    ]);
    expect(federation.findings().map(({ code, path, line }) => [code, path, line])).toEqual([
      ['catalog/duplicate-id', 'b/capability.yaml', 2],
    ]);
    expect(federation.capability('quay.slot.assign').versions.map(({ path }) => path)).toEqual(['a/capability.yaml']);
  });
});
