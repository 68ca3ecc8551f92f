import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import { Metadata, MetadataKind, type TargetFile } from '@tufjs/models';
import { Updater } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import { publishOps } from '../../src/compose/publish.js';
import { digestOf } from '../../src/model/digest.js';
import { ChoraError } from '../../src/model/errors.js';
import { initialise } from '../../src/publish/init.js';
import { type RotateReport, replaceRoots } from '../../src/publish/install.js';
import { LIFETIMES } from '../../src/publish/lifetimes.js';
import type { RootChanges } from '../../src/publish/next-root.js';
import type { KeyFolder, PublishOps } from '../../src/publish/ops.js';
import { type PublishOptions, type PublishReport, publishRelease } from '../../src/publish/release.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** The time of the tests. A client of tuf-js looks at the clock of the machine, so this one is near it. */
export const NOW = new Date(Math.floor(Date.now() / 1000) * 1000);
export const later = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chora-publish-'));
  folders.push(folder);
  return folder;
}

/** Manifests by shard: what indexing would have written, as far as publishing reads it. */
export interface Indexed {
  readonly shards: Readonly<Record<string, readonly string[]>>;
  readonly capabilities?: number;
  readonly generatedAt?: Date;
}

/** Writes a catalog as indexing does: new files in the place of the old ones, and nothing else in targets/ but what publishing made. */
export function writeIndexed(out: string, { shards, capabilities, generatedAt = NOW }: Indexed): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    rmSync(join(out, path), { force: true });
    writeFileSync(join(out, path), text);
  };
  for (const name of existsSync(join(out, 'targets/shards')) ? readdirSync(join(out, 'targets/shards')) : [])
    if (/^..\.json$/.test(name)) rmSync(join(out, 'targets/shards', name));
  for (const [shard, manifests] of Object.entries(shards)) {
    const entries = manifests.map((text) => {
      const digest = digestOf(text);
      write(`blobs/sha256/${digest.slice(7, 9)}/${digest.slice(7)}`, text);
      return { id: text, manifest: { digest, size: Buffer.byteLength(text) } };
    });
    write(`targets/shards/${shard}.json`, JSON.stringify({ entries }));
  }
  const count = capabilities ?? Object.values(shards).flat().length;
  write('targets/catalog.json', JSON.stringify({ catalog: { name: 'Yards', counts: { capabilities: count } }, badges: true }));
  write('api/v1/freshness.json', JSON.stringify({ generated_at: generatedAt.toISOString() }));
}

/** A catalog with its keys, in a folder of its own. */
export class Publication {
  readonly folder = temporaryFolder();
  readonly out = join(this.folder, 'dist');
  readonly keys = join(this.folder, 'keys');

  ops(
    now = NOW,
    environment: Record<string, string> = {},
    keys: string | null = this.keys,
  ): { ops: PublishOps; folder: KeyFolder } {
    const { ops, folder } = publishOps({ out: this.out, keys: keys ?? undefined, environment, now });
    return { ops, folder: folder as KeyFolder };
  }

  async init(options: { rootKeys?: number; threshold?: number; airgap?: boolean } = {}, now = NOW): Promise<this> {
    const { ops, folder } = this.ops(now);
    await initialise(ops, folder, { rootKeys: 1, threshold: 1, airgap: true, lifetimes: LIFETIMES, ...options });
    return this;
  }

  index(indexed: Indexed): this {
    writeIndexed(this.out, indexed);
    return this;
  }

  async publish(now = NOW, options: Partial<PublishOptions> = {}): Promise<PublishReport> {
    return await publishRelease(this.ops(now).ops, {
      lifetimes: LIFETIMES,
      allowShrink: false,
      airgap: true,
      dryRun: false,
      ...options,
    });
  }

  async rotate(roles: RootChanges['roles'], now = NOW, restart = false, more: Partial<RootChanges> = {}): Promise<RotateReport> {
    const { ops, folder } = this.ops(now);
    return await replaceRoots(ops, folder, { roles, lifetimes: LIFETIMES, ...more }, restart);
  }

  read(path: string): string {
    return readFileSync(join(this.out, path), 'utf8');
  }

  signed(path: string): { version: number; expires: string; [field: string]: unknown } {
    return (JSON.parse(this.read(path)) as { signed: { version: number; expires: string } }).signed;
  }

  /** Every file of the published tree, by its path. */
  files(): Map<string, string> {
    const paths = readdirSync(this.out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const named = paths.map((entry) => join(entry.parentPath, entry.name)).sort();
    return new Map(named.map((path) => [path.slice(this.out.length + 1), readFileSync(path, 'latin1')]));
  }
}

/** A client of TUF as others wrote it, which keeps what it trusts from one refresh to the next. */
export class Client {
  private readonly trust = temporaryFolder();

  constructor(
    private readonly out: string,
    private readonly view: 'metadata' | 'metadata-airgap' = 'metadata',
    root = join(out, view, '1.root.json'),
  ) {
    writeFileSync(join(this.trust, 'root.json'), readFileSync(root));
  }

  /** Follows the release and downloads every target; gives their names and bytes. */
  async refresh(): Promise<Map<string, string>> {
    const get = (url: string): Buffer => {
      const path = join(this.out, decodeURIComponent(new URL(url).pathname));
      if (!existsSync(path)) throw new DownloadHTTPError(`no ${path}`, 404);
      return readFileSync(path);
    };
    const updater = new Updater({
      metadataDir: this.trust,
      targetDir: this.trust,
      metadataBaseUrl: `http://client.invalid/${this.view}/`,
      targetBaseUrl: 'http://client.invalid/targets/',
      fetcher: {
        downloadBytes: (url) => Promise.resolve().then(() => get(url)),
        downloadFile: (url, _limit, handler) => {
          const file = join(this.trust, 'download');
          return Promise.resolve()
            .then(() => writeFileSync(file, get(url)))
            .then(() => handler(file));
        },
      },
    });
    await updater.refresh();
    const found = new Map<string, string>();
    for (const info of this.targets()) {
      found.set(info.path, readFileSync(await updater.downloadTarget(info, join(this.trust, 'target')), 'utf8'));
    }
    return found;
  }

  version(role: 'root' | 'timestamp' | 'snapshot' | 'targets'): number {
    return this.trusted(role).version;
  }

  /** Those of the metadata that the client has just verified. */
  private targets(): readonly TargetFile[] {
    const data = JSON.parse(readFileSync(join(this.trust, 'targets.json'), 'utf8'));
    return Object.values(Metadata.fromJSON(MetadataKind.Targets, data).signed.targets);
  }

  private trusted(role: string): { version: number } {
    const text = readFileSync(join(this.trust, `${role}.json`), 'utf8');
    return (JSON.parse(text) as { signed: { version: number } }).signed;
  }
}

/** The code of the ChoraError that something fails with. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ChoraError)) throw new Error(`Expected a ChoraError, found ${error}`);
  return error.code;
}
