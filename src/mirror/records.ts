import type { Catalog } from '../model/catalog.js';
import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import type { Entry, MirrorRelease, RecordsComparison, SourceRow, UnconfirmedRecord } from '../model/generated/types.js';
import { GENERATOR } from '../model/generator.js';
import { quote } from '../model/quote.js';
import { hasFailed } from '../model/source.js';
import { whole } from './content.js';
import type { EarlierContents, MirrorOps, ReleaseFormat } from './ops.js';
import { firstDifference } from './record-fields.js';
import { selectEntries } from './select.js';

export type Describe = NonNullable<ReleaseFormat['describe']>;

export interface CompareOptions {
  readonly describe: Describe;
  /** Keys of manifests whose records were compared before, with nothing to say about them. */
  readonly known: ReadonlySet<string>;
  blob(digest: string): Uint8Array | null;
  readonly sleep: MirrorOps['sleep'];
}

/** After so many manifests other work gets its turn, such as what keeps the lock. */
const AT_ONCE = 200;

export const NOT_COMPARED: Omit<RecordsComparison, 'state'> = { compared: 0, known: 0, joined: [], unconfirmed: [] };

/**
 * Reads manifests again and compares what their bytes give with the records that the release has of them. That a record is left out
 * is no difference: whoever publishes can leave out whole manifests. Status, commit, tag and path of an entry are no part of a manifest.
 * @throws ChoraError `mirror/record-differs`, `mirror/damaged`
 */
export async function compareRecords(
  catalog: Pick<Catalog, 'entries' | 'sources'>,
  { describe, known, blob, sleep }: CompareOptions,
  signal: AbortSignal,
): Promise<RecordsComparison> {
  const rows = new Map(catalog.sources.map((row) => [row.id, row]));
  const joined: UnconfirmedRecord[] = [];
  const unconfirmed: UnconfirmedRecord[] = [];
  const manifests = [...recordsOf(catalog)];
  const changed = manifests.filter(({ key }) => !known.has(key));
  for (const [at, { entries }] of changed.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await sleep(0, signal);
    signal.throwIfAborted();
    const [{ source, path, commit, ref, manifest }] = entries;
    const bytes = whole(blob(manifest.digest), manifest.digest);
    const given = describe({ source, path, bytes }, { commit, ref });
    for (const entry of entries) {
      const difference = firstDifference(entry, given);
      if (difference === null) continue;
      const { id, version } = entry;
      const place = { source, path, id, version, field: difference.field };
      if (difference.kind === 'joined') joined.push(place);
      else if (mayDiffer(entry, rows.get(source))) unconfirmed.push(place);
      else throw differs(place, difference.says);
    }
  }
  return { state: 'compared', compared: changed.length, known: manifests.length - changed.length, joined, unconfirmed };
}

/** Keys of the manifests whose records were found to be right for the release before, by this version of the program. */
export function knownRecords(before: MirrorRelease | null, earlier: EarlierContents | null): Set<string> {
  if (before === null || earlier === null) return new Set();
  const { records, generator, only } = before;
  if (records.state !== 'compared' || generator.own !== GENERATOR.version) return new Set();
  const noted = new Set([...records.joined, ...records.unconfirmed].map(({ source, path }) => `${source} ${path}`));
  const keys = new Set<string>();
  for (const { key, entries } of recordsOf(selectEntries(earlier.catalog, only)))
    if (!noted.has(`${entries[0].source} ${entries[0].path}`)) keys.add(key);
  return keys;
}

/** The entries of each manifest, with what stands for all that is compared of them. */
function* recordsOf({ entries, sources }: Pick<Catalog, 'entries' | 'sources'>) {
  const failed = new Set(sources.filter(({ state }) => hasFailed(state)).map(({ id }) => id));
  const groups = new Map<string, [Entry, ...Entry[]]>();
  for (const entry of entries) {
    const { source, path, commit, ref, manifest } = entry;
    const group = JSON.stringify([source, path, commit, ref, manifest.digest]);
    const others = groups.get(group);
    if (others === undefined) groups.set(group, [entry]);
    else others.push(entry);
  }
  for (const [group, entries] of groups) {
    const records = entries.map(({ provenance: _, status: __, ...record }) => record);
    yield { key: digestOf(JSON.stringify([group, failed.has(entries[0].source), records])), entries };
  }
}

/**
 * What an earlier version of the program read stays in a catalog where it cannot be read anew: the older versions of a capability, and
 * all of a source that does not answer.
 */
function mayDiffer({ status, commit, ref }: Entry, row: SourceRow | undefined): boolean {
  if (row !== undefined && hasFailed(row.state)) return true;
  if (status === 'current') return false;
  const now = ref === null ? row?.commit : row?.tags?.[ref.replace('refs/tags/', '')];
  return commit === null || commit !== now;
}

function differs({ source, path, id, field }: UnconfirmedRecord, says: string): ChoraError {
  return new ChoraError(
    'trust',
    'mirror/record-differs',
    `The release is refused: ${quote(`${source} ${path}`, 300)} does not say what the release has of it: ${quote(id)}, ${quote(field, 100)}: ${says}.`,
    'The release before is still served. The manifest is genuine and the record is not: tell whoever publishes the catalog that a key may be stolen.',
  );
}
