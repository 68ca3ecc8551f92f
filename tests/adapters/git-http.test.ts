import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { GitSources } from '../../src/adapters/git/source.js';
import { ATTEMPTS } from '../../src/sources/retry.js';
import { failureOf, PLAIN_GIT, removeTemporary, requestFor, temporaryFolder } from '../support/git.js';
import { type Host, httpsHost, makeCertificate } from '../support/hosts.js';
import { runOnce } from '../support/run.js';

const folder = temporaryFolder();
const certificate = makeCertificate(folder);
const marker = join(folder, 'asked');
const script = join(folder, 'ask.sh');
const globalConfig = join(folder, 'gitconfig');
writeFileSync(script, `#!/bin/sh\necho asked >> ${marker}\necho secret\n`);
chmodSync(script, 0o755);
writeFileSync(globalConfig, `[core]\n\taskPass = ${script}\n`);
Object.assign(process.env, PLAIN_GIT, {
  GIT_CONFIG_GLOBAL: globalConfig,
  GIT_SSL_CAINFO: certificate.cert,
  GIT_ASKPASS: script,
  SSH_ASKPASS: script,
  SSH_ASKPASS_REQUIRE: 'force',
  DISPLAY: ':0',
});

const sources = new GitSources(join(folder, 'cache'));
const hosts: Host[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});
afterAll(removeTemporary);

/** A host that answers everything in one way; `requests` are the paths asked for. */
async function hostThat(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = [];
  const host = await httpsHost(certificate, (request, response) => {
    requests.push(request.url ?? '');
    answer(response, request);
  });
  hosts.push(host);
  return { url: `https://127.0.0.1:${host.port}/team/repo`, requests };
}

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(code, headers).end();
  };

describe('a host that wants a password', () => {
  test.each(['readHead', 'readSource'] as const)('fails at once and nobody is asked (%s)', async (how) => {
    const { url } = await hostThat(status(401, { 'WWW-Authenticate': 'Basic realm="x"' }));
    const started = performance.now();
    const reading = how === 'readHead' ? sources.readHead(requestFor(url)) : sources.readSource(requestFor(url), null);
    expect(await failureOf(reading)).toMatchObject({ code: 'source/needs-credentials', state: 'missing', transient: false });
    expect(performance.now() - started).toBeLessThan(3000);
    expect(existsSync(marker)).toBe(false);
  });

  test('the credential helper of the operator is asked, and what it says is not repeated when it is wrong', async () => {
    writeFileSync(globalConfig, `[credential]\n\thelper = "!f() { echo username=ada; echo password=hunter2; }; f"\n`);
    const authorizations: (string | undefined)[] = [];
    const { url } = await hostThat((response, request) => {
      authorizations.push(request.headers.authorization);
      status(401, { 'WWW-Authenticate': 'Basic realm="x"' })(response);
    });
    const failure = await failureOf(sources.readHead(requestFor(url)));
    expect(failure).toMatchObject({ code: 'source/needs-credentials' });
    expect(JSON.stringify(failure)).not.toContain('hunter2');
    expect(authorizations).toContain(`Basic ${Buffer.from('ada:hunter2').toString('base64')}`);
  });
});

describe('what a host answers', () => {
  test.each([
    [403, 'source/needs-credentials', 'missing', false],
    [404, 'source/missing', 'missing', false],
    [410, 'source/missing', 'missing', false],
    [429, 'source/rate-limited', 'rate-limited', false],
    [500, 'source/unreachable', 'unreachable', true],
    [503, 'source/unreachable', 'unreachable', true],
  ])('%d is %s', async (code, finding, state, transient) => {
    const { url } = await hostThat(status(code));
    expect(await failureOf(sources.readHead(requestFor(url)))).toMatchObject({ code: finding, state, transient });
    expect(await failureOf(sources.readSource(requestFor(url), null))).toMatchObject({ code: finding, state, transient });
  });

  test.each([
    ['http', 'http://127.0.0.1:1/team/repo/info/refs?service=git-upload-pack'],
    ['a remote helper', 'ext::sh -c true'],
    ['a file', 'file:///etc/passwd'],
    ['git', 'git://127.0.0.1:1/x'],
  ])('a redirect to %s is not followed', async (_what, location) => {
    const { url } = await hostThat(status(301, { Location: location }));
    expect(await failureOf(sources.readHead(requestFor(url)))).toMatchObject({ code: 'source/unreachable' });
  });

  test('an end of the connection in the middle of the answer', async () => {
    const { url } = await hostThat((response) => {
      response.writeHead(200, { 'Content-Type': 'application/x-git-upload-pack-advertisement', 'Content-Length': '500' });
      response.write('001e# service=git-upload-pack\n');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await failureOf(sources.readHead(requestFor(url)))).toMatchObject({ code: 'source/unreachable', transient: true });
  });

  test('a page for people is no repository', async () => {
    const { url } = await hostThat((response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>\nsign in\n</html>\n'),
    );
    const failure = await failureOf(sources.readHead(requestFor(url)));
    expect(['source/unreachable', 'source/missing']).toContain(failure.code);
  });

  test('an empty page looks to git like an empty repository', async () => {
    const { url } = await hostThat(status(200));
    expect(await sources.readHead(requestFor(url))).toMatchObject({ commit: null, tags: {} });
  });

  test('a certificate that nobody vouches for', async () => {
    const { key, cert } = makeCertificate(temporaryFolder());
    const host = await httpsHost({ key, cert }, (_request, response) => status(404)(response));
    hosts.push(host);
    const failure = await failureOf(sources.readHead(requestFor(`https://127.0.0.1:${host.port}/x`)));
    expect(failure).toMatchObject({ code: 'source/unreachable', transient: false });
  });
});

describe('a whole run', () => {
  const runWith = (url: string) =>
    runOnce({ folder: temporaryFolder(), config: `name: Test\nsources:\n  - git: { url: ${url} }\n` });
  const asked = (requests: readonly string[]) => requests.filter((path) => path.includes('service=git-upload-pack')).length;

  test('tries again what may pass, with pauses that grow, and then gives up', async () => {
    const { url, requests } = await hostThat(status(503));
    const { report, sleeps } = await runWith(url);
    expect(report.failed).toMatchObject([{ code: 'source/unreachable' }]);
    expect(report.failed[0]?.message).toContain(`after ${ATTEMPTS} attempts`);
    expect(sleeps).toEqual([750, 1500]);
    expect(asked(requests)).toBeGreaterThanOrEqual(ATTEMPTS);
    expect(asked(requests)).toBeLessThanOrEqual(2 * ATTEMPTS);
  });

  test.each([404, 401, 403, 429])('does not insist after %d', async (code) => {
    const { url, requests } = await hostThat(status(code));
    const { report, sleeps } = await runWith(url);
    expect(report.failed).toHaveLength(1);
    expect(sleeps).toEqual([]);
    // Twice at most, of which git itself asks twice after a 401.
    expect(asked(requests)).toBeLessThanOrEqual(code === 401 ? 4 : 2);
  });
});
