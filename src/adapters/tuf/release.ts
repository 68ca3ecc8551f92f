import type { Metadata, Root, TargetFile as TufTarget } from '@tufjs/models';
import type { TargetFile, TopLevelRole, TrustedRelease } from '../../mirror/tuf-client.js';
import { ChoraError } from '../../model/errors.js';
import { printable } from '../../model/quote.js';
import { PARSE, verifyBy, verifyRoot } from './metadata.js';

/** A release, and what is needed to read its targets. */
export interface VerifiedRelease {
  readonly release: TrustedRelease;
  /** Whether names of targets are prefixed with their digests. */
  readonly consistentSnapshot: boolean;
  /** Those of the top-level role by name, also with digests that {@link TrustedRelease} does not know. */
  readonly targets: ReadonlyMap<string, TufTarget>;
}

/**
 * Verifies trusted metadata again from its root down: signatures, versions and digests, but not expiry.
 * @param read the bytes of a file of that name, null where there is none
 * @throws ChoraError `tuf/no-root`, `tuf/incomplete`
 */
export function verifyRelease(read: (name: string) => Uint8Array | null): VerifiedRelease {
  const root = parseRoot(read('root.json'));
  try {
    const timestampBytes = bytesOf(read, 'timestamp');
    const timestamp = PARSE.timestamp(timestampBytes);
    verifyBy(root, 'timestamp', timestamp);
    const snapshotBytes = bytesOf(read, 'snapshot');
    const snapshot = PARSE.snapshot(snapshotBytes);
    verifyBy(root, 'snapshot', snapshot);
    const { snapshotMeta } = timestamp.signed;
    sameVersion('snapshot', snapshot.signed.version, snapshotMeta.version);
    snapshotMeta.verify(snapshotBytes);
    const targetsBytes = bytesOf(read, 'targets');
    const targets = PARSE.targets(targetsBytes);
    verifyBy(root, 'targets', targets);
    const targetsMeta = snapshot.signed.meta['targets.json'];
    if (targetsMeta === undefined) throw new Error('the snapshot does not list targets.json');
    sameVersion('targets', targets.signed.version, targetsMeta.version);
    targetsMeta.verify(targetsBytes);
    const signed = { root: root.signed, timestamp: timestamp.signed, snapshot: snapshot.signed, targets: targets.signed };
    return {
      release: {
        versions: ofEach((role) => signed[role].version),
        expires: ofEach((role) => new Date(signed[role].expires)),
        generatedAt: instantOf(timestamp.signed.unrecognizedFields['x-generated-at']),
        catalog: textOf(timestamp.signed.unrecognizedFields['x-catalog']),
        targets: new Map(Object.values(targets.signed.targets).flatMap((target) => describe(target) ?? [])),
      },
      consistentSnapshot: root.signed.consistentSnapshot,
      targets: new Map(Object.entries(targets.signed.targets)),
    };
  } catch (error) {
    if (error instanceof ChoraError && error.code !== 'tuf/incomplete') throw error;
    throw incomplete(reasonOf(error), error);
  }
}

function parseRoot(bytes: Uint8Array | null): Metadata<Root> {
  if (bytes === null) throw noRoot();
  try {
    return verifyRoot(bytes);
  } catch (error) {
    throw incomplete(`root.json: ${reasonOf(error)}`, error);
  }
}

export function noRoot(): ChoraError {
  return new ChoraError(
    'trust',
    'tuf/no-root',
    'No root is pinned, so nothing can be verified.',
    'Get root.json from the publisher by a way that you trust, and pin it first.',
  );
}

function incomplete(reason: string, cause: unknown): ChoraError {
  return new ChoraError(
    'trust',
    'tuf/incomplete',
    `What is trusted is no whole release yet: ${printable(reason.slice(0, 300))}.`,
    'Refresh; this is what remains of a refresh that was refused midway.',
    { cause },
  );
}

function bytesOf(read: (name: string) => Uint8Array | null, role: TopLevelRole): Buffer {
  const bytes = read(`${role}.json`);
  if (bytes === null) throw new Error(`there is no ${role}.json`);
  return Buffer.from(bytes);
}

function sameVersion(role: TopLevelRole, version: number, expected: number): void {
  if (version !== expected) throw new Error(`${role}.json has version ${version}, and version ${expected} belongs to it`);
}

function ofEach<T>(value: (role: TopLevelRole) => T): Record<TopLevelRole, T> {
  return { root: value('root'), timestamp: value('timestamp'), snapshot: value('snapshot'), targets: value('targets') };
}

/** Null for a target that other digests than sha256 describe. */
function describe({ path, length, hashes }: TufTarget): [string, TargetFile][] | null {
  const { sha256 } = hashes;
  if (sha256 === undefined) return null;
  if (!/^[0-9a-f]{64}$/.test(sha256) || !Number.isSafeInteger(length) || length < 0)
    throw new Error(`the target ${path} has no sensible digest or length`);
  return [[path, { path, length, sha256 }]];
}

function instantOf(value: unknown): Date | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(value)) return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Errors of the models may come from another realm, so their class does not tell. */
export function reasonOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
