import type { ComponentChild, VNode } from 'preact';
import { fileNameOf } from '../../../model/file-names.js';
import type { CapabilityCompatibility, DependencyRow, DependentRow, ProviderVersion } from '../../../model/generated/types.js';
import { command } from '../../components/command.js';
import { facts } from '../../components/facts.js';
import { lines } from '../../components/lines.js';
import { mark, none } from '../../components/mark.js';
import { moment } from '../../components/moment.js';
import { ownerLink } from '../../components/owner.js';
import { capabilityLink, code, contact, words } from '../../components/strangers.js';
import { table } from '../../components/table.js';
import { holdsUntil, verdictMark } from '../../components/verdict.js';
import type { Explain } from '../../matrix/dependencies.js';
import { KIND_ORDER, type Kind, urgencyOf } from '../../matrix/verdicts.js';
import { counted, prose, visible } from '../../text.js';
import { decisionLink, waiverNote, waiverState } from '../matrix/waivers.js';

/** Dependents that the page lists of each kind; the document has all. */
const MOST = 200;
const MOST_VERSIONS = 5;

/**
 * Whether what it needs is there, and who would be hit if it went: the verdicts of the matrix, required, optional and development apart.
 * What was tested stands beside what is declared. Null where nobody needs anything.
 */
export function verdictsOf(document: CapabilityCompatibility, explain: Explain): ComponentChild {
  const { dependencies, dependents, waivers, cycle } = document;
  if (dependencies.length + dependents.length === 0) return null;
  const show = shower(document, explain);
  return [
    cycle !== undefined && (
      <p>
        {mark('warn', 'In a circle')} {cycle.circle.map((id) => [code(id), ' needs '])}
        {code(cycle.circle[0] ?? '')}
        {cycle.members > cycle.circle.length &&
          `; ${counted(cycle.members, 'capability needs', 'capabilities need')} one another`}
        .
      </p>
    ),
    dependencies.length > 0 && [
      <h3 id="needs">What it needs</h3>,
      byKind(dependencies, 'needs', (rows) => table('Dependencies and their verdicts', NEEDS, rows.map(show.need), 'verdicts')),
    ],
    dependents.length > 0 && [
      <h3 id="impact">What breaks if this goes</h3>,
      byKind(dependents, 'needs it', (rows) =>
        table('Capabilities that depend on this one, and their verdicts', IMPACT, rows.map(show.impact), 'verdicts'),
      ),
      <p class="detail more">Also what depends on those, and so on:</p>,
      command([['chora', 'impact', document.id]]),
    ],
    waivers.length > 0 && [<h3 id="waived">Waivers</h3>, waiverList(waivers)],
    evidence(document.versions[0]),
  ];
}

const NEEDS = ['Depends on', 'Asks for', 'Verdict', 'Why', 'Tested'];
const IMPACT = ['Capability', 'Asks for', 'Verdict', 'Why', 'Tested'];

/** Rows of the current version by kind; those that only older versions have are folded away. */
function byKind<R extends DependencyRow | DependentRow>(
  rows: readonly R[],
  what: string,
  show: (rows: readonly R[]) => VNode,
): ComponentChild {
  const current = rows.filter((row) => row.current);
  const older = rows.filter((row) => !row.current);
  return [
    KIND_ORDER.map((kind: Kind) => {
      const own = current.filter((row) => row.kind === kind).toSorted((a, b) => urgencyOf(a.verdict) - urgencyOf(b.verdict));
      if (own.length === 0) return null;
      return (
        <div class="group">
          <h4>{KINDS[kind]}</h4>
          {show(own.slice(0, MOST))}
          {own.length > MOST && <p class="none">and {counted(own.length - MOST, 'more', 'more')}</p>}
        </div>
      );
    }),
    older.length > 0 && (
      <details class="more">
        <summary>
          {counted(older.length, 'row')} of older versions: what {what === 'needs' ? 'they needed' : 'needed it'}
        </summary>
        {show(older.slice(0, MOST))}
      </details>
    ),
  ];
}

const KINDS: Readonly<Record<Kind, string>> = { required: 'Required', optional: 'Optional', development: 'For development only' };

function shower({ id, waivers }: CapabilityCompatibility, explain: Explain) {
  const why = (row: DependencyRow | DependentRow, consumer: string, capability: string): ComponentChild => [
    <span dir="auto">{prose(explain(row))}</span>,
    row.alias_sunset !== undefined && (
      <span class="title">
        The older name goes on {moment(row.alias_sunset)} {holdsUntil(row.alias_sunset, { during: 'holds', after: 'gone' })}
      </span>
    ),
    waivers
      .filter(({ waiver }) => waiver.consumer === consumer && waiver.capability === capability && waiver.verdict === row.verdict)
      .map((applied) => waiverNote('../', applied)),
  ];
  const asks = ({ range, current, versions }: DependencyRow | DependentRow): ComponentChild => [
    range === undefined ? none('no range') : code(range),
    !current && <span class="title">in {versionList(versions)}</span>,
  ];
  return {
    need: (row: DependencyRow): ComponentChild[] => [
      row.verdict === 'missing' ? code(row.id) : [link(row.target ?? row.id), row.target !== undefined && [' as ', code(row.id)]],
      asks(row),
      verdictMark(row.verdict),
      why(row, id, row.target ?? row.id),
      tested(row),
    ],
    impact: (row: DependentRow): ComponentChild[] => [
      [
        link(row.id),
        <span class="title">
          {ownerLink('../', row.owner)}
          {row.contact !== undefined && [', ', contact(row.contact)]}
          {row.alias !== undefined && [', by the older name ', code(row.alias)]}
        </span>,
      ],
      asks(row),
      verdictMark(row.verdict),
      why(row, row.id, id),
      tested(row),
    ],
  };
}

const link = (id: string): VNode => capabilityLink('../', fileNameOf(id), id);

/** Evidence, and never part of the verdict. */
const tested = ({ tested_with: versions = [] }: DependencyRow | DependentRow): ComponentChild =>
  versions.length === 0 ? none() : ['with ', versionList(versions)];

const versionList = (versions: readonly (string | null)[]): VNode => {
  const shown = versions
    .slice(0, MOST_VERSIONS)
    .map((version) => (version === null ? 'one without a version' : visible(version)));
  const left = versions.length - shown.length;
  return <bdi>{`${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`}</bdi>;
};

const waiverList = (waivers: CapabilityCompatibility['waivers']): VNode =>
  lines(waivers.toReversed(), (applied) => {
    const { consumer, capability, verdict, expires } = applied.waiver;
    return [
      code(consumer),
      ' may go on with ',
      code(capability),
      `, ${verdict}, until `,
      words(expires),
      ', by ',
      decisionLink('../', applied.sequence),
      ' ',
      waiverState(applied),
    ];
  });

/** What its publisher says of its own checks: beside the verdicts, which are made of ranges and versions alone. */
function evidence(newest: ProviderVersion | undefined): ComponentChild {
  const { contract, version } = newest ?? {};
  if (contract === undefined) return null;
  return [
    <h3 id="evidence">Tested</h3>,
    facts([
      ['Its own checks', [words(contract.result), contract.tool !== undefined && [' by ', words(contract.tool)]]],
      ['Of version', version == null ? none() : code(version)],
      ['Last run', contract.last_run ? moment(contract.last_run) : none()],
    ]),
    <p class="detail more">As the manifest says. Verdicts are not made of it.</p>,
  ];
}
