import type { ComponentChild, VNode } from 'preact';
import { compareText } from '../../../model/compare-text.js';
import type { Finding } from '../../../model/generated/types.js';
import { findingList, type Places } from '../../components/findings.js';
import { severityMark } from '../../components/mark.js';
import { table } from '../../components/table.js';
import { groupBy } from '../../group.js';
import { dirOf, grouped, prose, visible } from '../../text.js';
import { SEVERITY_ORDER } from '../../words.js';

/** Findings that have their code in common, in the order of their places. */
export interface CodeGroup {
  readonly code: string;
  readonly severity: Finding['severity'];
  readonly findings: readonly Finding[];
  /** How many findings stand before it in the list of all. */
  readonly before: number;
}

/** The gravest first, and of those the most frequent. */
export function byCode(findings: readonly Finding[]): CodeGroup[] {
  const rank = ({ severity }: Pick<Finding, 'severity'>) => SEVERITY_ORDER.indexOf(severity);
  const groups = groupBy(findings, ({ severity, code }) => `${severity} ${code}`).flatMap(([key, own]) => {
    const [first] = own;
    return first === undefined ? [] : [{ key, code: first.code, severity: first.severity, findings: own }];
  });
  groups.sort((a, b) => rank(a) - rank(b) || b.findings.length - a.findings.length || compareText(a.key, b.key));
  let before = 0;
  return groups.map(({ code, severity, findings: own }) => {
    const group = { code, severity, findings: own, before };
    before += own.length;
    return group;
  });
}

const anchorOf = ({ severity, code }: CodeGroup): string => `${severity}-${encodeURIComponent(code.replaceAll('/', '.'))}`;

/** Where each code begins, for a list that takes several pages. */
export const codeTable = (groups: readonly CodeGroup[], hrefAt: (row: number) => string): ComponentChild =>
  table(
    'Findings by code',
    ['Code', 'Severity', '#Findings'],
    groups.map((group) => [
      <a href={`${hrefAt(group.before)}#${anchorOf(group)}`}>
        <code>{visible(group.code)}</code>
      </a>,
      severityMark(group.severity),
      grouped(group.findings.length),
    ]),
    'short',
  );

/** Findings `from` `to` of all, under a heading for each code. */
export function groupedFindings(
  groups: readonly CodeGroup[],
  from: number,
  to: number,
  href: NonNullable<Places['href']>,
): ComponentChild {
  return groups.map((group) => {
    const { findings, before } = group;
    const own = findings.slice(Math.max(0, from - before), Math.max(0, to - before));
    if (own.length === 0) return null;
    return codeGroup(group, own, {
      heading: (
        <h3 id={anchorOf(group)}>
          {headingOf(group)}
          {from > before && ', continued'}
        </h3>
      ),
      href,
    });
  });
}

/** “error manifest/no-id 12” */
export const headingOf = ({ severity, code, findings: { length } }: CodeGroup): ComponentChild => [
  severityMark(severity),
  ' ',
  <code>{visible(code)}</code>,
  length > 1 && [' ', <span class="count">{grouped(length)}</span>],
];

/** Some of a group under its heading. What to do is said once, where it is the same for all: after the only one, or above them. */
export function codeGroup(
  { findings }: CodeGroup,
  shown: readonly Finding[],
  {
    heading,
    href,
    more,
  }: { readonly heading: VNode; readonly href: NonNullable<Places['href']>; readonly more?: ComponentChild },
): VNode {
  const [hint] = findings.map((finding) => finding.hint);
  const common = findings.length > 1 && findings.every((finding) => finding.hint === hint) ? hint : undefined;
  return (
    <div class="group">
      {heading}
      {common !== undefined && (
        <p class="hint" dir={dirOf(common)}>
          {prose(common)}
        </p>
      )}
      {findingList(shown, { withPath: true, href, above: common === undefined ? 'code' : 'code and hint' })}
      {more}
    </div>
  );
}
