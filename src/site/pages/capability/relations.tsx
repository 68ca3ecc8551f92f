import type { ComponentChild, VNode } from 'preact';
import { fileNameOf } from '../../../model/file-names.js';
import type {
  CapabilityCompatibility,
  CapabilityDocument,
  DependencyLink,
  DependencyRow,
  DependentRow,
} from '../../../model/generated/types.js';
import { lifecycle, stability } from '../../components/capability-table.js';
import { command } from '../../components/command.js';
import { mark, stateCounts } from '../../components/mark.js';
import { moment } from '../../components/moment.js';
import { ownerLink } from '../../components/owner.js';
import type { Row } from '../../components/runs.js';
import { code, contact, neighbourLink, sentences, words } from '../../components/strangers.js';
import { holdsUntil, sharedVerdict, verdictMark } from '../../components/verdict.js';
import type { Explain } from '../../matrix/dependencies.js';
import { type ShownVerdict, VERDICT_ORDER, VERDICTS } from '../../matrix/verdicts.js';
import { counted, visible } from '../../text.js';
import { waiverNote } from '../matrix/waivers.js';
import { ordered, rowsTable } from './rows.js';

const MOST_VERSIONS = 5;
/** Dependents whose verdicts are worth counting. */
const MANY = 10;

/** What it needs: each with its range, the verdict, and why. What was tested stands beside what is declared. */
export function dependencyList(
  { dependencies: links }: CapabilityDocument,
  compatibility: CapabilityCompatibility,
  explain: Explain,
): ComponentChild {
  const { id, dependencies } = compatibility;
  const tell = teller(compatibility, explain);
  const row = (each: DependencyRow): Row => {
    const link = each.current ? linkOf(each, links) : undefined;
    const pair = { consumer: id, capability: each.target ?? each.id };
    const own = declared(link);
    return {
      stage: each.verdict,
      same: own === null ? sameness(each, pair, compatibility) : null,
      cells: () => [[named(each), target(each, link)], ...tell(each, pair), [each.kind, own], tested(each)],
      brief: () => [named(each), target(each, link)],
      together: (count) => [sharedVerdict(each, count, 'asked for'), sentences(explain(each))],
    };
  };
  const table = (rows: readonly DependencyRow[]) =>
    rowsTable('Dependencies', ['Depends on', 'Asks for', 'Verdict', 'Why', 'Scope', 'Tested'], rows.map(row));
  const now = ordered(dependencies);
  return [now.length === 0 ? <p class="none">None declared.</p> : table(now), olderRows(dependencies, 'what they needed', table)];
}

/** Who needs it, and would be hit if it went. */
export function dependentList(compatibility: CapabilityCompatibility, explain: Explain): ComponentChild {
  const { id, dependents } = compatibility;
  if (dependents.length === 0) return <p class="none">{NOBODY}</p>;
  const tell = teller(compatibility, explain);
  const row = (each: DependentRow): Row => {
    const pair = { consumer: each.id, capability: id };
    const brief = () => [
      neighbourLink(fileNameOf(each.id), each.id),
      <span class="title">
        {ownerLink('../', each.owner)}
        {each.contact !== undefined && each.verdict !== 'compatible' && [', ', contact(each.contact)]}
        {each.alias !== undefined && [', by the older name ', code(each.alias)]}
      </span>,
    ];
    return {
      stage: each.verdict,
      same: sameness(each, pair, compatibility),
      cells: () => [brief(), ...tell(each, pair), each.kind, tested(each)],
      brief,
      together: (count) => [sharedVerdict(each, count, 'ask for it'), sentences(explain(each))],
    };
  };
  const table = (rows: readonly DependentRow[]) =>
    rowsTable('Dependents', ['Capability', 'Asks for', 'Verdict', 'Why', 'Scope', 'Tested'], rows.map(row), id);
  const now = ordered(dependents);
  return [
    now.length === 0 ? <p class="none">{NOBODY}</p> : [verdictCounts(now), table(now)],
    olderRows(dependents, 'what needed it', table),
    <p class="detail more">Also what depends on those, and so on:</p>,
    command([['chora', 'impact', id]]),
  ];
}

const NOBODY = 'No capability of this catalog declares that it depends on this one.';

/** What only older versions say is folded away. */
function olderRows<R extends DependencyRow | DependentRow>(
  rows: readonly R[],
  what: string,
  table: (rows: readonly R[]) => ComponentChild,
): ComponentChild {
  const older = rows.filter(({ current }) => !current);
  if (older.length === 0) return null;
  return (
    <details class="more">
      <summary>
        {counted(older.length, 'row')} of older versions: {what}
      </summary>
      {table(older)}
    </details>
  );
}

