import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { gitEnvironment } from '../../src/adapters/git/environment.js';
import { GitSources } from '../../src/adapters/git/source.js';
import { SourceError, type SourceFailure } from '../../src/model/source.js';
import {
  commitFiles,
  emptyRepository,
  failureOf,
  PLAIN_GIT,
  removeTemporary,
  requestFor,
  temporaryFolder,
  textsOf,
} from '../support/git.js';
import {
  eventually,
  gitDaemon,
  type Host,
  hasDaemon,
  httpsHost,
  makeCertificate,
  processesWith,
  tcpHost,
} from '../support/hosts.js';

const folder = temporaryFolder();
const certificate = makeCertificate(folder);
Object.assign(process.env, PLAIN_GIT, { GIT_SSL_CAINFO: certificate.cert });
const cache = join(folder, 'cache');
const sources = new GitSources(cache);
const hosts: Host[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});
afterAll(removeTemporary);

const TIMED_OUT: SourceFailure = { code: 'source/timed-out', state: 'unreachable', transient: false, args: { seconds: 0.6 } };

/** The signal of the indexer: fires after 0.6 s. */
function timeIsUp(): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new SourceError(TIMED_OUT)), 600).unref();
  return controller.signal;
}

/** git itself, without the helper that it starts for https and ssh. */
const gitFor = ({ port }: Host) => new RegExp(`^git .*(ls-remote|fetch) .*127\\.0\\.0\\.1:${port}/`);
const anythingFor = ({ port }: Host) => new RegExp(`[: ]${port}[/ ]`);

async function expectTimeout(host: Host, url: string): Promise<void> {
  hosts.push(host);
  for (const reading of [
    (signal: AbortSignal) => sources.readHead(requestFor(url, { signal })),
    (signal: AbortSignal) => sources.readSource(requestFor(url, { signal }), null),
  ]) {
    const started = performance.now();
    expect(await failureOf(reading(timeIsUp()))).toEqual(TIMED_OUT);
    expect(performance.now() - started).toBeLessThan(3600);
    expect(await eventually(() => processesWith(gitFor(host)).length === 0)).toBe(true);
  }
}

describe('a host that does not answer is given up when time is up, and git ends', () => {
  test('over git://', async () => {
    const host = await tcpHost();
    await expectTimeout(host, `git://127.0.0.1:${host.port}/x`);
    expect(processesWith(anythingFor(host))).toEqual([]);
  });

  test('and what git started for it is told to end by itself', () => {
    expect(gitEnvironment('/')).toMatchObject({
      GIT_SSH_COMMAND: expect.stringContaining('-oServerAliveInterval=15 -oServerAliveCountMax=2'),
      GIT_HTTP_LOW_SPEED_LIMIT: '1',
      GIT_HTTP_LOW_SPEED_TIME: '30',
    });
  });

  test('over https, silent before the handshake', async () => {
    const host = await tcpHost();
    await expectTimeout(host, `https://127.0.0.1:${host.port}/x`);
  });

  test('over https, silent after the request', async () => {
    const host = await httpsHost(certificate, () => undefined);
    await expectTimeout(host, `https://127.0.0.1:${host.port}/x`);
  });

  test('over ssh', async () => {
    const host = await tcpHost();
    await expectTimeout(host, `ssh://127.0.0.1:${host.port}/x`);
  });

  test('with a byte each 50 ms', async () => {
    const host = await tcpHost((socket) => {
      socket.write('fff0');
      const timer = setInterval(() => socket.write('x'), 50);
      socket.on('close', () => clearInterval(timer));
    });
    await expectTimeout(host, `git://127.0.0.1:${host.port}/x`);
  });

  test('with reports that never end', async () => {
    const host = await tcpHost((socket) => {
      const line = Buffer.from('x'.repeat(60_000));
      const pour = () => {
        while (!socket.destroyed && socket.write(`${(line.length + 4).toString(16).padStart(4, '0')}${line}`));
      };
      socket.on('drain', pour);
      pour();
    });
    hosts.push(host);
    const failure = await failureOf(sources.readHead(requestFor(`git://127.0.0.1:${host.port}/x`, { signal: timeIsUp() })));
    expect(failure.state).toBe('unreachable');
    expect(await eventually(() => processesWith(gitFor(host)).length === 0)).toBe(true);
  });

  test('a request that was stopped before it began starts nothing', async () => {
    const host = await tcpHost();
    hosts.push(host);
    const signal = AbortSignal.abort(new SourceError(TIMED_OUT));
    expect(await failureOf(sources.readHead(requestFor(`git://127.0.0.1:${host.port}/x`, { signal })))).toEqual(TIMED_OUT);
    expect(processesWith(anythingFor(host))).toEqual([]);
  });
});

