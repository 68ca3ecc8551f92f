import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/indexer/config.js';
import { ChoraError } from '../../src/model/errors.js';
import type { SourceFailure, SourceHead } from '../../src/model/source.js';
import type { FoundRepositories } from '../../src/sources/github-group.js';
import { listSources, type SourceListing } from '../../src/sources/list.js';

const GONE: SourceFailure = { code: 'source/missing', state: 'missing', transient: false, args: { detail: 'no such folder' } };
const HEAD: SourceHead = { commit: '1'.repeat(40), tags: {}, tagsFound: 0, repositoryId: '7' };
const GROUPS: Record<string, FoundRepositories> = {
  acme: {
    repositories: [
      { owner: 'acme', name: 'billing', head: HEAD },
      { owner: 'acme', name: 'Audit', head: GONE },
    ],
    failure: null,
  },
  half: { repositories: [{ owner: 'half', name: 'one', head: HEAD }], failure: GONE },
};
const FOLDERS: Record<string, readonly string[]> = { '/conf/teams': ['zeta', 'alpha'], '/conf/empty': [] };

/** Lists the sources of a configuration whose `sources` are these lines. */
function list(sources: string, settings = ''): Promise<SourceListing> {
  const { config, problem } = parseConfig(`name: Test\n${settings}sources:\n${sources}\n`, 'catalog.yaml');
  return listSources(config, {
    resolvePath: (path) => (path.startsWith('/') ? path : `/conf/${path.replace(/^\.\//, '')}`),
    listFolders: async (path) => FOLDERS[path] ?? GONE,
    listRepositories: async ({ owner }) => GROUPS[owner.login] ?? { repositories: [], failure: GONE },
    problem,
  });
}

async function problemOf(sources: string, settings = ''): Promise<string> {
  const error = await list(sources, settings).catch((thrown: unknown) => thrown);
  if (!(error instanceof ChoraError)) throw new Error(`not refused: ${JSON.stringify(error)}`);
  expect([error.kind, error.code]).toEqual(['config', 'config/invalid']);
  return error.message;
}

const idsOf = async (sources: string, settings = '') => (await list(sources, settings)).sources.map(({ id }) => id);

describe('git sources', () => {
  test('carry what the configuration says of them', async () => {
    const { sources } = await list(
      '  - git: { url: https://github.com/o/n.git, ref: main, tags: "v*", path: ./services/a/, ttl: 26h }',
    );
    expect(sources).toEqual([
      {
        id: 'github.com/o/n/services/a',
        kind: 'git',
        location: 'https://github.com/o/n.git',
        url: 'https://github.com/o/n.git',
        ref: 'main',
        tags: 'v*',
        path: 'services/a',
        ttl: '26h',
      },
    ]);
  });

  test('an id of their own is taken as it is, also with a path', async () => {
    expect(await idsOf('  - git: { url: https://h.org/n, id: github.com/a/b, path: x }')).toEqual(['github.com/a/b']);
  });

  test('the same repository twice, with two paths, is two sources', async () => {
    expect(await idsOf('  - git: { url: https://h.org/n, path: b }\n  - git: { url: https://h.org/n, path: a }')).toEqual([
      'h.org/n/a',
      'h.org/n/b',
    ]);
  });

  test('a local repository has no url that the catalog could tell', async () => {
    const { sources } = await list('  - git: { url: repos/team/x.git }', 'allow_file_urls: true\n');
    expect(sources).toEqual([{ id: 'file:team/x', kind: 'git', location: '/conf/repos/team/x.git' }]);
  });
});

describe('folders', () => {
  test('one folder is one source, called by its path', async () => {
    const { sources } = await list('  - directory: { path: ./teams/, ttl: 60m }');
    expect(sources).toEqual([{ id: 'dir:teams', kind: 'directory', location: '/conf/teams/', ttl: '60m' }]);
  });

  test('each folder in it is a source, in the order of their ids', async () => {
    expect(await idsOf('  - directory: { path: teams, each: true }')).toEqual(['dir:teams/alpha', 'dir:teams/zeta']);
  });

  test('an empty group has no sources and is not unlisted', async () => {
    expect(await list('  - directory: { path: empty, each: true }')).toEqual({ sources: [], unlisted: [], heads: new Map() });
  });

  test('a group that cannot be listed is told apart, and the others go on', async () => {
    const { sources, unlisted } = await list(
      '  - directory: { path: gone, each: true }\n  - directory: { path: teams, each: true }',
    );
    expect(unlisted).toEqual([{ prefix: 'dir:gone/', kind: 'directory', failure: GONE }]);
    expect(sources).toHaveLength(2);
  });

  test('one folder that is gone is still a source: it is the run that finds out', async () => {
    expect(await idsOf('  - directory: { path: gone }')).toEqual(['dir:gone']);
  });

  test.each([
    ['/srv/ada/secret/teams/x', 'dir:teams/x'],
    ['../../other/x', 'dir:other/x'],
    ['a/../b', 'dir:b'],
    ['.', 'dir:.'],
    ['..', 'dir:.'],
    ['a\\b', 'dir:a/b'],
    ['C:/Srv/Ada/x', 'dir:Ada/x'],
    ['/', 'dir:.'],
  ])('a path %s gives the id %s', async (path, id) => {
    expect(await idsOf(`  - directory: { path: ${JSON.stringify(path)} }`)).toEqual([id]);
  });
});

