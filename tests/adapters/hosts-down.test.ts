import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { makeRepository } from '../../src/adapters/git/make-repository.js';
import type { RunEvent } from '../../src/indexer/watch.js';
import type { Finding, SourceRow } from '../../src/model/generated/types.js';
import { DOWN_AFTER } from '../../src/sources/hosts.js';
import { ATTEMPTS } from '../../src/sources/retry.js';
import { PLAIN_GIT, removeTemporary, temporaryFolder } from '../support/git.js';
import { gitBackend } from '../support/git-backend.js';
import { type Host, httpsHost, makeCertificate, tcpHost } from '../support/hosts.js';
import { runOnce } from '../support/run.js';

const folder = temporaryFolder();
const certificate = makeCertificate(folder);
// In the old protocol refs are listed by GET and only fetching is a POST, so that a host can tell them apart.
writeFileSync(join(folder, 'gitconfig'), '[protocol]\n\tversion = 0\n');
Object.assign(process.env, PLAIN_GIT, { GIT_SSL_CAINFO: certificate.cert, GIT_CONFIG_GLOBAL: join(folder, 'gitconfig') });

const hosts: Host[] = [];
const started = async (host: Promise<Host>): Promise<Host> => {
  hosts.push(await host);
  return await host;
};
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});
afterAll(removeTemporary);

const manifestOf = (id: string, version = '1.0.0') =>
  new TextEncoder().encode(`id: ${id}\nversion: ${version}\nowner: harbour\nlifecycle_stage: operate\n`);

