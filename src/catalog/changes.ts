import type { Catalog } from '../model/catalog.js';
import { compareText } from '../model/compare-text.js';
import { fileNameOf } from '../model/file-names.js';
import type { Change, ChangesDocument, UnfinishedDocument } from '../model/generated/types.js';
import {
  type CatalogState,
  differences,
  type KnownState,
  type QuarantinedVersion,
  quarantineKey,
  sameContent,
  stateOf,
  undo,
} from './state.js';

/** Older changes are dropped. */
const MAX_CHANGES = 500;
/** The first is what a reader must not miss. Of a run that saw more than fit, the last are dropped. */
const KINDS: readonly Change['kind'][] = [
  'quarantined',
  'removed',
  'retired',
  'deprecated',
  'restored',
  'moved',
  'updated',
  'new',
];

/** What earlier runs recorded, and what their catalog said. */
export interface History {
  readonly document: ChangesDocument;
  readonly before: CatalogState;
  /** False where capabilities are missing in `before` that the catalog had: then nothing can be told to be new. */
  readonly complete: boolean;
  /** Of the run before, where it was killed. */
  readonly unfinished: UnfinishedDocument | null;
}

/**
 * What an earlier run left, `capabilities` being how many its catalog.json counts; null where no history has begun. What a killed run
 * recorded never came to be, and is taken back.
 */
export function historyOf(
  document: ChangesDocument | null,
  left: CatalogState,
  capabilities: number | undefined,
  unfinished: UnfinishedDocument | null,
): History | null {
  if (document === null || unfinished?.last_change === null) return null;
  if (unfinished === null) return { document, before: left, complete: left.capabilities.size === capabilities, unfinished };
  const { last_change } = unfinished;
  return {
    document: { ...document, changes: document.changes.filter(({ number }) => number <= last_change) },
    before: undo(left, unfinished),
    complete: true,
    unfinished,
  };
}

/** What a run records of changes: `document` for readers, `unfinished` for the run after it, should it be killed. */
export interface RecordedChanges {
  readonly document: ChangesDocument;
  readonly unfinished: UnfinishedDocument;
}

/**
 * Adds to a history what a catalog changes. The time is that of the run that saw it; a run that sees nothing gives the document it
 * got. What the first run finds is where the history begins, and no change.
 */
export function recordChanges(history: History | null, catalog: Catalog, now: Date): RecordedChanges {
  if (history === null) {
    return {
      document: { started_at: now.toISOString(), changes: [] },
      unfinished: { last_change: null, capabilities: [], quarantined: [] },
    };
  }
  const { document, before, complete } = history;
  const after = stateOf(catalog.entries, catalog.quarantined);
  const seen = changesBetween(before, after, removedIds(document)).filter(
    ({ kind, from }) => complete || from !== undefined || kind === 'quarantined',
  );
  const last = document.changes[0]?.number ?? 0;
  const added = seen.map((change, index) => ({ number: last + seen.length - index, seen_at: now.toISOString(), ...change }));
  return {
    document: { ...document, changes: [...added, ...document.changes].slice(0, MAX_CHANGES) },
    unfinished: { last_change: last, ...differences(before, after, history.unfinished) },
  };
}

type SeenChange = Omit<Change, 'number' | 'seen_at'>;

/** In the order of their weight, then of their ids. */
function changesBetween(before: CatalogState, after: CatalogState, removed: ReadonlySet<string>): SeenChange[] {
  const quarantined = [...after.quarantined.values()].filter((each) => !before.quarantined.has(quarantineKey(each)));
  const refused = new Set(quarantined.map(pairOf));
  const wereRefused = new Set([...before.quarantined.values()].map(pairOf));
  const changes = quarantined.map((each) => quarantinedChange(each, before, after));
  for (const [id, next] of after.capabilities) {
    const old = before.capabilities.get(id);
    const was = removed.has(id) || wereRefused.has(pairOf({ source: next.source, id }));
    const kind = old === undefined ? (was ? 'restored' : 'new') : kindOf(old, next);
    if (kind === null) continue;
    changes.push({
      kind,
      id,
      ...namesOf(next),
      source: next.source,
      ...(kind === 'moved' && old !== undefined ? { from_source: old.source } : {}),
      ...(old === undefined ? {} : { from: old.version }),
      to: next.version,
      file: fileNameOf(id),
    });
  }
  for (const [id, old] of before.capabilities) {
    if (after.capabilities.has(id) || refused.has(pairOf({ source: old.source, id }))) continue;
    changes.push({ kind: 'removed', id, ...namesOf(old), source: old.source, from: old.version });
  }
  return changes.sort(
    (a, b) =>
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
      compareText(a.id, b.id) ||
      compareText(a.source, b.source) ||
      compareText(a.to ?? '', b.to ?? ''),
  );
}

/** Ids of which the last that was told is that they were removed. */
function removedIds({ changes }: ChangesDocument): Set<string> {
  const last = new Map<string, Change['kind']>();
  for (const { id, kind } of changes) if (kind !== 'quarantined' && !last.has(id)) last.set(id, kind);
  return new Set([...last].filter(([, kind]) => kind === 'removed').map(([id]) => id));
}

function kindOf(old: KnownState, next: KnownState): Change['kind'] | null {
  if (old.stage !== next.stage) return next.stage === 'active' ? 'restored' : next.stage;
  if (old.source !== next.source) return 'moved';
  return old.version === next.version && sameContent(old, next) ? null : 'updated';
}

/** Anybody may write a manifest with anybody's id, so what is said here is said of a source's version of it. */
function quarantinedChange(
  { source, id, version, reason }: QuarantinedVersion,
  before: CatalogState,
  after: CatalogState,
): SeenChange {
  const old = before.capabilities.get(id);
  const left = old !== undefined && old.source === source && !after.capabilities.has(id);
  return {
    kind: 'quarantined',
    id,
    ...(left ? namesOf(old) : {}),
    source,
    ...(left ? { from: old.version } : {}),
    to: version,
    ...(after.capabilities.has(id) ? { file: fileNameOf(id) } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}

function namesOf({ title, owner }: KnownState): Pick<Change, 'title' | 'owner'> {
  return { ...(title === undefined ? {} : { title }), ...(owner === undefined ? {} : { owner }) };
}

function pairOf({ source, id }: Pick<QuarantinedVersion, 'source' | 'id'>): string {
  return JSON.stringify([source, id]);
}
