import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GitSources } from '../../src/adapters/git/source.js';
import type { SourceReading } from '../../src/model/source.js';
import {
  emptyRepository,
  git,
  type RequestOptions,
  removeTemporary,
  requestFor,
  temporaryFolder,
  textsOf,
} from '../support/git.js';
import type { FileContent } from '../support/github/objects.js';
import { type LocalGitHub, startGitHub } from '../support/github/server.js';
import { askFor, sourcesOf } from './github-source.js';

type Files = Readonly<Record<string, FileContent>>;

let hub: LocalGitHub;
beforeEach(async () => {
  hub = await startGitHub();
});
afterEach(() => hub.close());
afterAll(removeTemporary);

/** A repository with git, of commits that hold these files, each tagged `v<its number>`, by a tag object where it is even. */
function gitRepository(commits: readonly Files[]): string {
  const folder = emptyRepository();
  const parts: Buffer[] = [];
  const put = (text: string) => parts.push(Buffer.from(text));
  const data = (content: string | Uint8Array) => {
    const bytes = Buffer.from(content);
    put(`data ${bytes.length}\n`);
    parts.push(bytes);
    put('\n');
  };
  for (const [index, files] of commits.entries()) {
    put('commit refs/heads/main\ncommitter Ada <ada@example.org> 1767225600 +0000\n');
    data('change');
    put('deleteall\n');
    for (const [path, content] of Object.entries(files)) {
      const name = JSON.stringify(path);
      if (typeof content === 'string' || content instanceof Uint8Array) {
        put(`M 100644 inline ${name}\n`);
        data(content);
      } else if ('submodule' in content) put(`M 160000 ${content.submodule} ${name}\n`);
      else {
        put(`M ${content.mode} inline ${name}\n`);
        data(content.content);
      }
    }
    put('\n');
    if (index % 2 === 0) put(`reset refs/tags/v${index}\nfrom refs/heads/main\n\n`);
    else {
      put(`tag v${index}\nfrom refs/heads/main\ntagger Ada <ada@example.org> 1767225600 +0000\n`);
      data('release');
    }
  }
  git(folder, ['fast-import', '--quiet'], Buffer.concat(parts));
  return folder;
}

/** The same repository on GitHub. */
function githubRepository(commits: readonly Files[]): string {
  const repository = hub.model.repository(`acme/r${hub.model.repositories().length}`, { files: {} });
  let before: Files = {};
  for (const [index, files] of commits.entries()) {
    const gone = Object.keys(before).filter((path) => !(path in files));
    repository.push({ ...files, ...Object.fromEntries(gone.map((path) => [path, null])) });
    repository.tag(`v${index}`, index % 2 === 0 ? {} : { message: 'release' });
    before = files;
  }
  return repository.nameWithOwner;
}

/** What is read of it, save the names of commits, which hold the time. */
function comparable({ head, snapshots }: SourceReading): object {
  return {
    tags: Object.keys(head.tags),
    tagsFound: head.tagsFound,
    snapshots: snapshots.map(({ commit: _, files, ...rest }) => ({
      ...rest,
      files: files.map(({ bytes, bundles, ...file }) => ({
        ...file,
        bytes: Buffer.from(bytes).toString('latin1'),
        bundles: bundles?.map((bundle) => ({ ...bundle, bytes: Buffer.from(bundle.bytes).toString('latin1') })),
      })),
    })),
  };
}

async function bothWays(commits: readonly Files[], options: RequestOptions = {}): Promise<{ git: object; github: object }> {
  const viaGit = await new GitSources(temporaryFolder()).readSource(requestFor(gitRepository(commits), options), null);
  const viaGitHub = await sourcesOf(hub).sources.readSource(askFor(hub, githubRepository(commits), options), null);
  return { git: comparable(viaGit), github: comparable(viaGitHub) };
}

const LFS = `version https://git-lfs.github.com/spec/v1\noid sha256:${'4'.repeat(64)}\nsize 12345\n`;
const deep = (levels: number, name: string) => [...Array.from({ length: levels }, (_, level) => `d${level}`), name].join('/');
const GLOBS = ['**/capability.yaml', 'capabilities/*.json', '!third-party/**'];

const REPOSITORY: Files = {
  'README.md': '# Billing',
  'capability.yaml': 'id: a\n',
  'capability.yaml.sigstore.json': '{"bundle":1}',
  '.sigstore/capability.yaml.json': '{"bundle":2}',
  'capabilities/b.json': '{}',
  'capabilities/B.json': '{"case":true}',
  'capabilities/.sigstore/b.json.json': '{"bundle":3}',
  'capabilities/b-c.json': '{}',
  'capabilities/b/c.json': '{}',
  'third-party/capability.yaml': 'id: not-ours',
  [deep(2, 'capability.yaml')]: 'id: two',
  [deep(3, 'capability.yaml')]: 'id: three',
  [deep(4, 'capability.yaml')]: 'id: four',
  [deep(9, 'capability.yaml')]: 'id: nine',
  'lf/capability.yaml': 'a: 1\r\nb: 2\r\n',
  'bom/capability.yaml': Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0x0a]),
  'latin/capability.yaml': Buffer.from([0x61, 0xe4, 0x0a]),
  'binary/capability.yaml': Buffer.from([0x61, 0x00, 0xff]),
  'empty/capability.yaml': '',
  'link/capability.yaml': { content: '../capability.yaml', mode: '120000' },
  'link/.sigstore/capability.yaml.json': { content: '../../x', mode: '120000' },
  'module/capability.yaml': { submodule: '1'.repeat(40) },
  'run/capability.yaml': { content: 'id: executable', mode: '100755' },
  'lfs/capability.yaml': LFS,
  'large/capability.yaml': 'x'.repeat(600_000),
  'huge/capability.yaml': 'x'.repeat(1_100_000),
  'a b/“c”/capability.yaml': 'id: names',
  '-x/capability.yaml': 'id: dash',
  'tab\there/capability.yaml': 'id: tab',
};

