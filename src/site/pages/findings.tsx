import type { ComponentChild } from 'preact';
import { countSeverities, OWN_SOURCE } from '../../model/findings.js';
import type { Finding } from '../../model/generated/types.js';
import { findingList, findingsByCode } from '../components/findings.js';
import { type Located, linkToLine } from '../components/line-link.js';
import { severityCounts } from '../components/mark.js';
import { renderPage } from '../components/page.js';
import { section } from '../components/section.js';
import { sourceLink } from '../components/strangers.js';
import type { SiteContext } from '../context.js';
import { groupBy } from '../group.js';
import { grouped } from '../text.js';
import { SEVERITY_ORDER } from '../words.js';

const MOST_FINDINGS = 2_000;

/** findings.html */
export function renderFindings({ catalog }: SiteContext, findings: readonly Finding[], entries: readonly Located[]): string {
  return renderPage(catalog, {
    root: '',
    path: 'findings.html',
    title: 'Findings',
    section: 'findings',
    crumbs: [],
    children: [
      <h1>Findings</h1>,
      <p class="lead">What there is to tell about sources and their manifests.</p>,
      <p class="marks">{severityCounts(countSeverities(findings))}</p>,
      ...(findings.length === 0
        ? []
        : [
            section('codes', 'By code', findingsByCode(findings)),
            section('all', 'By source', bySource(findings, linkToLine('', entries))),
          ]),
    ],
  });
}

function bySource(findings: readonly Finding[], href: ReturnType<typeof linkToLine>): ComponentChild {
  const shown = gravestFirst(findings).slice(0, MOST_FINDINGS);
  const left = findings.length - shown.length;
  return [
    left > 0 && (
      <p>
        The gravest {grouped(shown.length)} are shown, {grouped(left)} more are not.{' '}
        <a href="api/v1/findings.json">api/v1/findings.json</a> has all of them.
      </p>
    ),
    ...groupBy(shown, ({ source }) => source).map(([source, group]) => (
      <div class="group">
        <h3>{source === OWN_SOURCE ? 'The catalog’s own files' : sourceLink('', source)}</h3>
        {findingList(group, { withPath: true, href })}
      </div>
    )),
  ];
}

/** The order given, unless there are too many to show them all. */
function gravestFirst(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MOST_FINDINGS) return findings;
  return SEVERITY_ORDER.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}
