import { compareText } from '../model/compare-text.js';

/** The two TUF views of the same targets: the one that is fetched online, and the one that is carried by hand and lasts longer. */
export const VIEWS = ['main', 'airgap'] as const;
export type View = (typeof VIEWS)[number];

export const METADATA_FOLDER: Readonly<Record<View, string>> = { main: 'metadata', airgap: 'metadata-airgap' };
export const TARGETS_FOLDER = 'targets';

/** Where publishing reads what indexing wrote. */
export const INDEXED = {
  freshness: 'api/v1/freshness.json',
  catalog: 'api/v1/catalog.json',
  /** The digest of every file that mirrors make again. */
  site: 'site.sha256',
  /** There while a run is writing, and after one that was killed. */
  unfinished: 'api/v1/unfinished',
  blobs: 'blobs/sha256',
  /** `digest`: 64 hex digits. */
  blob: (digest: string) => `blobs/sha256/${digest.slice(0, 2)}/${digest}`,
} as const;

/** Root metadata that still lack signatures. */
export const PROPOSED_ROOT = 'root.proposed.json';

/** Older releases whose metadata and targets stay, the current one included: readers may be in the middle of one. */
export const RELEASES_KEPT = 3;

export function metadataPath(view: View, name: string): string {
  return `${METADATA_FOLDER[view]}/${name}`;
}

/** `shards/00.json` → `shards/<sha256>.00.json`: the name that clients ask for, as `consistent_snapshot` has it. */
export function hashedName(name: string, sha256: string): string {
  const slash = name.lastIndexOf('/') + 1;
  return `${name.slice(0, slash)}${sha256}.${name.slice(slash)}`;
}

/** The name of the target of which this is the name with the digest in it; null where it is none. */
export function plainName(path: string): { name: string; sha256: string } | null {
  const match = /^((?:.*\/)?)([0-9a-f]{64})\.([^/]+)$/.exec(path);
  return match === null ? null : { name: `${match[1]}${match[3]}`, sha256: match[2] ?? '' };
}

/** What a write leaves that was killed. */
export function isPieceOfFile(path: string): boolean {
  return /\.tmp-\d+$/.test(path);
}

/** `12.snapshot.json` → role and version; null for other names. */
export function parseVersioned(name: string): { role: 'root' | 'snapshot' | 'targets'; version: number } | null {
  const match = /^([1-9]\d{0,15})\.(root|snapshot|targets)\.json$/.exec(name);
  if (match === null) return null;
  return { role: match[2] as 'root' | 'snapshot' | 'targets', version: Number(match[1]) };
}

/** A target may be named by letters, digits and `. _ -` in parts that hide nothing: such a name is the same in a path and in a URL. */
export function isTargetName(name: string): boolean {
  return name.length <= 512 && name.split('/').every((part) => /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(part));
}

export function sorted<T>(entries: Iterable<readonly [string, T]>): (readonly [string, T])[] {
  return [...entries].sort(([a], [b]) => compareText(a, b));
}