/** Makes bare repositories r0.git … below a folder. */
async function repositories(count: number, version = '1.0.0', root = temporaryFolder()): Promise<string> {
  for (let n = 0; n < count; n += 1)
    await makeRepository(join(root, `r${n}.git`), [{ files: { 'capability.yaml': manifestOf(`dock.r${n}.use`, version) } }]);
  return root;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
/** A host of real repositories; `requests` are the paths asked for. `instead` may answer in its place. */
async function gitHost(root: string, instead: (request: IncomingMessage, response: ServerResponse) => boolean = () => false) {
  const requests: string[] = [];
  const backend = gitBackend(root);
  const answer: Answer = (request, response) => {
    requests.push(request.url ?? '');
    if (!instead(request, response)) backend(request, response);
  };
  const host = await started(httpsHost(certificate, answer));
  return { host, base: `https://127.0.0.1:${host.port}`, requests };
}
const sourcesAt = (base: string, count: number) =>
  Array.from({ length: count }, (_, n) => `  - git: { url: "${base}/r${n}.git" }\n`).join('');
const configOf = (...sources: string[]) => `name: Docks\nsources:\n${sources.join('')}`;
const json = <T>(run: string, path: string): T => JSON.parse(readFileSync(join(run, 'dist', 'api', 'v1', path), 'utf8')) as T;

/** Milliseconds that a host may take: the fine one needs far less, also on a machine that does much else. */
const TIMEOUT = 8000;

describe('one host down, one hanging, one fine', () => {
  test('the fine one is read whole and soon; the others fail with what is known of them', async () => {
    const fine = await gitHost(await repositories(8));
    let connections = 0;
    const hanging = await started(
      tcpHost(() => {
        connections += 1;
      }),
    );
    const gone = await tcpHost();
    await gone.close();
    const events: [RunEvent, number][] = [];
    const begun = performance.now();
    const run = temporaryFolder();
    const { report } = await runOnce({
      folder: run,
      config: configOf(
        sourcesAt(`https://127.0.0.1:${gone.port}`, 8),
        sourcesAt(`https://127.0.0.1:${hanging.port}`, 8),
        sourcesAt(fine.base, 8),
      ),
      options: {
        timeout: TIMEOUT,
        concurrency: 6,
        progress: (event) => void events.push([event, performance.now() - begun]),
      },
    });
    expect(report.counts).toMatchObject({ capabilities: 8, by_source_state: { ok: 8, unreachable: 16 } });
    expect(report.hosts_down).toEqual([gone.port, hanging.port].map((port) => `https://127.0.0.1:${port}`).sort());
    // No more than the places of a host that never answered, and for the one that hangs one look more at each.
    expect(connections).toBeLessThanOrEqual(2 * DOWN_AFTER);
    const { findings } = json<{ findings: Finding[] }>(run, 'findings.json');
    const of = (port: number, code: string) => findings.filter((each) => each.source.includes(`:${port}/`) && each.code === code);
    expect(of(gone.port, 'source/unreachable').length).toBeLessThanOrEqual(DOWN_AFTER + 2);
    expect(of(gone.port, 'source/host-down').length).toBeGreaterThanOrEqual(8 - DOWN_AFTER - 2);
    expect(of(hanging.port, 'source/timed-out')).toHaveLength(DOWN_AFTER);
    expect(of(hanging.port, 'source/host-down')).toHaveLength(8 - DOWN_AFTER);
    expect(of(hanging.port, 'source/host-down')[0]?.message).toContain(`https://127.0.0.1:${hanging.port}`);
    const doneAt = events.flatMap(([event, at]) =>
      event.event === 'source-done' && event.source.includes(`:${fine.host.port}/`) ? [at] : [],
    );
    expect(doneAt).toHaveLength(8);
    expect(Math.max(...doneAt)).toBeLessThan(TIMEOUT);
    expect(events.filter(([{ event }]) => event === 'host-down')).toHaveLength(2);
  });

  test('a host that breaks is asked a bounded number of times, and not again in the run', async () => {
    const { base, requests } = await gitHost(temporaryFolder(), (_request, response) => {
      response.writeHead(503).end();
      return true;
    });
    const { report } = await runOnce({ folder: temporaryFolder(), config: configOf(sourcesAt(base, 40)) });
    expect(report.failed).toHaveLength(40);
    expect(report.failed.filter(({ code }) => code === 'source/host-down').length).toBeGreaterThanOrEqual(34);
    // Places of an unproven host, and those that took a place before it was given up, times attempts, times git's own.
    expect(requests.length).toBeLessThanOrEqual(2 * (2 * DOWN_AFTER) * ATTEMPTS);
  });

  test('one repository that breaks its host’s answers does not make the host look down', async () => {
    const root = await repositories(6);
    const { base } = await gitHost(root, (request, response) => {
      if (!request.url?.startsWith('/r2.git/')) return false;
      response.writeHead(500).end();
      return true;
    });
    const { report } = await runOnce({
      folder: temporaryFolder(),
      config: configOf(sourcesAt(base, 6)),
      options: { concurrency: 1 },
    });
    expect(report.failed.map(({ code }) => code)).toEqual(['source/unreachable']);
    expect(report.hosts_down).toEqual([]);
  });

  test('large repositories that take too long do not make their host look down', async () => {
    const root = await repositories(7);
    const { base } = await gitHost(root, (request) => request.method === 'POST' && /^\/r[0-4]\./.test(request.url ?? ''));
    const { report } = await runOnce({
      folder: temporaryFolder(),
      config: configOf(sourcesAt(base, 7)),
      options: { timeout: 6000, concurrency: 3 },
    });
    expect(report.failed.map(({ code }) => code)).toEqual(Array(5).fill('source/timed-out'));
    expect([report.counts.by_source_state.ok, report.hosts_down]).toEqual([2, []]);
  });
});

describe('a run that loses the network in the middle', () => {
  test('keeps what it had of the rest, and the next run goes on', async () => {
    const root = await repositories(6);
    const first = await gitHost(root);
    const run = temporaryFolder();
    const config = configOf(sourcesAt(first.base, 6));
    await runOnce({ folder: run, config });
    await repositories(6, '2.0.0', root);
    await first.host.close();
    hosts.splice(hosts.indexOf(first.host), 1);
    const backend = gitBackend(root);
    const port = first.host.port;
    let fetches = 0;
    const again = await sameHost(port, (request, response) => {
      if (request.method === 'POST') fetches += 1;
      if (fetches > 3) request.socket.destroy();
      else backend(request, response);
    });
    const { report } = await runOnce({ folder: run, config, options: { concurrency: 1 } });
    expect(report.failed.length).toBeGreaterThan(0);
    expect(report.failed.length).toBeLessThan(6);
    expect(report.counts.capabilities).toBe(6);
    const rows = json<{ sources: SourceRow[] }>(run, 'sources.json').sources;
    expect(rows.filter(({ state }) => state === 'unreachable')).toHaveLength(report.failed.length);
    expect(rows.every(({ commit, capabilities }) => commit !== null && capabilities === 1)).toBe(true);
    fetches = Number.NEGATIVE_INFINITY;
    const healed = (await runOnce({ folder: run, config })).report;
    expect([healed.failed, healed.plan.changed.length]).toEqual([[], report.failed.length]);
    await again.close();
  });

  test('whose token is revoked keeps what it had, and says what to do', async () => {
    const root = await repositories(5);
    let asked = Number.NEGATIVE_INFINITY;
    const { base } = await gitHost(root, (request, response) => {
      if (request.url?.includes('service=') !== true) return false;
      asked += 1;
      if (asked <= 2) return false;
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end();
      return true;
    });
    const run = temporaryFolder();
    const config = configOf(sourcesAt(base, 5));
    await runOnce({ folder: run, config });
    asked = 0;
    const { report } = await runOnce({ folder: run, config, options: { concurrency: 1 } });
    expect(report.failed.map(({ code }) => code)).toEqual(Array(3).fill('source/needs-credentials'));
    expect([report.counts.capabilities, report.plan.removed, report.hosts_down]).toEqual([5, [], []]);
    const [finding] = json<{ findings: Finding[] }>(run, 'findings.json').findings.filter(({ severity }) => severity === 'error');
    expect(finding?.hint).toContain('credential helper');
  });
});

describe('a run that was killed', () => {
  test('is gone on with where it stood: what was fetched is not fetched again', async () => {
    const root = await repositories(6);
    const { base, requests } = await gitHost(root);
    const run = temporaryFolder();
    const config = configOf(sourcesAt(base, 6));
    const ending = new AbortController();
    let read = 0;
    const killed = runOnce({
      folder: run,
      config,
      options: {
        concurrency: 1,
        signal: ending.signal,
        progress: ({ event }) => {
          if (event === 'source-done' && ++read === 4) ending.abort(new Error('killed here'));
        },
      },
    });
    await expect(killed).rejects.toThrow('killed here');
    expect(existsSync(join(run, 'dist/api/v1/catalog.json'))).toBe(false);
    requests.length = 0;
    const { report } = await runOnce({ folder: run, config });
    expect([report.counts.capabilities, report.failed]).toEqual([6, []]);
    const uploads = (n: number) => requests.filter((path) => path === `/r${n}.git/git-upload-pack`).length;
    expect([0, 1, 2, 3].map(uploads)).toEqual([0, 0, 0, 0]);
    expect([4, 5].map(uploads).every((count) => count > 0)).toBe(true);
  });
});

/** A host at the port of one that was closed. */
async function sameHost(port: number, answer: Answer): Promise<{ close(): Promise<void> }> {
  const { createServer } = await import('node:https');
  const server = createServer({ key: readFileSync(certificate.key), cert: readFileSync(certificate.cert) }, answer);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
