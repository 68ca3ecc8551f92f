import type { TrustedMetadata } from '../../mirror/tuf-client.js';
import { PARSE } from './metadata.js';
import { verifyRelease } from './release.js';
import type { TrustFolder } from './trust-folder.js';

/** The roots that the trusted one took the place of, by version: each was verified by the one before it. */
export function replacedRoots(
  before: Buffer,
  fetched: ReadonlyMap<number, Uint8Array>,
  trusted: Buffer,
): ReadonlyMap<number, Uint8Array> {
  if (trusted.equals(before)) return new Map();
  const { version } = PARSE.root(trusted).signed;
  const all = new Map([[PARSE.root(before).signed.version, before], ...fetched]);
  return new Map([...all].filter(([each]) => each < version));
}

/** What is trusted, verified, under the names that a client asks for. */
export function publishedFiles(folder: TrustFolder): TrustedMetadata {
  const read = new Map<string, Buffer>();
  const { release } = verifyRelease((name) => {
    const bytes = folder.read(name);
    if (bytes !== null) read.set(name, bytes);
    return bytes;
  });
  const { versions } = release;
  const files = new Map<string, Uint8Array>();
  for (const [role, name] of [
    ['root', `${versions.root}.root.json`],
    ['timestamp', 'timestamp.json'],
    ['snapshot', `${versions.snapshot}.snapshot.json`],
    ['targets', `${versions.targets}.targets.json`],
  ] as const) {
    const bytes = read.get(`${role}.json`);
    if (bytes !== undefined) files.set(name, bytes);
  }
  for (let version = versions.root - 1; version > 0; version -= 1) {
    const bytes = folder.readRoot(version);
    // A gap cannot be followed: what is before it helps nobody.
    if (bytes === null) break;
    files.set(`${version}.root.json`, bytes);
  }
  return { release, files };
}
