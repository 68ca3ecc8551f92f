import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { classifyGitFailure } from '../../src/sources/git-failure.js';
import { PLAIN_GIT, removeTemporary, temporaryFolder } from '../support/git.js';
import { soon } from '../support/soon.js';

afterAll(removeTemporary);

const STATES = {
  'source/missing': 'missing',
  'source/needs-credentials': 'missing',
  'source/rate-limited': 'rate-limited',
  'source/unreachable': 'unreachable',
} as const;
type Known = keyof typeof STATES;

function expectKind(output: string, code: Known, transient: boolean): void {
  expect(classifyGitFailure(output)).toMatchObject({ code, state: STATES[code], transient });
}

/** What git says when it fails, with the settings the adapter gives it. */
function saidBy(args: readonly string[], env: Record<string, string> = {}): string {
  const result = spawnSync('git', args, {
    cwd: temporaryFolder(),
    env: { PATH: process.env.PATH, ...PLAIN_GIT, GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: 'https:ssh:git:file', ...env },
    timeout: 20_000,
  });
  expect(result.status).not.toBe(0);
  return `${result.stderr}${result.stdout}`;
}

const CANNOT_READ =
  'fatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.\n';
const access = (what: string) => `fatal: unable to access 'https://host.example/team/repo/': ${what}\n`;

describe('what hosts and git say', () => {
  test.each<[string, string, Known, boolean]>([
    ['git: no such folder', `fatal: '/srv/x' does not appear to be a git repository\n${CANNOT_READ}`, 'source/missing', false],
    [
      'https: no such repository',
      "remote: Not Found\nfatal: repository 'https://host.example/team/repo/' not found\n",
      'source/missing',
      false,
    ],
    ['GitHub over ssh', `ERROR: Repository not found.\n${CANNOT_READ}`, 'source/missing', false],
    [
      'GitLab over ssh',
      `remote: ERROR: The project you were looking for could not be found or you don't have permission to view it.\n${CANNOT_READ}`,
      'source/missing',
      false,
    ],
    [
      'Bitbucket over ssh',
      `Repository does not exist or you do not have permission to access.\n${CANNOT_READ}`,
      'source/missing',
      false,
    ],
    ['git daemon', 'fatal: remote error: access denied or repository not exported: /x\n', 'source/missing', false],
    ['http 404 in the middle', access('The requested URL returned error: 404'), 'source/missing', false],
    ['http 410', access('The requested URL returned error: 410'), 'source/missing', false],
    [
      'no user name',
      "fatal: could not read Username for 'https://host.example': terminal prompts disabled\n",
      'source/needs-credentials',
      false,
    ],
    [
      'no password',
      "fatal: could not read Password for 'https://git@host.example': No such device or address\n",
      'source/needs-credentials',
      false,
    ],
    [
      'a wrong token',
      "remote: Invalid username or token.\nfatal: Authentication failed for 'https://host.example/team/repo/'\n",
      'source/needs-credentials',
      false,
    ],
    ['http 401', access('The requested URL returned error: 401'), 'source/needs-credentials', false],
    ['http 403', access('The requested URL returned error: 403'), 'source/needs-credentials', false],
    [
      'ssh without a key',
      `git@host.example: Permission denied (publickey).\r\n${CANNOT_READ}`,
      'source/needs-credentials',
      false,
    ],
    ['ssh to an unknown host', `Host key verification failed.\r\n${CANNOT_READ}`, 'source/needs-credentials', false],
    ['http 429', access('The requested URL returned error: 429'), 'source/rate-limited', false],
    [
      'a rate limit in words',
      'remote: You have exceeded a secondary rate limit.\nfatal: unable to access: The requested URL returned error: 403\n',
      'source/rate-limited',
      false,
    ],
    ['http 500', access('The requested URL returned error: 500'), 'source/unreachable', true],
    ['http 503', access('The requested URL returned error: 503'), 'source/unreachable', true],
    ['a name that does not resolve', access('Could not resolve host: host.example'), 'source/unreachable', true],
    ['a reset connection', access('Recv failure: Connection reset by peer'), 'source/unreachable', true],
    ['a slow host', access('Operation timed out after 30000 milliseconds'), 'source/unreachable', true],
    [
      'an early end',
      'error: RPC failed; curl 18 transfer closed with outstanding read data remaining\nfatal: early EOF\n',
      'source/unreachable',
      true,
    ],
    [
      'a commit that moved',
      'fatal: remote error: upload-pack: not our ref aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n',
      'source/unreachable',
      true,
    ],
    ['a bad certificate, OpenSSL', access('SSL certificate problem: self-signed certificate'), 'source/unreachable', false],
    [
      'a bad certificate, GnuTLS',
      access('server certificate verification failed. CAfile: none CRLfile: none'),
      'source/unreachable',
      false,
    ],
    [
      'a certificate for another host',
      access("SSL: no alternative certificate subject name matches target host name 'host.example'"),
      'source/unreachable',
      false,
    ],
    ['a redirect to another transport', access('Protocol "http" disabled'), 'source/unreachable', false],
    [
      'a redirect to another transport, older',
      access('Protocol "http" not supported or disabled in libcurl'),
      'source/unreachable',
      false,
    ],
    ['dumb http', 'fatal: dumb http transport does not support shallow capabilities\n', 'source/unreachable', false],
    ['nothing at all', '', 'source/unreachable', true],
  ])('%s', (_what, output, code, transient) => {
    expectKind(output, code, transient);
  });
});

