import { createHash } from 'node:crypto';
import type { Capability, CapabilityState, Entry, QuarantinedManifest, UnfinishedDocument } from '../model/generated/types.js';
import { serialize } from './serialize.js';

/** What the changes of a catalog are told by. */
export interface CatalogState {
  /** By id; only what is current. */
  readonly capabilities: ReadonlyMap<string, KnownState>;
  /** By `quarantineKey`. */
  readonly quarantined: ReadonlyMap<string, QuarantinedVersion>;
}

/** A state whose digest of the record is computed when it is asked for: the digest of the manifest answers most questions. */
export interface KnownState extends Omit<CapabilityState, 'record'> {
  record(): string;
}

export interface QuarantinedVersion {
  readonly source: string;
  readonly id: string;
  readonly version: string | null;
  /** Absent in a state that was put together again. */
  readonly reason?: string;
}

export function stateOf(entries: Iterable<Entry>, quarantined: Iterable<QuarantinedManifest>): CatalogState {
  const capabilities = new Map<string, KnownState>();
  for (const entry of entries) if (entry.status === 'current') capabilities.set(entry.id, stateOfEntry(entry));
  const versions = new Map<string, QuarantinedVersion>();
  for (const { source, capabilities: held, reason } of quarantined) {
    for (const { id, version } of held) {
      const key = quarantineKey({ source, id, version });
      if (!versions.has(key)) versions.set(key, { source, id, version, reason });
    }
  }
  return { capabilities, quarantined: versions };
}

export function quarantineKey({ source, id, version }: QuarantinedVersion): string {
  return JSON.stringify([source, id, version]);
}

function stateOfEntry({ version, source, manifest, capability }: Entry): KnownState {
  let digest: string | undefined;
  return {
    version,
    source,
    stage: stageOf(capability),
    ...(capability.title === undefined ? {} : { title: capability.title }),
    ...(capability.owner === null ? {} : { owner: capability.owner }),
    manifest: manifest.digest,
    record: () => (digest ??= `sha256:${createHash('sha256').update(serialize(capability)).digest('hex')}`),
  };
}

function stageOf({ lifecycle_stage, stability, deprecation }: Capability): CapabilityState['stage'] {
  if (lifecycle_stage === 'retired') return 'retired';
  return stability === 'deprecated' || deprecation !== undefined ? 'deprecated' : 'active';
}

/** Whether both say the same of a capability's content. Most manifests hold one capability, so theirs is the cheap question. */
export function sameContent(a: KnownState, b: KnownState): boolean {
  return a.manifest === b.manifest || a.record() === b.record();
}

/**
 * What has to be written down before a catalog is overwritten bit by bit, so that `undo` can tell afterwards how it was: all in
 * which the two states differ, and what an `earlier` run that was killed had written down.
 */
export function differences(
  before: CatalogState,
  after: CatalogState,
  earlier: UnfinishedDocument | null,
): Pick<UnfinishedDocument, 'capabilities' | 'quarantined'> {
  const ids = new Set(earlier?.capabilities.map(({ id }) => id));
  for (const id of [...before.capabilities.keys(), ...after.capabilities.keys()]) {
    if (!sameState(before.capabilities.get(id), after.capabilities.get(id))) ids.add(id);
  }
  const keys = new Map(earlier?.quarantined.map((each) => [quarantineKey(each), each]));
  for (const [key, each] of [...before.quarantined, ...after.quarantined]) {
    if (before.quarantined.has(key) !== after.quarantined.has(key)) keys.set(key, { ...each, before: false });
  }
  return {
    capabilities: [...ids].map((id) => ({ id, before: written(before.capabilities.get(id)) })),
    quarantined: [...keys].map(([key, { source, id, version }]) => ({
      source,
      id,
      version,
      before: before.quarantined.has(key),
    })),
  };
}

/** The state before the run that was killed, from what it left and what it had written down. */
export function undo(left: CatalogState, unfinished: UnfinishedDocument): CatalogState {
  const capabilities = new Map(left.capabilities);
  for (const { id, before } of unfinished.capabilities) {
    if (before === null) capabilities.delete(id);
    else capabilities.set(id, { ...before, record: () => before.record });
  }
  const quarantined = new Map(left.quarantined);
  for (const { source, id, version, before } of unfinished.quarantined) {
    const each = { source, id, version };
    if (before) quarantined.set(quarantineKey(each), each);
    else quarantined.delete(quarantineKey(each));
  }
  return { capabilities, quarantined };
}

function sameState(a: KnownState | undefined, b: KnownState | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.version === b.version && a.source === b.source && a.stage === b.stage && sameContent(a, b);
}

function written(state: KnownState | undefined): CapabilityState | null {
  return state === undefined ? null : { ...state, record: state.record() };
}
