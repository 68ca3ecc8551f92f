import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseGitUrl, withoutUser } from '../../src/sources/git-url.js';

const parse = (text: string, allowFile = false) =>
  parseGitUrl(text, allowFile, (path) => (path.startsWith('/') ? path : `/srv/ada/config/${path}`));
const idOf = (text: string, allowFile = false) => {
  const address = parse(text, allowFile);
  return address.ok ? address.id : `refused: ${address.reason}`;
};

test('an address in a message has no user and no password', () => {
  expect(withoutUser('https://ada:secret@git.example.org/x.git')).toBe('https://…@git.example.org/x.git');
  expect(withoutUser('https://ada:sec@ret@git.example.org/x')).toBe('https://…@git.example.org/x');
  expect(withoutUser('https://ada:sec/r@et@git.example.org/x')).toBe('https://…@git.example.org/x');
  expect(withoutUser('https://git.example.org:8443/@ada/x')).toBe('https://git.example.org:8443/@ada/x');
  expect(withoutUser('https://git.example.org/@ada/x')).toBe('https://git.example.org/@ada/x');
  expect(withoutUser('git@git.example.org:ada/x')).toBe('git@git.example.org:ada/x');
});

describe('addresses that name a host', () => {
  test.each([
    ['https://github.com/owner/name', 'github.com/owner/name'],
    ['https://github.com/owner/name.git', 'github.com/owner/name'],
    ['https://github.com/owner/name.git/', 'github.com/owner/name'],
    ['https://github.com//owner///name', 'github.com/owner/name'],
    ['https://GitHub.COM/Owner/Name', 'github.com/Owner/Name'],
    ['https://github.com:443/owner/name', 'github.com/owner/name'],
    ['https://git.example.org:8443/team/repo', 'git.example.org:8443/team/repo'],
    ['https://git.example.org/a/b/c/d.git', 'git.example.org/a/b/c/d'],
    ['https://git.example.org/repo.git.git', 'git.example.org/repo.git'],
    ['https://git.example.org/team/.git', 'git.example.org/team'],
    ['https://git.example.org/a/../b', 'git.example.org/b'],
    ['https://dev.example.org/org/My%20Project/_git/repo', 'dev.example.org/org/My Project/_git/repo'],
    ['https://127.0.0.1:8080/x', '127.0.0.1:8080/x'],
    ['ssh://git@github.com/owner/name.git', 'github.com/owner/name'],
    ['ssh://github.com:2222/owner/name', 'github.com:2222/owner/name'],
    ['git://git.example.org/team/repo.git', 'git.example.org/team/repo'],
    ['git@github.com:owner/name.git', 'github.com/owner/name'],
    ['github.com:owner/name', 'github.com/owner/name'],
    ['git@GitHub.com:/owner/name.git', 'github.com/owner/name'],
  ])('%s is called %s', (text, id) => {
    expect(idOf(text)).toBe(id);
    const address = parse(text);
    expect(address).toMatchObject({ ok: true, location: text, url: text });
  });

  test('a scheme in capitals is given to git in small letters, as git has no other', () => {
    expect(parse('HTTPS://github.com/owner/name')).toMatchObject({ ok: true, location: 'https://github.com/owner/name' });
  });
});

