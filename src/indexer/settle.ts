import type { CatalogSource } from '../model/catalog.js';
import { type Code, finding } from '../model/findings.js';
import type { Entry, Finding, SourceRow } from '../model/generated/types.js';
import type { SourceHead, SourceSpec, SourceState } from '../model/source.js';
import type { PreviousContents } from './previous.js';
import type { ReadSource, UnchangedSource } from './pull.js';
import type { SourceContents } from './read-source.js';

/** Codes that tell of a failed attempt. They go when the source is back; what its reading found stays. */
const FAILURES: ReadonlySet<string> = new Set<Code>([
  'source/missing',
  'source/needs-credentials',
  'source/unreachable',
  'source/timed-out',
  'source/host-down',
  'source/rate-limited',
  'source/postponed',
  'source/token-refused',
  'source/token-forbidden',
  'source/disabled',
  'source/no-default-branch',
  'source/replaced',
  'source/tree-truncated',
  'source/too-large',
  'source/ref-missing',
  'source/path-missing',
  'source/last-good-kept',
]);
/** Come from comparing sources, anew in every run. */
const CONFLICT: Code = 'catalog/id-conflict';
const isOfAll = ({ code }: Finding) => code.startsWith('compatibility/') || code.startsWith('catalog/confusable-');

export function hasConflict(findings: readonly Finding[] | undefined): boolean {
  return findings?.some(({ code }) => code === CONFLICT) === true;
}

/** What a host says of the name that a source is configured by. */
const MOVES: ReadonlySet<string> = new Set<Code>(['source/renamed', 'source/transferred']);

function moveOf({ id, github }: SourceSpec, { movedTo }: SourceHead): Finding[] {
  if (movedTo === undefined) return [];
  const sameOwner = movedTo.split('/')[0]?.toLowerCase() === github?.owner.toLowerCase();
  return [finding(sameOwner ? 'source/renamed' : 'source/transferred', { source: id }, { name: movedTo })];
}

/** The number that a source's repository must have. Where a completed list of GitHub's was without it, another may take its name. */
export function pinnedOf(row: SourceRow | undefined): string | undefined {
  return row?.kind === 'github' && row.state === 'deleted' ? undefined : row?.repository_id;
}

/** Of a source that was read. */
function stateOf(commit: string | null): SourceRow['state'] {
  return commit === null ? 'empty' : 'ok';
}

/** A source that was read in this run. */
export function readNow({ spec, head, reading, unsettled }: ReadSource, contents: SourceContents): CatalogSource {
  const empty = head.commit === null ? [finding('source/empty', { source: spec.id })] : [];
  const read = Object.keys(head.tags).length;
  const tooMany =
    head.tagsFound > read ? [finding('source/too-many-tags', { source: spec.id }, { found: head.tagsFound, limit: read })] : [];
  return {
    row: {
      ...rowOf(spec),
      state: stateOf(head.commit),
      commit: head.commit,
      ...(spec.tags === undefined ? {} : { tags: { ...head.tags } }),
      reading,
      ...(contents.repositoryId === undefined ? {} : { repository_id: contents.repositoryId }),
      ...(head.movedTo === undefined ? {} : { moved_to: head.movedTo }),
      ...(unsettled ? { unsettled: true } : {}),
      manifests: contents.manifests,
    },
    entries: contents.entries,
    findings: [...moveOf(spec, head), ...(head.commit === null ? empty : [...tooMany, ...contents.findings])],
    quarantined: contents.quarantined,
  };
}

/** A source whose commit is the one that the previous catalog holds. */
export function readBefore({ row, spec, head }: UnchangedSource, previous: PreviousContents): CatalogSource {
  return {
    row: {
      ...rowOf(spec),
      state: stateOf(row.commit),
      commit: row.commit,
      ...(row.tags === undefined ? {} : { tags: row.tags }),
      reading: row.reading,
      ...(row.repository_id === undefined ? {} : { repository_id: row.repository_id }),
      ...(head.movedTo === undefined ? {} : { moved_to: head.movedTo }),
      manifests: row.manifests,
    },
    entries: previous.entries.get(spec.id) ?? [],
    findings: [...moveOf(spec, head), ...lasting(previous.findings.get(spec.id))],
    quarantined: previous.quarantined.get(spec.id) ?? [],
  };
}

/**
 * A source that could not be read: what the previous catalog holds of it stays, also that an id was refused to it, as that makes it
 * be read again once it can be.
 */
export function lastGood(
  id: string,
  row: SourceRow | undefined,
  kind: SourceRow['kind'],
  state: SourceState,
  failure: Finding,
  previous: PreviousContents,
): CatalogSource {
  const entries: readonly Entry[] = previous.entries.get(id) ?? [];
  const kept = row?.commit
    ? [
        finding(
          'source/last-good-kept',
          { source: id },
          { entries: entries.length, commit: row.commit.replace('sha256:', '').slice(0, 12) },
        ),
      ]
    : [];
  return {
    row: {
      id,
      kind,
      ...(row?.url === undefined ? {} : { url: row.url }),
      state,
      commit: row?.commit ?? null,
      ...(row?.tags === undefined ? {} : { tags: row.tags }),
      reading: row?.reading ?? null,
      ...(row?.ttl === undefined ? {} : { ttl: row.ttl }),
      ...(row?.repository_id === undefined ? {} : { repository_id: row.repository_id }),
      ...(row?.moved_to === undefined ? {} : { moved_to: row.moved_to }),
      ...(row?.unsettled === true ? { unsettled: true } : {}),
      manifests: row?.manifests ?? 0,
    },
    entries,
    quarantined: previous.quarantined.get(id) ?? [],
    findings: [
      failure,
      ...kept,
      ...(previous.findings.get(id) ?? []).filter((each) => !FAILURES.has(each.code) && !isOfAll(each)),
    ],
  };
}

/** A source that a completed enumeration no longer lists. Its row stays, so that its coming back can be told from being new. */
export function deleted(row: SourceRow): CatalogSource {
  return {
    row: {
      id: row.id,
      kind: row.kind,
      state: 'deleted',
      commit: null,
      reading: null,
      ...(row.repository_id === undefined ? {} : { repository_id: row.repository_id }),
      manifests: 0,
    },
    entries: [],
    findings: [],
    quarantined: [],
  };
}

/** Of findings of a source that stands where it stood, those that still hold; what all sources together tell is found anew. */
export function lasting(findings: readonly Finding[] | undefined): Finding[] {
  return (findings ?? []).filter(
    (each) => !FAILURES.has(each.code) && !MOVES.has(each.code) && each.code !== CONFLICT && !isOfAll(each),
  );
}

function rowOf(spec: SourceSpec): Pick<SourceRow, 'id' | 'kind' | 'url' | 'ttl'> {
  return {
    id: spec.id,
    kind: spec.kind,
    ...(spec.url === undefined ? {} : { url: spec.url }),
    ...(spec.ttl === undefined ? {} : { ttl: spec.ttl }),
  };
}