/** A link where the catalog has a page: not for what nobody describes, nor for what is in quarantine alone. */
export const hasPage = ({ verdict, reason }: DependencyRow): boolean => verdict !== 'missing' && reason !== 'quarantined';

function named(row: DependencyRow): ComponentChild {
  const { id, target = id } = row;
  if (!hasPage(row)) return code(id);
  return [neighbourLink(fileNameOf(target), target), target !== id && [' as ', code(id)]];
}

const linkOf = ({ id, range }: DependencyRow, links: readonly DependencyLink[]): DependencyLink | undefined =>
  links.find((link) => link.id === id && link.version === range) ?? links.find((link) => link.id === id);

/** Where the other one stands now. */
function target(row: DependencyRow, link: DependencyLink | undefined): ComponentChild {
  const { version, lifecycle_stage, stability: word } = (hasPage(row) ? link?.target : null) ?? {};
  const ended = lifecycle_stage === 'retired';
  const ending = word === 'deprecated';
  if (version == null && !ended && !ending) return null;
  return (
    <span class="title">
      {version != null && ['now ', words(version)]}
      {ended && [' ', lifecycle('retired')]}
      {ending && [' ', stability('deprecated')]}
    </span>
  );
}

/** What the manifest says of the relation beside its range. */
function declared({ type, scope }: Pick<DependencyLink, 'type' | 'scope'> = {}): VNode | null {
  const stated = [type, scope].filter((word) => word !== undefined).join(', ');
  return stated === '' ? null : <span class="title">{words(stated)}</span>;
}

interface Pair {
  readonly consumer: string;
  readonly capability: string;
}

const waiversOf = (
  { waivers }: CapabilityCompatibility,
  { consumer, capability }: Pair,
  verdict: DependencyRow['verdict'],
): CapabilityCompatibility['waivers'] =>
  waivers.filter(({ waiver }) => waiver.consumer === consumer && waiver.capability === capability && waiver.verdict === verdict);

/** What a row has in common with others; null where it has something of its own to tell. */
function sameness(row: DependencyRow | DependentRow, pair: Pair, compatibility: CapabilityCompatibility): string | null {
  const { verdict, reason, range, kind, current, satisfied_by, nearest, suggestions, alias_sunset, tested_with = [] } = row;
  const plain = current && alias_sunset === undefined && tested_with.length === 0;
  if (!plain || waiversOf(compatibility, pair, verdict).length > 0) return null;
  return JSON.stringify([verdict, reason, range, kind, satisfied_by, nearest, suggestions]);
}

/** How the verdicts are spread, where that cannot be seen at a glance. */
function verdictCounts(rows: readonly DependentRow[]): ComponentChild {
  if (rows.length < MANY) return null;
  const counts: Partial<Record<ShownVerdict, number>> = {};
  for (const { verdict } of rows) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return <p class="marks">{stateCounts(counts, VERDICT_ORDER, VERDICTS)}</p>;
}

/** Range, verdict and reason of a row. */
function teller(compatibility: CapabilityCompatibility, explain: Explain) {
  return (row: DependencyRow | DependentRow, pair: Pair): ComponentChild[] => [
    [
      row.range === undefined ? mark('info', 'no range stated') : code(row.range),
      !row.current && <span class="title">in {versionList(row.versions)}</span>,
    ],
    verdictMark(row.verdict),
    [
      sentences(explain(row)),
      row.alias_sunset !== undefined && (
        <span class="title">
          The older name goes on {moment(row.alias_sunset)} {holdsUntil(row.alias_sunset, { during: 'holds', after: 'gone' })}
        </span>
      ),
      waiversOf(compatibility, pair, row.verdict).map((applied) => waiverNote('../', applied)),
    ],
  ];
}

/** Evidence, and never part of the verdict. */
const tested = ({ tested_with: versions = [] }: DependencyRow | DependentRow): ComponentChild =>
  versions.length === 0 ? null : ['with ', versionList(versions)];

const versionList = (versions: readonly (string | null)[]): VNode => {
  const shown = versions
    .slice(0, MOST_VERSIONS)
    .map((version) => (version === null ? 'one without a version' : visible(version)));
  const left = versions.length - shown.length;
  return <bdi>{`${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`}</bdi>;
};
