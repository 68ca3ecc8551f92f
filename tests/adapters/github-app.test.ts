import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Environment } from '../../src/adapters/github/credentials.js';
import { GitHubSources } from '../../src/adapters/github/source.js';
import { ChoraError } from '../../src/model/errors.js';
import { SourceError } from '../../src/model/source.js';
import type { App } from '../support/github/apps.js';
import { type LocalGitHub, startGitHub } from '../support/github/server.js';
import { askFor } from './github-source.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const CLOCK = { elapsed: () => performance.now(), sleep: () => Promise.resolve(), random: () => 0.5 };
const APP: Environment = { CHORA_GITHUB_APP_ID: '4711', CHORA_GITHUB_APP_PRIVATE_KEY: privateKey };

let hub: LocalGitHub;
let app: App;
beforeEach(async () => {
  hub = await startGitHub();
  hub.model.repository('acme/billing', { files: { 'capability.yaml': 'id: a' }, private: true });
  app = hub.apps.add({ id: 4711, publicKey });
});
afterEach(() => hub.close());

const read = (environment: Environment) =>
  new GitHubSources(CLOCK, null, environment).readSource(askFor(hub, 'acme/billing'), null);

describe('a GitHub App', () => {
  test('signs in where it is installed', async () => {
    hub.apps.install(app, hub.model.organization('acme'));
    const { snapshots } = await read(APP);
    expect(snapshots[0]?.files).toHaveLength(1);
    const tokens = new Set(hub.requests.of('graphql').map(({ headers }) => headers['authorization']));
    expect([...tokens]).toEqual([expect.stringMatching(/^(token|bearer) ghs_/)]);
  });

  test('signs in at the installation that the environment names', async () => {
    hub.apps.install(app, hub.model.organization('globex'));
    const installation = hub.apps.install(app, hub.model.organization('acme'));
    const { snapshots } = await read({ ...APP, CHORA_GITHUB_APP_INSTALLATION_ID: String(installation.id) });
    expect(snapshots[0]?.files).toHaveLength(1);
  });

  test.each([0, 2])('that is installed %d times is not usable without saying where', async (times) => {
    for (let n = 0; n < times; n += 1) hub.apps.install(app, hub.model.organization(`acme-${n}`));
    const error = await read(APP).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ChoraError);
    expect(error).toMatchObject({ kind: 'config', code: 'github/app-unusable' });
  });

  test('with a key that GitHub does not know is refused, and the key is not told', async () => {
    const other = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }).privateKey;
    const error = await read({ ...APP, CHORA_GITHUB_APP_PRIVATE_KEY: other }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SourceError);
    expect((error as SourceError).failure).toMatchObject({ code: 'source/token-refused', state: 'missing' });
    expect(JSON.stringify(error)).not.toContain(other.slice(40, 80));
  });
});

describe('a token', () => {
  test('of this program is not sent to two hosts', async () => {
    const other = await startGitHub();
    try {
      const sources = new GitHubSources(CLOCK, null, { CHORA_GITHUB_TOKEN: hub.token });
      await sources.readHead(askFor(hub, 'acme/billing'));
      const error = await sources.readHead(askFor(other, 'acme/billing')).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ kind: 'config', code: 'github/ambiguous-token' });
      expect(other.requests.entries).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
