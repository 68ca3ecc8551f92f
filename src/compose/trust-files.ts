import { dirname, join, resolve } from 'node:path';
import { readBytes, readBytesIfThere, readTextFile } from '../adapters/disk/input-files.js';
import { MANIFEST_LIMITS } from '../model/limits.js';
import type { Artifact } from '../model/trust.js';
import { artifactOfDigest } from '../query/verify.js';
import { bundlePathsOf } from '../sources/bundle-paths.js';
import { BUNDLE_LIMITS } from '../trust/bundle.js';
import type { Trust } from '../trust/examine.js';
import { parsePolicy } from '../trust/policy.js';
import { parseTrustedRoot, publicGoodTrustedRoot, type TrustedRootFile } from '../trust/trusted-root.js';

/** The manifest that an argument names: a file, or no more than its digest. */
export function readArtifact(argument: string): Artifact {
  return artifactOfDigest(argument) ?? { bytes: readBytes(argument, MANIFEST_LIMITS.bytes) };
}

/** The bundles of a manifest: those of the file that was named, or of those beside it, of which there may be none. */
export function readBundleFiles(manifest: string | undefined, named: string | undefined): Uint8Array[] {
  if (named !== undefined) return [readBytes(named, BUNDLE_LIMITS.bytes)];
  if (manifest === undefined || artifactOfDigest(manifest) !== null) return [];
  return bundlePathsOf(manifest).flatMap((path) => readBytesIfThere(path, BUNDLE_LIMITS.bytes) ?? []);
}

/**
 * The trusted root in a file, or the public-good one that is shipped. One that is only for plain `keys` may name nobody.
 * @throws ChoraError `trust/trusted-root`
 */
export function readTrustedRoot(path: string | undefined, of: 'certificates' | 'keys' = 'certificates'): TrustedRootFile {
  return path === undefined ? publicGoodTrustedRoot() : parseTrustedRoot(readTextFile(path), path, of);
}

/** Whom the catalog at `config` believes; null where it names no policy. */
export function readTrust(
  { config, trustedRoot }: { config: string; trustedRoot?: string },
  policy: string | undefined,
): Trust | null {
  if (policy === undefined) return null;
  const path = resolve(dirname(config), policy);
  const beside = join(dirname(path), 'trusted_root.json');
  const root = trustedRoot ?? (readBytesIfThere(beside, TRUSTED_ROOT_BYTES) === null ? undefined : beside);
  return { policy: parsePolicy(readTextFile(path), policy), root: readTrustedRoot(root) };
}
const TRUSTED_ROOT_BYTES = 16 * 1024 * 1024;
