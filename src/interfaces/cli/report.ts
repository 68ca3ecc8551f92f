import type { RunReport } from '../../indexer/report.js';
import type { ShardReport } from '../../indexer/shard.js';
import type { GitHubStageUsage, GitHubUsage } from '../../model/generated/types.js';
import { printable } from '../../model/quote.js';
import type { TrustedRootAge } from '../../trust/trusted-root.js';
import { table } from './table.js';
import type { Terminal } from './terminal.js';

/** Lines of one kind of change that are shown; the rest is counted. */
const SHOWN = 10;

/** The end of a run, for a person: what is in the catalog, what changed, what failed. */
export function printReport(report: RunReport, out: string, terminal: Terminal): void {
  const { counts, plan, files } = report;
  const rows = Object.entries(counts.by_format).map(([format, count]) => [format, String(count)]);
  terminal.out(
    terminal.style(
      'bold',
      `${printable(report.name)}: ${count(counts.capabilities, 'capability', 'capabilities')} from ${count(counts.sources, 'source')}`,
    ),
  );
  terminal.out('');
  for (const line of table(['FORMAT', 'CAPABILITIES'], rows, terminal.width)) terminal.out(`  ${line}`);
  terminal.out('');
  terminal.out(`  Manifests   ${counts.manifests}, ${counts.by_tier.conformant ?? 0} of the capabilities conformant`);
  terminal.out(`  Versions    ${counts.versions}, ${counts.versions - counts.capabilities} of them superseded`);
  terminal.out(
    `  Findings    ${count(counts.findings.error, 'error')}, ${count(counts.findings.warning, 'warning')}, ${counts.findings.info} for information`,
  );
  if (counts.by_provenance !== undefined) {
    const outcomes = Object.entries(counts.by_provenance).map(([outcome, number]) => `${number} ${outcome}`);
    terminal.out(`  Provenance  ${outcomes.join(', ')}; ${count(counts.quarantined ?? 0, 'manifest')} quarantined`);
  }
  if (report.trusted_root !== undefined) terminal.out(`  Trust root  ${describeRootAge(report.trusted_root)}`);
  if (report.compatibility !== undefined) terminal.out(`  Needs       ${describeVerdicts(report.compatibility)}`);
  const states = Object.entries(counts.by_source_state).map(([state, number]) => `${number} ${state}`);
  terminal.out(`  Sources     ${states.length === 0 ? 'none: the configuration leads to none' : states.join(', ')}`);
  terminal.out(`  Changes     ${plan.added.length} added, ${plan.changed.length} changed, ${plan.removed.length} removed`);
  terminal.out(
    `  Written     ${files.written === 0 && files.removed === 0 ? 'nothing: no file differs' : `${files.written} of ${count(files.files, 'file')}, ${files.removed} removed`} in ${report.seconds.toFixed(1)} s`,
  );
  if (report.github) printGitHub(report.github, terminal);
  if (plan.before > 0) printChanges(report, terminal);
  printFailed(report.failed, terminal);
  terminal.out(`\n  ${out}/index.html`);
}

/** Required dependencies of current versions, by verdict: what is not there is not told. */
export function describeVerdicts({ required }: NonNullable<RunReport['compatibility']>): string {
  const told = Object.entries(required).flatMap(([verdict, number]) => (number === 0 ? [] : [`${number} ${verdict}`]));
  return told.length === 0 ? 'nothing is required of other capabilities' : told.join(', ');
}

/** How old the trusted root is: an old one may miss keys that are in use now. */
export function describeRootAge({ newest_key_start, age_days }: TrustedRootAge): string {
  if (newest_key_start === null || age_days === null) return 'names nobody';
  return `newest key of ${newest_key_start.slice(0, 10)}, ${count(age_days, 'day')} old`;
}

/** The end of the run of a shard, for a person. */
export function printShardReport(report: ShardReport, out: string, terminal: Terminal): void {
  const { shard, shards, sources, claims, blobs, seconds } = report;
  terminal.out(terminal.style('bold', `Shard ${shard}/${shards}: ${count(sources, 'source')}`));
  terminal.out('');
  terminal.out(`  Versions    ${claims}, before it is known whose an id is`);
  terminal.out(`  Read        ${count(blobs, 'file')} in ${seconds.toFixed(1)} s`);
  printFailed(report.failed, terminal);
  terminal.out(`\n  ${out}, for chora merge`);
}

function printFailed(failed: RunReport['failed'], terminal: Terminal): void {
  const groups = [...Map.groupBy(failed, ({ message, hint }) => `${message}\n${hint}`).values()];
  for (const [first, ...others] of groups.flatMap((group) => (group[0] ? [[group[0], ...group.slice(1)] as const] : []))) {
    const sources = [first, ...others.slice(0, EXAMPLES - 1)].map(({ source }) => printable(source)).join(', ');
    const who =
      others.length === 0
        ? sources
        : `${count(others.length + 1, 'source')} (${sources}${others.length < EXAMPLES ? '' : ', …'})`;
    terminal.out(`  ${terminal.style('yellow', 'not read')}    ${who}: ${first.message}`);
    if (first.hint !== undefined) terminal.out(`              ${first.hint}`);
  }
}
/** Sources that are named where several failed in the same way. */
const EXAMPLES = 3;

/** What was asked of GitHub and what that bought, stage by stage. */
function printGitHub(
  { requests, points, max_points, remaining, reset_at, stages, forecast }: GitHubUsage,
  terminal: Terminal,
): void {
  const of = max_points === null ? '' : ` of ${max_points}`;
  const left = remaining === null || reset_at === null ? '' : `; ${remaining} left until ${reset_at}`;
  terminal.out(`  GitHub      ${count(requests, 'request')}, ${count(points, 'point')}${of}${left}`);
  for (const stage of stages)
    terminal.out(
      `              ${stage.stage}: ${count(stage.requests, 'request')} for ${count(stage.items, BOUGHT[stage.stage])}`,
    );
  terminal.out(
    `              all ${count(forecast.repositories, 'source')} anew would take about ${count(forecast.requests, 'request')}, ${count(forecast.points, 'point')}`,
  );
  if (max_points !== null && forecast.points > max_points)
    terminal.out(`              that is more than the ${max_points} points of a run: it takes several to read all anew`);
}

export const BOUGHT: Record<GitHubStageUsage['stage'], string> = {
  discovery: 'source',
  heads: 'head',
  trees: 'commit',
  blobs: 'file',
  attestations: 'bundle',
};

function printChanges({ plan }: RunReport, terminal: Terminal): void {
  const version = (text: string | null) => printable(text ?? 'no version');
  const lines = [
    ...plan.added.map(({ id, version: to }) => `  added       ${printable(id)} ${version(to)}`),
    ...plan.changed.map(
      ({ id, from, to, why }) =>
        `  changed     ${printable(id)} ${why === 'version' ? `${version(from)} → ${version(to)}` : `${version(to)} (${why})`}`,
    ),
    ...plan.removed.map(({ id, source }) => `  removed     ${printable(id)}, from ${printable(source)}`),
  ];
  for (const line of lines.slice(0, SHOWN)) terminal.out(line);
  if (lines.length > SHOWN) terminal.out(`  … and ${lines.length - SHOWN} more changes`);
}

function count(number: number, word: string, words = `${word}s`): string {
  return `${number} ${number === 1 ? word : words}`;
}
