import type { VNode } from 'preact';
import { compareText } from '../../model/findings.js';
import type { Finding } from '../../model/generated/types.js';
import { groupBy } from '../group.js';
import { grouped, prose, visible } from '../text.js';
import { SEVERITY_ORDER } from '../words.js';
import { none, severityMark } from './mark.js';
import { code } from './strangers.js';
import { table } from './table.js';

/** Findings one under the other. `withPath`: the file is not already in a heading above. */
export function findingList(findings: readonly Finding[], withPath: boolean): VNode {
  return (
    <ul class="findings">
      {findings.map((finding) => (
        <li>
          <p class="head">
            {severityMark(finding.severity)} <code>{visible(finding.code)}</code>{' '}
            <span class="place">{place(finding, withPath)}</span>
          </p>
          <p dir="auto">{prose(finding.message)}</p>
          {finding.hint && (
            <p class="hint" dir="auto">
              {prose(finding.hint)}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function place({ path, line, column }: Finding, withPath: boolean): string | VNode | null {
  const position = line === undefined ? '' : column === undefined ? `${line}` : `${line}:${column}`;
  if (withPath && path !== undefined) return code(position ? `${path}:${position}` : path);
  return position ? (column === undefined ? `line ${line}` : `line ${line}, column ${column}`) : null;
}

/** Findings of one source under a heading per file. */
export function findingsByFile(findings: readonly Finding[]): VNode[] {
  return groupBy(findings, (finding) => finding.path ?? '').map(([path, group]) => (
    <div class="group">
      <h3>{path === '' ? 'The source as a whole' : code(path)}</h3>
      {findingList(group, false)}
    </div>
  ));
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
