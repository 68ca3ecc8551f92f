import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../adapters/clock.js';
import { readBytesIfThere, readTextFile } from '../adapters/disk/input-files.js';
import { FileCarrier } from '../adapters/mirror/carrier.js';
import { FolderOrigin } from '../adapters/mirror/origin-folder.js';
import { HttpOrigin } from '../adapters/mirror/origin-http.js';
import { DiskMirror } from '../adapters/mirror/store.js';
import { TufJsClient } from '../adapters/tuf/client.js';
import { TUF_LIMITS } from '../adapters/tuf/transport.js';
import { prover, writeWholeFile } from '../compose.js';
import { type MirrorConfig, parseMirrorConfig } from '../mirror/config.js';
import type { MirrorOps, Origin, ReleaseFormat } from '../mirror/ops.js';
import type { TufPlaces } from '../mirror/tuf-client.js';
import { ChoraError } from '../model/errors.js';
import { quote } from '../model/quote.js';
import { readTrust } from './trust-files.js';

/** The configuration of the mirror in a folder. @throws ChoraError `mirror/not-a-mirror`, `mirror/config` */
export function readMirrorConfig(folder: string): MirrorConfig {
  const path = join(folder, 'mirror.yaml');
  if (readBytesIfThere(path, CONFIG_BYTES) === null)
    throw new ChoraError(
      'usage',
      'mirror/not-a-mirror',
      `${folder} is not a mirror: it has no mirror.yaml.`,
      'chora mirror init DIR --url URL --root root.json makes one.',
    );
  return parseMirrorConfig(readTextFile(path, CONFIG_BYTES), path);
}
const CONFIG_BYTES = 1024 * 1024;

export interface MirrorSetup {
  readonly folder: string;
  readonly config: Pick<MirrorConfig, 'url' | 'view' | 'policy' | 'limits'>;
  readonly format: ReleaseFormat;
  /** Stands in for the clock. */
  readonly now?: Date | undefined;
  /** Verify proofs on this very thread. */
  readonly inProcess?: boolean | undefined;
}

/** The mirror's operations on the real world. */
export function mirrorOps({ folder, config, format, now, inProcess }: MirrorSetup): MirrorOps {
  const root = resolve(folder);
  const { origin, places } = placesOf(root, config);
  // Attempts are repeated by the sync, which waits as mirror.yaml says.
  const limits = { ...TUF_LIMITS, timeoutMs: config.limits.timeout, stallMs: config.limits.stall, retries: 0 };
  return {
    ...systemClock(now),
    tuf: new TufJsClient(limits),
    places,
    origin,
    store: new DiskMirror(root),
    ownTrust: () => readTrust({ config: join(root, 'mirror.yaml') }, config.policy ?? undefined),
    prove: prover(inProcess ? Number.POSITIVE_INFINITY : undefined),
    format,
    carrier: new FileCarrier(root, places.trustFolder),
  };
}

/** What making a mirror needs of the real world. */
export function newMirrorOps(
  folder: string,
  { url, view }: Pick<MirrorConfig, 'url' | 'view'>,
): Pick<MirrorOps, 'store' | 'tuf' | 'places' | 'now'> {
  const root = resolve(folder);
  const { limits } = parseMirrorConfig('url: none', 'mirror.yaml');
  return {
    now: systemClock().now,
    tuf: new TufJsClient(),
    store: new DiskMirror(root),
    places: placesOf(root, { url, view, policy: null, limits }).places,
  };
}

/** Where the published tree is: an address, or a folder relative to the mirror's. */
function placesOf(root: string, { url, view, limits }: MirrorSetup['config']): { origin: Origin; places: TufPlaces } {
  const http = /^https?:\/\//i.test(url);
  if (!http && !isFolder(url))
    throw new ChoraError(
      'usage',
      'usage/url',
      `${quote(url)} is no address that a catalog is fetched from.`,
      'Give an http(s) URL, or a folder: a path, or a file:// URL of this machine.',
    );
  const folder = resolve(root, url.startsWith('file://') ? fileURLToPath(url) : url);
  const origin = http ? new HttpOrigin(url, limits.stall) : new FolderOrigin(folder);
  const at = (path: string) => (http ? `${origin.name}${path}` : join(folder, path));
  const metadata = at(view === 'airgap' ? 'metadata-airgap' : 'metadata');
  return { origin, places: { trustFolder: join(root, 'trust'), metadata, targets: at('targets') } };
}

/** What begins as an address of another kind is no path that was meant. */
function isFolder(url: string): boolean {
  return /^file:\/\/\//i.test(url) || (url.trim() !== '' && !/^[a-z][a-z0-9+.-]*:\/\//i.test(url));
}

/** How mirror.yaml names a folder: relative to the mirror it says where it is, wherever the two are carried together. */
export function writtenUrl(url: string): string {
  return url === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : resolve(url);
}

/** Copies the operator's policy, with the trusted root beside it, into the mirror. */
export function pinPolicy(policy: string, folder: string): void {
  const text = readTextFile(policy);
  readTrust({ config: policy }, resolve(policy));
  writeWholeFile(join(folder, 'policy.yaml'), Buffer.from(text));
  const root = readBytesIfThere(join(dirname(policy), 'trusted_root.json'), ROOT_BYTES);
  if (root !== null) writeWholeFile(join(folder, 'trusted_root.json'), root);
}
const ROOT_BYTES = 16 * 1024 * 1024;