describe('what this git really says', () => {
  test('no such folder', () => {
    expectKind(saidBy(['ls-remote', '--', '/nonexistent/x']), 'source/missing', false);
  });

  test('a folder that belongs to somebody else', () => {
    const folder = temporaryFolder();
    spawnSync('git', ['init', '--quiet', folder]);
    expectKind(saidBy(['ls-remote', '--', folder], { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' }), 'source/unreachable', false);
  });

  test('a transport that is not allowed', () => {
    expectKind(saidBy(['ls-remote', '--', 'http://127.0.0.1:1/x']), 'source/unreachable', false);
    expectKind(saidBy(['ls-remote', '--', 'ext::sh -c false']), 'source/unreachable', false);
  });

  test('nobody listens', () => {
    expectKind(saidBy(['ls-remote', '--', 'git://127.0.0.1:1/x']), 'source/unreachable', true);
    expectKind(saidBy(['ls-remote', '--', 'https://127.0.0.1:1/x']), 'source/unreachable', true);
  });

  test('a store of objects that is damaged', () => {
    const folder = temporaryFolder();
    spawnSync('git', ['init', '--quiet', '--bare', folder]);
    mkdirSync(join(folder, 'objects/pack'), { recursive: true });
    writeFileSync(join(folder, 'refs/heads/main'), `${'a'.repeat(40)}\n`);
    expectKind(saidBy(['-C', folder, 'ls-tree', 'main']), 'source/unreachable', true);
  });
});

describe('the words that are repeated', () => {
  test('are the line that tells most', () => {
    const output = `warning: x\nfatal: '/srv/x' does not appear to be a git repository\n${CANNOT_READ}`;
    expect(classifyGitFailure(output).args.detail).toBe("'/srv/x' does not appear to be a git repository");
    expect(classifyGitFailure(`git@host.example: Permission denied (publickey).\r\n${CANNOT_READ}`).args.detail).toContain(
      'Permission denied',
    );
  });

  test('hold no credentials', () => {
    for (const secret of [
      'https://user:hunter2@host.example/x',
      'https://hunter2@host.example/x',
      'ssh://git:hun@ter2@host.example/x',
    ]) {
      expect(JSON.stringify(classifyGitFailure(`fatal: unable to access '${secret}/': failed\n`))).not.toMatch(/hunter2|ter2@/);
    }
  });

  test('say so when git said nothing', () => {
    expect(classifyGitFailure(' \n\r\n').args.detail).toBe('git gave no reason');
  });

  test('are found in a moment, however long the output is', () => {
    soon(1000, () => classifyGitFailure(`${'repository '.repeat(100_000)}\n${'a://'.repeat(100_000)}`));
  });
});
