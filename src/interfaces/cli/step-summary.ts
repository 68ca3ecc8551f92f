import type { Outcome } from '../../indexer/outcome.js';
import type { RunReport } from '../../indexer/report.js';
import { compareText } from '../../model/compare-text.js';
import type { Severity } from '../../model/findings.js';
import { printable } from '../../model/quote.js';
import { BOUGHT, describeVerdicts } from './report.js';

/** Bytes that GitHub takes of one step's summary; beyond them it shows none of it. */
export const SUMMARY_BYTES = 1024 * 1024;

/** Rows of one kind that are shown; the rest is counted. */
const SHOWN = { failed: 50, changes: 20, findings: 20 };
/** Characters of a stranger's text. */
const LONGEST = 300;

/** A run as Markdown for the summary of a step in GitHub Actions, in at most `room` bytes. */
export function renderStepSummary(report: RunReport, outcome: Outcome | null, room: number): string {
  const lines = [
    `## ${text(report.name)}: ${count(report.counts.capabilities, 'capability', 'capabilities')} from ${count(report.counts.sources, 'source')}`,
    '',
    ...table(['', ''], numbers(report)),
    ...failedSources(report),
    ...github(report),
    ...changes(report),
    ...(outcome === null ? [] : findings(outcome)),
  ];
  return cutTo(lines, room);
}

function numbers({ counts, compatibility, plan, files, seconds, stages, hosts_down }: RunReport): string[][] {
  const states = Object.entries(counts.by_source_state).map(([state, number]) => `${number} ${state}`);
  return [
    ['Sources', states.join(', ')],
    ['Manifests', String(counts.manifests)],
    ['Versions', String(counts.versions)],
    [
      'Findings',
      `${count(counts.findings.error, 'error')}, ${count(counts.findings.warning, 'warning')}, ${counts.findings.info} for information`,
    ],
    ...(counts.quarantined === undefined ? [] : [['Quarantined', count(counts.quarantined, 'manifest')]]),
    ...(compatibility === undefined ? [] : [['Needs', describeVerdicts(compatibility)]]),
    ['Changes', `${plan.added.length} added, ${plan.changed.length} changed, ${plan.removed.length} removed`],
    [
      'Written',
      files.written + files.removed === 0
        ? 'nothing: no file differs'
        : `${count(files.written, 'file')}, ${files.removed} removed`,
    ],
    ['Time', `${seconds.toFixed(1)} s (${stages.map((each) => `${each.stage} ${each.seconds.toFixed(1)} s`).join(', ')})`],
    ...(hosts_down.length === 0 ? [] : [['Hosts that did not answer', hosts_down.map(text).join(', ')]]),
  ];
}

function failedSources({ failed }: RunReport): string[] {
  if (failed.length === 0) return [];
  const rows = failed
    .slice(0, SHOWN.failed)
    .map(({ source, code, message, hint }) => [text(source), text(code), text(message), text(hint ?? '')]);
  return [
    '',
    `### ${count(failed.length, 'source')} not read`,
    '',
    ...table(['Source', 'Code', 'Why', 'What to do'], rows),
    ...more(failed.length - rows.length),
  ];
}

/** What the run asked of GitHub, what that bought, and what reading everything anew would take. */
function github({ github: usage }: RunReport): string[] {
  if (usage === undefined) return [];
  const { requests, points, max_points, remaining, reset_at, stages, forecast } = usage;
  const rows = stages.map((each) => [
    each.stage,
    String(each.requests),
    String(each.points),
    count(each.items, BOUGHT[each.stage]),
  ]);
  const budget = max_points === null ? '' : ` of ${max_points}`;
  const left = remaining === null || reset_at === null ? '' : `, ${remaining} left until ${text(reset_at)}`;
  return [
    '',
    '### GitHub',
    '',
    ...table(['Stage', 'Requests', 'Points', 'For'], [...rows, ['all', String(requests), `${points}${budget}${left}`, '']]),
    '',
    `All ${count(forecast.repositories, 'source')} anew would take about ${count(forecast.requests, 'request')}, ${count(forecast.points, 'point')}.`,
  ];
}

function changes({ plan }: RunReport): string[] {
  const version = (value: string | null) => text(value ?? 'no version');
  const rows = [
    ...plan.removed.map(({ id, version: from, source }) => ['removed', text(id), `${version(from)}, from ${text(source)}`]),
    ...plan.changed.map(({ id, from, to, why }) => [
      'changed',
      text(id),
      why === 'version' ? `${version(from)} → ${version(to)}` : `${version(to)} (${why})`,
    ]),
    ...plan.added.map(({ id, version: to }) => ['added', text(id), version(to)]),
  ];
  if (rows.length === 0) return [];
  const shown = rows.slice(0, SHOWN.changes);
  return ['', '### Changes', '', ...table(['', 'Capability', 'Version'], shown), ...more(rows.length - shown.length)];
}

const GRAVITY: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** By code, the gravest and most frequent first, each with one example. */
function findings({ findings: all }: Outcome): string[] {
  const byCode = [...Map.groupBy(all, ({ code }) => code).values()].sort(
    ([a, ...as], [b, ...bs]) =>
      GRAVITY[a?.severity ?? 'info'] - GRAVITY[b?.severity ?? 'info'] ||
      bs.length - as.length ||
      compareText(a?.code ?? '', b?.code ?? ''),
  );
  if (byCode.length === 0) return [];
  const rows = byCode
    .slice(0, SHOWN.findings)
    .flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : [[first.severity, text(first.code), String(others.length + 1), `${text(first.source)}: ${text(first.message)}`]],
    );
  return [
    '',
    '### Findings',
    '',
    ...table(['Severity', 'Code', 'Number', 'For example'], rows),
    ...more(byCode.length - rows.length),
  ];
}

function more(number: number): string[] {
  return number > 0 ? ['', `… and ${number} more`] : [];
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)];
}

/**
 * A stranger's text that stays text: in Markdown a character written by its number makes no structure, no link, no mention and no
 * HTML. (CommonMark 0.31.2, “Entity and numeric character references”)
 */
export function text(words: string): string {
  const whole = printable(words);
  const shown = [...whole.slice(0, LONGEST * 2)].slice(0, LONGEST).join('');
  const safe = shown.replace(/[^\p{L}\p{N}\p{M} ,“”…–→]/gu, (c) => `&#${c.codePointAt(0)};`);
  return shown.length < whole.length ? `${safe}…` : safe;
}

function count(number: number, word: string, words = `${word}s`): string {
  return `${number} ${number === 1 ? word : words}`;
}

/** Whole lines only: half a row is no row. */
export function cutTo(lines: readonly string[], room: number): string {
  const whole = `${lines.join('\n')}\n`;
  if (Buffer.byteLength(whole) <= room) return whole;
  const end = '\n… cut: GitHub shows no longer summary.\n';
  let left = room - Buffer.byteLength(end);
  const kept: string[] = [];
  for (const line of lines) {
    left -= Buffer.byteLength(line) + 1;
    if (left < 0) break;
    kept.push(line);
  }
  return kept.length === 0 ? '' : `${kept.join('\n')}\n${end}`;
}
