import type { ComponentChild, VNode } from 'preact';
import { countSeverities, OWN_SOURCE } from '../../model/findings.js';
import type { Finding } from '../../model/generated/types.js';
import { findingsByCode } from '../components/findings.js';
import { type Located, linkToLine } from '../components/line-link.js';
import { severityCounts } from '../components/mark.js';
import { renderPage } from '../components/page.js';
import { section } from '../components/section.js';
import { sourceLink, words } from '../components/strangers.js';
import type { SiteContext } from '../context.js';
import { groupBy } from '../group.js';
import { sourcePageOf } from '../links.js';
import { counted, grouped } from '../text.js';
import { SEVERITY_ORDER } from '../words.js';
import { byCode, type CodeGroup, codeGroup, headingOf } from './source/findings.js';

/** Findings on the page; the document has all. */
const MOST_FINDINGS = 2_000;
/** Of one code in one source; the source's own page has all. */
const MOST_OF_A_CODE = 5;

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

/** Source by source, that with the gravest first. Of what a source says again and again a few are enough here. */
function bySource(findings: readonly Finding[], href: ReturnType<typeof linkToLine>): ComponentChild {
  const sources = groupBy(findings, ({ source }) => source)
    .map(([source, own]) => ({ source, own, groups: byCode(own) }))
    .sort((a, b) => gravity(a.groups) - gravity(b.groups));
  let room = MOST_FINDINGS;
  const shown = sources.flatMap(({ source, own, groups }) => {
    if (room <= 0) return [];
    room -= groups.reduce((sum, group) => sum + Math.min(group.findings.length, mostOf(source)), 0);
    return [sourceGroup(source, own, groups, href)];
  });
  return [
    shown,
    shown.length < sources.length && (
      <p class="more">
        {counted(sources.length - shown.length, 'more source')}, whose findings are no graver:{' '}
        <a href="api/v1/findings.json">api/v1/findings.json</a> has all of them.
      </p>
    ),
  ];
}

const gravity = ([gravest]: readonly CodeGroup[]): number =>
  gravest === undefined ? SEVERITY_ORDER.length : SEVERITY_ORDER.indexOf(gravest.severity);

/** The catalog's own files have no page that shows the others. */
const mostOf = (source: string): number => (source === OWN_SOURCE ? MOST_FINDINGS : MOST_OF_A_CODE);

function sourceGroup(
  source: string,
  own: readonly Finding[],
  groups: readonly CodeGroup[],
  href: ReturnType<typeof linkToLine>,
): VNode {
  const most = mostOf(source);
  return (
    <div class="of-source">
      <h3>{source === OWN_SOURCE ? 'The catalog’s own files' : sourceLink('', source)}</h3>
      <p class="marks">{severityCounts(countSeverities(own))}</p>
      {groups.map((group) =>
        codeGroup(group, group.findings.slice(0, most), {
          heading: <h4>{headingOf(group)}</h4>,
          href,
          more: group.findings.length > most && (
            <p class="more">
              <a href={`${sourcePageOf(source)}#findings`}>
                All {grouped(group.findings.length)} of {words(source)}
              </a>
            </p>
          ),
        }),
      )}
    </div>
  );
}
