import { LAYOUT } from '../catalog/layout.js';
import { ChoraError } from '../model/errors.js';
import { quote } from '../model/quote.js';
import type { ContentKind } from './ops.js';
import type { TargetFile } from './tuf-client.js';

/** What a release may name. */
const LIMITS = { targets: 4096, name: 200 } as const;
/** Parts that no file system takes for anything but a name: no dots in front, nothing to escape. */
const SAFE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/;
const SAFE_PATH = /^[\w!~.-]+(\/[\w!~.-]+)*$/;
/** A part of nothing but dots. */
const DOTS = /(^|\/)\.+(\/|$)/;
const SHA256 = /^[0-9a-f]{64}$/;

/** A target whose name may be a path, as `LAYOUT` has it: relative to `targets/`. */
export interface Target {
  readonly name: string;
  readonly digest: string;
  readonly size: number;
}

/**
 * The targets of a release, in the order of their names.
 * @throws ChoraError `mirror/hostile-release` for names that are no plain names, for digests that are none, and for too much.
 */
export function checkTargets(
  targets: Iterable<TargetFile>,
  limits: { readonly file: number; readonly release: number },
): Target[] {
  const checked: Target[] = [];
  const folded = new Set<string>();
  let total = 0;
  for (const { path, length, sha256 } of targets) {
    if (path.length > LIMITS.name || !SAFE_NAME.test(path)) throw hostile(`${quote(path)} is no name of a target`);
    // Two names that differ in capitals alone are one file on some disks.
    if (folded.has(path.toLowerCase())) throw hostile(`two targets are called ${quote(path)}`);
    folded.add(path.toLowerCase());
    if (!SHA256.test(sha256)) throw hostile(`the target ${quote(path)} has no sha256 digest`);
    if (!Number.isSafeInteger(length) || length < 0 || length > limits.file)
      throw hostile(`the target ${quote(path)} is of ${length} bytes, and ${limits.file} are allowed`, 'limits.file');
    total += length;
    if (total > limits.release) throw hostile(`its targets are larger than ${limits.release} bytes`, 'limits.release');
    checked.push({ name: path, digest: `sha256:${sha256}`, size: length });
    if (checked.length > LIMITS.targets) throw hostile(`it has more than ${LIMITS.targets} targets`);
  }
  return checked.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Where a target is in the published tree, and in a release's folder: plainly, and with its digest for clients of TUF. */
export function targetPaths({ name, digest }: Pick<Target, 'name' | 'digest'>): {
  readonly plain: string;
  readonly hashed: string;
} {
  const slash = name.lastIndexOf('/') + 1;
  const plain = `targets/${name}`;
  return { plain, hashed: `targets/${name.slice(0, slash)}${digest.slice(7)}.${name.slice(slash)}` };
}

/** Where a blob is in the published tree, and in a release's folder. */
export const blobPath = LAYOUT.blob;

/** Whether a path of a release's file list stays inside the release, on every file system. */
export function isReleasePath(path: string): boolean {
  return path.length <= 400 && SAFE_PATH.test(path) && !DOTS.test(path);
}

/** The release says something that no release says. */
export function hostile(message: string, limit?: string): ChoraError {
  return new ChoraError(
    'trust',
    'mirror/hostile-release',
    `The release is refused: ${message}.`,
    limit === undefined
      ? 'The release before is still served. Tell whoever publishes it.'
      : `The release before is still served. If this is meant to be, raise ${limit} in mirror.yaml.`,
  );
}

/** The content that a path of the published tree names by its digest, or null. */
export function contentOf(path: string): { readonly kind: ContentKind; readonly digest: string } | null {
  const [, blob] = /^blobs\/sha256\/[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(path) ?? [];
  if (blob !== undefined) return blobPath(`sha256:${blob}`) === path ? { kind: 'blobs', digest: `sha256:${blob}` } : null;
  const [, target] = /^targets\/(?:[^/]+\/)*([0-9a-f]{64})\.[^/]+$/.exec(path) ?? [];
  return target === undefined ? null : { kind: 'targets', digest: `sha256:${target}` };
}