describe('addresses that are refused', () => {
  test.each([
    ['--upload-pack=touch /tmp/x', 'dash'],
    ['--upload-pack=touch', 'dash'],
    ['-oProxyCommand=touch', 'dash'],
    ['-', 'dash'],
    ['ssh://-oProxyCommand=touch/x', 'host'],
    ['ssh://git@-oProxyCommand=touch/x', 'host'],
    ['ssh://-oProxyCommand=x@host/path', 'host or user'],
    ['ssh://%2DoProxyCommand=x@host/path', 'host or user'],
    ['ssh://%2doProxyCommand=x/path', 'host'],
    ['git@-oProxyCommand=touch:x', 'folders on this machine'],
    ['git@host:-oProxyCommand=x', 'dash'],
    ['host:--upload-pack=x', 'dash'],
    ['ssh://host/-oProxyCommand', 'dash'],
    ['ext::sh -c touch', 'white space'],
    ['ext::sh', 'remote helpers'],
    ['fd::17', 'remote helpers'],
    ['EXT::sh%20-c', 'remote helpers'],
    ['persistent-https::https://host/x', 'remote helpers'],
    ['::https://host/x', 'remote helpers'],
    ['http://github.com/owner/name', '“http”'],
    ['HTTP://github.com/owner/name', '“http”'],
    ['ftp://host/x', '“ftp”'],
    ['ftps://host/x', '“ftps”'],
    ['git+ssh://host/x', '“git+ssh”'],
    ['javascript://host/x', '“javascript”'],
    ['https://user:secret@host/x', 'password'],
    ['https://token@host/x', 'user name or token'],
    ['ssh://git:secret@host/x', 'password'],
    ['git://git:secret@host/x', 'password'],
    ['https://host/x?token=secret', 'query'],
    ['https://host/x#main', 'fragment'],
    ['https://host/', 'names no repository'],
    ['https://host', 'names no repository'],
    ['https://host/.git', 'names no repository'],
    ['https://', 'not a valid URL'],
    ['https:///x y', 'white space'],
    ['https://host/x\n', 'white space'],
    ['https://host/\u0000x', 'white space'],
    ['https://host/\u00a0x', 'white space'],
    ['https://host/\u2028x', 'white space'],
    ['https://host/\u009bx', 'white space'],
    ['https://host/a%0ab', 'not a valid URL'],
    ['https://host/a%00b', 'not a valid URL'],
    ['https://host/%E2%80%A8', 'not a valid URL'],
    ['https://host/%zz', 'not a valid URL'],
    ['https://host/%ff', 'not a valid URL'],
    ['https://[::1]/x', 'host'],
    ['ssh://ho_st!/x', 'host'],
    ['host:', 'folders on this machine'],
    ['', 'folders on this machine'],
    ['/srv/git/x', 'folders on this machine'],
    ['../x', 'folders on this machine'],
    ['file:///srv/git/x', 'folders on this machine'],
    ['FILE:///srv/git/x', 'folders on this machine'],
    ['./host:path', 'folders on this machine'],
  ])('%j, because of: %s', (text, reason) => {
    const address = parse(text);
    expect(address.ok).toBe(false);
    expect(address.ok ? '' : address.reason).toContain(reason);
  });

  test('a refusal never repeats what could be a secret', () => {
    for (const text of ['https://user:hunter2@host/x', 'https://hunter2@host/x', 'https://host/x?token=hunter2']) {
      expect(JSON.stringify(parse(text))).not.toContain('hunter2');
    }
  });
});

describe('folders on this machine, where they are allowed', () => {
  test.each([
    ['/srv/git/team/repo.git', '/srv/git/team/repo.git', 'file:team/repo'],
    ['/srv/git/team/repo/.git', '/srv/git/team/repo/.git', 'file:team/repo'],
    ['file:///srv/git/team/repo.git/', '/srv/git/team/repo.git/', 'file:team/repo'],
    ['../repo', '/srv/ada/config/../repo', 'file:../repo'],
    ['.federation/x.git', '/srv/ada/config/.federation/x.git', 'file:.federation/x'],
    ['./host:path', '/srv/ada/config/./host:path', 'file:./host:path'],
    ['/repo', '/repo', 'file:repo'],
  ])('%s', (text, location, id) => {
    expect(parse(text, true)).toEqual({ ok: true, location, id, url: null });
  });

  test('a file URL with a host is refused', () => {
    expect(parse('file://host/srv/x', true)).toMatchObject({ ok: false });
  });

  test('a file URL is read as git reads it: with its escapes undone', () => {
    expect(parse('file:///srv/a%20b', true)).toMatchObject({ ok: true, location: '/srv/a b' });
  });

  test('what starts with a dash is refused all the same', () => {
    expect(parse('--upload-pack=x', true)).toMatchObject({ ok: false });
  });

  test('no more than the last two folders of an absolute path reach the id', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z0-9_-]{1,8}$/), { minLength: 3, maxLength: 8 }), (parts) => {
        expect(idOf(`/${parts.join('/')}`, true)).toBe(`file:${parts.slice(-2).join('/')}`);
      }),
    );
  });
});

describe('whatever the text', () => {
  const piece = fc.constantFrom(
    'https://',
    'ssh://',
    'git@',
    'host',
    ':',
    '/',
    '-',
    '..',
    '%0a',
    '%',
    '@',
    '.git',
    '?',
    '::',
    'file://',
    '\\',
    'ü',
    '~',
  );
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 8 }).map((parts) => parts.join('')),
  );

  test('parsing gives an answer and does not throw', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (text, allowFile) => typeof parse(text, allowFile).ok === 'boolean'),
      { numRuns: 3000 },
    );
  });

  test('an address that is accepted is no option, no helper, and holds no control characters, and neither does its id', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (text, allowFile) => {
        const address = parse(text, allowFile);
        if (!address.ok) return;
        expect(address.location).not.toMatch(/^-|^[A-Za-z0-9]*::/);
        expect(`${address.location}${address.id}`).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 3000 },
    );
  });

  test('without leave to read folders, only https, ssh and git are accepted', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const address = parse(text);
        if (address.ok) expect(address.location).toMatch(/^(https|ssh|git):\/\/|^([A-Za-z0-9._-]+@)?[A-Za-z0-9][A-Za-z0-9.-]*:/);
      }),
      { numRuns: 3000 },
    );
  });
});