describe('what a configuration may not ask for, told with its place', () => {
  test.each([
    ['an address', '  - git:\n      url: "ext::sh"', 'catalog.yaml:4:12: the address “ext::sh” is refused'],
    [
      'a local address',
      '  - git: { url: /srv/x }',
      'catalog.yaml:3:17: the address “/srv/x” is refused: folders on this machine',
    ],
    ['a ref', '  - git: { url: https://h.org/x, ref: "-x" }', 'catalog.yaml:3:39: the ref “-x” is refused'],
    [
      'a path out of the repository',
      '  - git: { url: https://h.org/x, path: ../y }',
      'catalog.yaml:3:40: the path “../y” is refused',
    ],
    ['a path into .git', '  - git: { url: https://h.org/x, path: .git/x }', 'catalog.yaml:3:40: the path “.git/x” is refused'],
    ['an absolute path', '  - git: { url: https://h.org/x, path: /x }', 'catalog.yaml:3:40: the path “/x” is refused'],
    [
      'two sources of one name',
      '  - git: { url: https://h.org/x }\n  - git: { url: "git@H.org:x.git" }',
      'catalog.yaml:4:10: a second source would be called “h.org/x”',
    ],
    [
      'a folder twice',
      '  - directory: { path: teams }\n  - directory: { path: ./teams }',
      'catalog.yaml:4:16: a second source would be called “dir:teams”',
    ],
    [
      'a name that no catalog could hold',
      `  - git: { url: https://h.org/${'x'.repeat(400)} }`,
      'catalog.yaml:3:10: the source would be called',
    ],
  ])('%s', async (_what, sources, message) => {
    expect(await problemOf(sources)).toContain(message);
  });

  test('two local repositories that would be called the same', async () => {
    const sources = '  - git: { url: /a/team/x }\n  - git: { url: /b/team/x.git }';
    expect(await problemOf(sources, 'allow_file_urls: true\n')).toContain('a second source would be called “file:team/x”');
  });
});

describe('GitHub sources', () => {
  test('carry what the configuration says of them', async () => {
    const { sources, heads } = await list(
      '  - github: { repo: Acme/Billing, ref: main, tags: "v*", path: ./services/a/, ttl: 26h }',
    );
    expect(sources).toEqual([
      {
        id: 'github.com/Acme/Billing/services/a',
        kind: 'github',
        location: 'https://github.com/Acme/Billing',
        url: 'https://github.com/Acme/Billing',
        ref: 'main',
        tags: 'v*',
        path: 'services/a',
        ttl: '26h',
        github: { api: 'https://api.github.com', owner: 'Acme', name: 'Billing' },
      },
    ]);
    expect(heads.size).toBe(0);
  });

  test.each([
    ['https://github.example.org/api/v3/', 'github.example.org/acme/billing', 'https://github.example.org/api/v3'],
    ['https://api.acme.ghe.com', 'acme.ghe.com/acme/billing', 'https://api.acme.ghe.com'],
    ['https://api.example.org:8443', 'api.example.org:8443/acme/billing', 'https://api.example.org:8443'],
    ['http://127.0.0.1:3000', '127.0.0.1:3000/acme/billing', 'http://127.0.0.1:3000'],
  ])('of an Enterprise at %s are called %s', async (url, id, api) => {
    const { sources } = await list(`  - github: { repo: acme/billing, base_url: "${url}" }`);
    expect(sources).toMatchObject([{ id, github: { api } }]);
  });

  test('of a group come with their heads, or with what is wrong with them', async () => {
    const { sources, heads, unlisted } = await list('  - github: { org: acme, path: api }');
    expect(sources.map(({ id }) => id)).toEqual(['github.com/acme/Audit/api', 'github.com/acme/billing/api']);
    expect(heads).toEqual(
      new Map<string, unknown>([
        ['github.com/acme/billing/api', HEAD],
        ['github.com/acme/Audit/api', GONE],
      ]),
    );
    expect(unlisted).toEqual([]);
  });

  test('of a group that could not be listed to its end are listed, and the rest is told', async () => {
    const { sources, unlisted } = await list('  - github: { org: half }');
    expect(sources.map(({ id }) => id)).toEqual(['github.com/half/one']);
    expect(unlisted).toEqual([{ prefix: 'github.com/half/', kind: 'github', failure: GONE }]);
  });

  test('that are listed by themselves are not listed again by their group, whatever the case of their names', async () => {
    const { sources, heads } = await list(
      '  - github: { org: acme }\n  - github: { repo: Acme/billing }\n  - git: { url: https://github.com/acme/audit }\n  - github: { user: acme }',
    );
    expect(sources.map(({ id, kind }) => `${kind} ${id}`)).toEqual([
      'github github.com/Acme/billing',
      'git github.com/acme/audit',
    ]);
    expect(heads.size).toBe(0);
  });

  test.each([
    ['{ ref: main }', 'must have exactly one of “repo”, “org” and “user”'],
    ['{ repo: a/b, org: a }', 'must have exactly one of “repo”, “org” and “user”'],
    ['{ repo: a/.. }', 'names no repository'],
    ['{ repo: a/b, topics: [x] }', 'is a filter, and filters are for “org” and “user”'],
    ['{ repo: a/b, ref: "a b" }', 'the ref “a b” is refused'],
    ['{ org: a, path: ../b }', 'the path “../b” is refused'],
    ['{ org: a, base_url: "http://github.example.org" }', 'a token is sent to https addresses only'],
    ['{ org: a, base_url: "https://me:pw@github.example.org" }', 'it holds a user or a password'],
    ['{ org: a, base_url: "https://github.example.org/?x=1" }', 'it holds a query or a fragment'],
    ['{ org: a, base_url: "nonsense" }', 'it is not a valid URL'],
  ])('that say %s are refused', async (source, message) => {
    expect(await problemOf(`  - github: ${source}`)).toContain(message);
  });
});
