import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from '@jest/globals';
import { TufJsClient } from '../../../src/adapters/tuf/client.js';
import { TUF_LIMITS } from '../../../src/adapters/tuf/transport.js';
import type { TrustedRelease, TufLimits, TufPlaces } from '../../../src/mirror/tuf-client.js';
import { digestOf, TufRepository } from './repository.js';
import { FileServer } from './server.js';

/** A repository, the server that serves it, and a client that has pinned its first root. */
export class Scene {
  readonly places: TufPlaces;

  constructor(
    readonly repository: TufRepository,
    readonly server: FileServer,
    readonly client: TufJsClient,
    readonly folder: string,
  ) {
    const { url } = server;
    this.places = { trustFolder: join(folder, 'trust'), metadata: `${url}/metadata`, targets: `${url}/targets` };
  }

  refresh(): Promise<TrustedRelease> {
    return this.client.refresh(this.places);
  }

  /** As a user does who wants one target: refreshes first. */
  async download(target: string): Promise<string> {
    await this.refresh();
    return Buffer.from(await this.client.download(this.places, target)).toString('utf8');
  }

  /** Role → version of every file in the trusted folder, read without the client. */
  trusted(): Record<string, number> {
    const names = readdirSync(this.places.trustFolder).filter((name) => name.endsWith('.json'));
    return Object.fromEntries(
      names.sort().map((name) => [name.slice(0, -'.json'.length), this.trustedFile(name).signed.version]),
    );
  }

  trustedFile(name: string): { signed: { version: number } } {
    return JSON.parse(readFileSync(join(this.places.trustFolder, name), 'utf8'));
  }

  /** Every file of the trusted folder is bytes that the repository published. */
  expectNothingForeign(): void {
    const { published, files: served } = this.repository;
    const known = new Set([...published, ...[...served.values()].map(digestOf)]);
    const files = readdirSync(this.places.trustFolder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    const foreign = files.filter(({ parentPath, name }) => !known.has(digestOf(readFileSync(join(parentPath, name)))));
    expect(foreign).toEqual([]);
  }
}

export interface SceneOptions {
  readonly limits?: Partial<TufLimits>;
  readonly pinned?: boolean;
}

/** Makes scenes for the tests of a file; they are gone after each. */
export function scenes(): (repository?: TufRepository, options?: SceneOptions) => Promise<Scene> {
  const made: Scene[] = [];
  afterEach(async () => {
    for (const scene of made.splice(0)) {
      await scene.server.stop();
      rmSync(scene.folder, { recursive: true, force: true });
    }
  });
  return async (repository = new TufRepository(), { limits = {}, pinned = true } = {}) => {
    const server = new FileServer(() => repository.files);
    await server.start();
    const client = new TufJsClient({ ...TUF_LIMITS, retries: 0, ...limits });
    const scene = new Scene(repository, server, client, mkdtempSync(join(tmpdir(), 'chora-tuf-')));
    made.push(scene);
    if (pinned) await client.init(scene.places.trustFolder, repository.file('metadata/1.root.json'));
    return scene;
  };
}

/** That something was refused, for this reason, with words that say what to do. */
export async function expectRefused(attempt: Promise<unknown>, code: string): Promise<void> {
  const kind = ['tuf/unreachable', 'tuf/slow'].includes(code) ? 'network' : 'trust';
  await expect(attempt).rejects.toMatchObject({ name: 'ChoraError', code, kind, hint: expect.stringMatching(/\.$/) });
}

/** Published JSON, changed without signing it again. */
export function tamper(repository: TufRepository, path: string, change: (document: Document) => void): void {
  const document = JSON.parse(repository.file(path).toString('utf8'));
  change(document);
  repository.files.set(path, Buffer.from(JSON.stringify(document)));
}

interface Document {
  signatures: { keyid: string; sig: string }[];
  signed: Record<string, unknown>;
}
