// A published catalog, in memory and signed for real, and mirrors of it on a real disk.
import './realm.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach } from '@jest/globals';
import { mirrorOps, readMirrorConfig } from '../../src/compose/mirror.js';
import { initMirror } from '../../src/mirror/init.js';
import type { MirrorOps } from '../../src/mirror/ops.js';
import { mirrorStatus } from '../../src/mirror/status.js';
import { syncMirror } from '../../src/mirror/sync.js';
import type { MirrorProgress } from '../../src/mirror/watch.js';
import type { Catalog } from '../../src/model/catalog.js';
import type { Entry, MirrorFilter, MirrorStatus, MirrorSyncReport } from '../../src/model/generated/types.js';
import { GENERATOR } from '../../src/model/generator.js';
import { digestOf, entry } from '../catalog/entries.js';
import { temporaryFolder } from './federation.js';
import { TEST_FORMAT, targetsOf } from './mirror-format.js';
import { TreeServer } from './mirror-server.js';
import { TufRepository } from './tuf/repository.js';

export const MINUTE = 60_000;
export const START = new Date('2026-05-04T08:00:00.000Z');
export const minutesOn = (minutes: number) => new Date(Date.now() + minutes * MINUTE);

export type Manifests = Readonly<
  Record<string, { readonly version?: string; readonly text?: string; readonly more?: Partial<Entry> }>
>;

/** A catalog that is published again and again. */
export class Publisher {
  readonly repository = new TufRepository();
  readonly blobs = new Map<string, Buffer>();
  trust: Catalog['trust'] = null;
  catalog: Catalog = emptyCatalog();
  freshness: Parameters<typeof targetsOf>[2] = {};

  get files(): Map<string, Buffer> {
    return this.repository.files;
  }

  get root(): Buffer {
    return this.repository.file('metadata/1.root.json');
  }

  /** Publishes a catalog with these capabilities. */
  publish(manifests: Manifests, generatedAt = new Date(), more: Partial<Catalog> = {}): void {
    const entries = Object.entries(manifests).map(([id, { version = '1.0.0', text = `${id} ${version}`, more: own = {} }]) => {
      this.blob(text);
      return entry(id, version, { bytes: text, ...own });
    });
    this.publishEntries(entries, generatedAt, more);
  }

  publishEntries(entries: readonly Entry[], generatedAt = new Date(), more: Partial<Catalog> = {}): void {
    this.catalog = { ...emptyCatalog(), entries, trust: this.trust, sources: sourcesOf(entries), ...more };
    const targets = targetsOf(this.catalog, (digest) => this.blobs.get(digest) ?? null, this.freshness);
    this.repository.targets.targets = {};
    for (const [name, text] of targets) this.repository.addTarget(name, text);
    this.repository.publish('targets', 'snapshot');
    this.touch(generatedAt);
  }

  /** Signs a new time and nothing else. */
  touch(generatedAt = new Date()): void {
    this.repository.timestampFields = { 'x-generated-at': generatedAt.toISOString(), 'x-catalog': 'Quay' };
    this.repository.publish('timestamp');
  }

  blob(text: string): string {
    const digest = digestOf(text);
    this.blobs.set(digest, Buffer.from(text));
    this.files.set(blobPath(digest), Buffer.from(text));
    return digest;
  }
}

export const blobPath = (digest: string) => `blobs/sha256/${digest.slice(7, 9)}/${digest.slice(7)}`;

function emptyCatalog(): Catalog {
  const identity = { name: 'Quay', generator: { ...GENERATOR }, configuration: digestOf('configuration'), badges: false };
  return { identity, entries: [], sources: [], findings: [], quarantined: [], trust: null };
}

function sourcesOf(entries: readonly Entry[]): Catalog['sources'] {
  return [...new Set(entries.map(({ source }) => source))].sort().map((id) => ({
    id,
    kind: 'git' as const,
    state: 'ok' as const,
    commit: 'a'.repeat(40),
    reading: digestOf('reading'),
    manifests: 1,
    capabilities: entries.filter(({ source }) => source === id).length,
    findings: { error: 0, warning: 0, info: 0 },
    file: id.replaceAll('/', '~2f'),
  }));
}

export interface MirrorOptions {
  readonly view?: 'online' | 'airgap';
  readonly only?: MirrorFilter;
  readonly pin?: (folder: string) => void;
  readonly url?: string;
  readonly root?: Uint8Array;
}

/** A mirror in a temporary folder. Waits of its own are no waits. */
export class Mirror {
  readonly folder = join(temporaryFolder('chora-mirror-'), 'mirror');
  readonly slept: number[] = [];
  readonly progress: MirrorProgress[] = [];
  /** Stands in for the clock. */
  now: Date | undefined;
  /** Puts something between the mirror and its operations. */
  wrap: (ops: MirrorOps) => MirrorOps = (ops) => ops;

  ops(): MirrorOps {
    const config = readMirrorConfig(this.folder);
    const ops = mirrorOps({ folder: this.folder, config, format: TEST_FORMAT, now: this.now, inProcess: true });
    return this.wrap({
      ...ops,
      sleep: async (milliseconds) => {
        this.slept.push(milliseconds);
        await pause(0);
      },
      random: () => 0.5,
    });
  }

  async init(url: string, root: Uint8Array, { view = 'online', only, pin = () => undefined }: MirrorOptions = {}) {
    const limits = { concurrency: 4, bandwidth: null, timeout: 1000, stall: 1000, retries: 0, file: 1, release: 1 };
    const ops = mirrorOps({
      folder: this.folder,
      config: { url, view, policy: null, limits },
      format: TEST_FORMAT,
      now: this.now,
    });
    return await initMirror({ url, view, only: only ?? null, policy: false }, root, ops, () => pin(this.folder));
  }

  async sync({ repair = false, clockIsRight = false, signal = new AbortController().signal } = {}): Promise<MirrorSyncReport> {
    const watch = (each: MirrorProgress) => void this.progress.push(each);
    return await syncMirror(readMirrorConfig(this.folder), this.ops(), { signal, watch, repair, clockIsRight });
  }

  async status(): Promise<MirrorStatus> {
    return await mirrorStatus(readMirrorConfig(this.folder), this.ops());
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** What is served at this moment. */
  served(path = 'index.html'): string {
    return this.read(`current/${path}`);
  }

  journal(): { event: string; [key: string]: unknown }[] {
    return this.read('journal.ndjson')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  }
}

/** Makes publishers with their servers, and mirrors of them; after each test the servers are gone. */
export function mirrors(): (
  manifests?: Manifests,
  options?: MirrorOptions,
) => Promise<{ publisher: Publisher; server: TreeServer; mirror: Mirror }> {
  const running: TreeServer[] = [];
  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
  });
  return async (manifests = { 'quay.slot.assign': {}, 'quay.berth.list': {} }, options = {}) => {
    const publisher = new Publisher();
    publisher.publish(manifests);
    const server = await new TreeServer(publisher.files).start();
    running.push(server);
    const mirror = new Mirror();
    await mirror.init(options.url ?? server.url, options.root ?? publisher.root, options);
    return { publisher, server, mirror };
  };
}