describe('size', () => {
  test('a file that is too long is told with its path, and the others are read', async () => {
    const repository = emptyRepository();
    commitFiles(repository, {
      'capability.yaml': 'x\n',
      'big/capability.yaml': 'y'.repeat(1024 * 1024 + 1),
      'edge/capability.yaml': 'z'.repeat(1024 * 1024),
    });
    const { snapshots } = await sources.readSource(requestFor(repository), null);
    expect(Object.keys(textsOf(snapshots[0]))).toEqual(['capability.yaml', 'edge/capability.yaml']);
    expect(snapshots[0]?.skipped).toEqual([
      { path: 'big/capability.yaml', code: 'manifest/too-large', args: { size: 1024 * 1024 + 1, limit: 1024 * 1024 } },
    ]);
  });

  test('a source that sends more than it may is stopped', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': 'x\n', 'big.bin': randomBytes(3_000_000) });
    const failure = await failureOf(sources.readSource(requestFor(repository, { limits: { bytes: 1_000_000 } }), null));
    expect(failure).toEqual({ code: 'source/too-large', state: 'unreachable', transient: false, args: { limit: 1_000_000 } });
    expect(processesWith(new RegExp(repository))).toEqual([]);
  });

  test('small in the pack and large when unpacked is stopped too', async () => {
    const repository = emptyRepository();
    const files = Object.fromEntries(
      Array.from({ length: 5 }, (_, index) => [`${index}/capability.yaml`, `${index}${'x'.repeat(500_000)}`]),
    );
    commitFiles(repository, files);
    expect(await failureOf(sources.readSource(requestFor(repository, { limits: { bytes: 1_000_000 } }), null))).toMatchObject({
      code: 'source/too-large',
    });
  });

  (hasDaemon ? test : test.skip)('a host that sends too much is cut off while it sends', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'big.bin': randomBytes(60_000_000), '.git/git-daemon-export-ok': '' });
    const host = await gitDaemon(repository);
    hosts.push(host);
    const url = `git://127.0.0.1:${host.port}/.git`;
    const failure = await failureOf(sources.readSource(requestFor(url, { limits: { bytes: 1_000_000 } }), null));
    expect(failure).toMatchObject({ code: 'source/too-large' });
    expect(await eventually(() => processesWith(gitFor(host)).length === 0)).toBe(true);
  });

  test('of more files than allowed the first are read, and all are counted', async () => {
    const repository = emptyRepository();
    commitFiles(repository, Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`${index}/capability.yaml`, 'x'])));
    const { snapshots } = await sources.readSource(requestFor(repository, { limits: { files: 3 } }), null);
    expect(Object.keys(textsOf(snapshots[0]))).toEqual(['0/capability.yaml', '1/capability.yaml', '2/capability.yaml']);
    expect(snapshots[0]?.matched).toBe(7);
  });

  test('the cache is empty again after a source that was cut off, so that the next reading counts anew', async () => {
    const repository = emptyRepository();
    commitFiles(repository, { 'capability.yaml': 'x\n', 'big.bin': randomBytes(3_000_000) });
    await failureOf(sources.readSource(requestFor(repository, { limits: { bytes: 1_000_000 } }), null));
    expect(await failureOf(sources.readSource(requestFor(repository, { limits: { bytes: 1_000_000 } }), null))).toMatchObject({
      code: 'source/too-large',
    });
    const { snapshots } = await sources.readSource(requestFor(repository), null);
    expect(textsOf(snapshots[0])).toEqual({ 'capability.yaml': 'x\n' });
  });
});