describe('a repository read by GitHub’s API', () => {
  test('gives the snapshots that git gives', async () => {
    const readings = await bothWays([REPOSITORY], { globs: GLOBS });
    expect(readings.github).toEqual(readings.git);
  });

  test('gives the snapshots that git gives, also of tags', async () => {
    const first: Files = { 'capability.yaml': 'id: first', 'README.md': 'old' };
    const readings = await bothWays([first, { 'README.md': 'none' }, REPOSITORY], { globs: GLOBS, tags: 'v*' });
    expect(readings.github).toEqual(readings.git);
  });

  test('gives the snapshots that git gives of a folder in it', async () => {
    const inside = Object.fromEntries(Object.entries(REPOSITORY).map(([path, content]) => [`services/billing/${path}`, content]));
    const files = { ...inside, 'capability.yaml': 'id: outside', 'services/billing-2/capability.yaml': 'id: beside' };
    const readings = await bothWays([{ 'README.md': 'before' }, files], { globs: GLOBS, path: 'services/billing', tags: 'v*' });
    expect(readings.github).toEqual(readings.git);
  });

  test('gives the snapshots that git gives within limits', async () => {
    const options = { globs: GLOBS, limits: { files: 5, manifestBytes: 20, tags: 1 }, tags: 'v*' };
    const readings = await bothWays([{ 'capability.yaml': 'id: old' }, REPOSITORY], options);
    expect(readings.github).toEqual(readings.git);
  });

  test('gives the snapshots that git gives where a folder is deeper than one request goes and wider than can be asked for', async () => {
    const wide = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`a/b/d${n}/e/capability.yaml`, `id: n${n}`]));
    const readings = await bothWays([wide], { globs: GLOBS });
    expect(readings.github).toEqual(readings.git);
    expect(hub.requests.of('rest').map(({ path }) => path)).toEqual([
      expect.stringMatching(/\/git\/trees\/[0-9a-f]{40}\?recursive=1$/),
    ]);
  });

  test('gives the snapshots that git gives of any files', async () => {
    const name = fc.constantFrom('capability.yaml.d', '.sigstore', 'capabilities', 'x', 'ä', 'X', 'third-party');
    const file = fc.constantFrom('capability.yaml', 'capability.yaml.sigstore.json', 'capability.yaml.json', 'a.json');
    const path = fc.tuple(fc.array(name, { maxLength: 5 }), file).map(([folders, last]) => [...folders, last].join('/'));
    const content = fc.oneof(fc.string(), fc.uint8Array({ maxLength: 40 }));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(path, content, { minKeys: 1, maxKeys: 12 }), async (files) => {
        const readings = await bothWays([{ ...files }], { globs: GLOBS });
        expect(readings.github).toEqual(readings.git);
      }),
      { numRuns: 12 },
    );
  });

  test('skips a Git LFS pointer and says so', async () => {
    const place = githubRepository([{ 'capability.yaml': LFS }]);
    const { snapshots } = await sourcesOf(hub).sources.readSource(askFor(hub, place), null);
    expect(snapshots[0]?.skipped).toEqual([{ path: 'capability.yaml', code: 'source/lfs-pointer', args: { size: 12345 } }]);
  });

  test('is asked by REST for the files whose text GitHub does not give, or not as it is', async () => {
    const place = githubRepository([REPOSITORY]);
    const { snapshots } = await sourcesOf(hub).sources.readSource(askFor(hub, place, { globs: GLOBS }), null);
    const read = textsOf(snapshots[0]);
    expect(read['large/capability.yaml']).toHaveLength(600_000);
    // Large, binary, and not UTF-8.
    expect(hub.requests.of('rest')).toHaveLength(3);
  });

  test('is not asked for folders in which no glob can match', async () => {
    const place = githubRepository([{ 'capability.yaml': 'id: a', [deep(9, 'index.ts')]: '' }]);
    await sourcesOf(hub).sources.readSource(askFor(hub, place, { globs: ['capability.yaml', 'capabilities/*.json'] }), null);
    // Heads, files of three levels, one blob.
    expect(hub.requests.entries).toHaveLength(3);
  });

  test('is refused when GitHub gives other bytes than the ones of the commit', async () => {
    const place = githubRepository([{ 'capability.yaml': 'id: a' }]);
    hub.faults.next(
      {
        name: 'other',
        answer: {
          status: 200,
          body: { data: { rateLimit: null, a0: { object: { isTruncated: false, isBinary: false, text: 'id: b' } } } },
        },
      },
      { when: ({ query }) => query?.includes('isTruncated') === true },
    );
    hub.faults.next(
      { name: 'other', answer: { status: 200, bytes: Buffer.from('id: b') } },
      { when: ({ kind }) => kind === 'rest' },
    );
    const { snapshots } = await sourcesOf(hub).sources.readSource(askFor(hub, place), null);
    expect(snapshots[0]?.files).toEqual([]);
    expect(snapshots[0]?.skipped).toMatchObject([{ path: 'capability.yaml', code: 'source/unreadable-file' }]);
  });
});
