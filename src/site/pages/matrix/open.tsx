import type { ComponentChild } from 'preact';
import { compareText } from '../../../model/compare-text.js';
import type { AppliedWaiver } from '../../../model/generated/types.js';
import { versionText } from '../../components/capability-table.js';
import { mark } from '../../components/mark.js';
import { LEAST, type Row, runs } from '../../components/runs.js';
import { code, sentences } from '../../components/strangers.js';
import { table } from '../../components/table.js';
import { sharedVerdict, verdictMark } from '../../components/verdict.js';
import { type Dependency, type Explain, reasonedOf } from '../../matrix/dependencies.js';
import { KIND_ORDER, urgencyOf } from '../../matrix/verdicts.js';
import { grouped } from '../../text.js';
import { type FileOf, named } from './names.js';
import { waiverNote } from './waivers.js';

/** Rows that the page shows without script; the documents have all. */
const MOST_ROWS = 300;

/** Every dependency of current versions that is not simply compatible: what wants attention most, first. */
export function openTable(
  open: readonly Dependency[],
  waivers: readonly AppliedWaiver[],
  explain: Explain,
  fileOf: FileOf,
): ComponentChild {
  if (open.length === 0) return <p>{mark('ok', 'Nothing.')} Every dependency of a current version is compatible.</p>;
  const kindOf = ({ kind }: Dependency) => KIND_ORDER.indexOf(kind);
  const ordered = open.toSorted(
    (a, b) =>
      kindOf(a) - kindOf(b) ||
      urgencyOf(a.asked.verdict) - urgencyOf(b.asked.verdict) ||
      compareText(a.consumer.id, b.consumer.id) ||
      compareText(a.provider.id, b.provider.id),
  );
  const waived = Map.groupBy(waivers, ({ waiver }) => keyOf(waiver.consumer, waiver.capability));
  const shown = ordered.slice(0, MOST_ROWS);
  // Many that ask for the same thing stand together, others under what is wrong with all of them.
  const asked = Map.groupBy(shown, askedFor);
  const rows = shown.map((each) => rowOf(each, (asked.get(askedFor(each))?.length ?? 0) >= LEAST, { waived, explain, fileOf }));
  const left = ordered.length - rows.length;
  return [
    runs(rows, (cells) =>
      table('Dependencies that do not simply hold', ['Capability', 'Depends on', 'Verdict', 'Why'], cells, 'open'),
    ),
    left > 0 && (
      <p class="more">
        and {grouped(left)} more: in the matrix above, on the pages of the capabilities, and in{' '}
        <a href="api/v1/compatibility.json">api/v1/compatibility.json</a>.
      </p>
    ),
  ];
}

interface Around {
  /** By consumer and capability. */
  readonly waived: ReadonlyMap<string, readonly AppliedWaiver[]>;
  readonly explain: Explain;
  readonly fileOf: FileOf;
}

/** `often`: enough others ask for the same. */
function rowOf(dependency: Dependency, often: boolean, { waived, explain, fileOf }: Around): Row {
  const { consumer, provider, alias, asked, kind } = dependency;
  const version = consumer.current === undefined ? null : (consumer.versions[consumer.current] ?? null);
  const notes = (waived.get(keyOf(consumer.id, provider.id)) ?? []).filter(({ waiver }) => waiver.verdict === asked.verdict);
  const why = explain(reasonedOf(dependency));
  return {
    stage: `${kind} ${asked.verdict}`,
    same: notes.length > 0 || alias !== undefined ? null : JSON.stringify([why, asked.range, often && provider.id]),
    cells: () => [
      [named('', consumer.id, fileOf), version !== null && [' ', versionText(version)]],
      [
        named('', provider.id, fileOf),
        <span class="title">
          {asked.range === undefined ? 'no range' : code(asked.range)}
          {kind !== 'required' && `, ${kind}`}
          {alias !== undefined && [', as ', code(alias.id)]}
        </span>,
      ],
      verdictMark(asked.verdict),
      [<span class="why">{sentences(why)}</span>, notes.map((applied) => waiverNote('', applied))],
    ],
    brief: () => [named('', consumer.id, fileOf), !often && <span class="title">needs {named('', provider.id, fileOf)}</span>],
    together: (count) => [
      sharedVerdict(
        { verdict: asked.verdict, range: asked.range, kind },
        count,
        often ? ['ask for ', named('', provider.id, fileOf)] : 'asked for',
      ),
      sentences(why),
    ],
  };
}

const askedFor = ({ provider, asked, kind, alias }: Dependency): string =>
  JSON.stringify([kind, provider.id, asked.verdict, asked.range, alias?.id]);

const keyOf = (consumer: string, capability: string): string => JSON.stringify([consumer, capability]);
