import type { ComponentChild, VNode } from 'preact';
import { compareText } from '../../model/compare-text.js';
import type { Finding } from '../../model/generated/types.js';
import { groupBy } from '../group.js';
import { dirOf, grouped, prose, visible } from '../text.js';
import { SEVERITY_ORDER } from '../words.js';
import { none, severityMark } from './mark.js';
import { excerpt } from './source-lines.js';
import { code } from './strangers.js';
import { table } from './table.js';

/** What a list of findings shows of their places. */
export interface Places {
  /** The file is not already in a heading above. */
  readonly withPath: boolean;
  /** What all of them have in common stands in a heading above. */
  readonly above?: 'code' | 'code and hint';
  /** Where the line of a finding can be read: its address from this page. */
  readonly href?: (finding: Finding) => string | null;
  /** The lines of the file that all of them are in. */
  readonly lines?: readonly string[] | undefined;
}

/** Findings one under the other. */
export function findingList(findings: readonly Finding[], places: Places): VNode {
  return (
    <ul class="findings">
      {findings.map((finding) => (
        <li>
          <p class="head">
            {places.above === undefined && [severityMark(finding.severity), ' ', <code>{visible(finding.code)}</code>, ' ']}
            <span class="place">{linkedPlace(finding, places)}</span>
          </p>
          {quoted(finding, places.lines)}
          <p dir={dirOf(finding.message)}>{prose(finding.message)}</p>
          {finding.hint && places.above !== 'code and hint' && (
            <p class="hint" dir={dirOf(finding.hint)}>
              {prose(finding.hint)}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function linkedPlace(finding: Finding, { withPath, href }: Places): ComponentChild {
  const shown = place(finding, withPath);
  const target = shown === null || finding.line === undefined ? null : (href?.(finding) ?? null);
  return target === null ? shown : <a href={target}>{shown}</a>;
}

function quoted({ line, column }: Finding, lines: readonly string[] = []): VNode | null {
  const text = line === undefined ? undefined : lines[line - 1];
  return text === undefined || text.trim() === '' ? null : excerpt(text, column);
}

function place({ path, line, column }: Finding, withPath: boolean): string | VNode | null {
  const position = line === undefined ? '' : column === undefined ? `${line}` : `${line}:${column}`;
  if (withPath && path !== undefined) return code(position ? `${path}:${position}` : path);
  return position ? (column === undefined ? `line ${line}` : `line ${line}, column ${column}`) : null;
}

export function findingsByCode(findings: readonly Finding[]): VNode {
  const rank = (group: readonly Finding[]) => (group[0] ? SEVERITY_ORDER.indexOf(group[0].severity) : 0);
  const groups = groupBy(findings, (finding) => `${finding.severity} ${finding.code}`).sort(
    ([a, first], [b, second]) => rank(first) - rank(second) || second.length - first.length || compareText(a, b),
  );
  return table(
    'Findings by code',
    ['Code', 'Severity', '#Findings', '#Sources'],
    groups.map(([, group]) => [
      <code>{visible(group[0]?.code ?? '')}</code>,
      group[0] ? severityMark(group[0].severity) : none(),
      grouped(group.length),
      grouped(new Set(group.map((finding) => finding.source)).size),
    ]),
    'short',
  );
}
