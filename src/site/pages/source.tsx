import type { ComponentChild } from 'preact';
import { compareText } from '../../model/compare-text.js';
import { fileNameOf } from '../../model/file-names.js';
import type { CapabilitySummary, Entry, Finding, QuarantinedManifest, SourceRow } from '../../model/generated/types.js';
import { capabilityTable } from '../components/capability-table.js';
import { copyable } from '../components/copyable.js';
import { type Fact, facts } from '../components/facts.js';
import { type Located, linkToLine } from '../components/line-link.js';
import { lines } from '../components/lines.js';
import { mark, none, severityCounts } from '../components/mark.js';
import { confirmed } from '../components/moment.js';
import { renderPage } from '../components/page.js';
import { pager } from '../components/pager.js';
import { section } from '../components/section.js';
import { capabilityLink, code, titledUrl, words } from '../components/strangers.js';
import { table } from '../components/table.js';
import type { SiteContext } from '../context.js';
import { groupBy } from '../group.js';
import { sourcePage } from '../links.js';
import { pagesFor } from '../page-numbers.js';
import { counted, durationInWords, grouped, hexOf, visible } from '../text.js';
import { FORMATS, OUTCOMES, SOURCE_STATES } from '../words.js';
import { quarantineTable } from './quarantine.js';
import { byCode, codeTable, groupedFindings } from './source/findings.js';
import { type Part, pageOf, shownOn, total } from './source/window.js';

export interface SourcePage {
  readonly source: SourceRow;
  readonly capabilities: readonly CapabilitySummary[];
  /** The current ones, which its manifests were read into. */
  readonly entries: readonly (Located & Pick<Entry, 'format' | 'provenance'>)[];
  readonly findings: readonly Finding[];
  readonly quarantined: readonly QuarantinedManifest[];
}

const MOST_IN_A_ROW = 12;

/** What is listed of a source, in this order, however many pages that takes. */
interface List extends Part {
  readonly id: string;
  readonly title: string;
  /** Rows `from` (inclusive) `to` (exclusive). */
  show(from: number, to: number): ComponentChild;
}

/** How many pages the lists of a source take. */
export const sourcePages = (page: SourcePage): number => pagesFor(total(listsOf(page)));

/**
 * sources/<file>.html, or a later page of it; `number` counts from 1. An overview of one repository: its state, what it provides, its
 * manifests, and what was found in it.
 */
export function renderSource({ catalog }: SiteContext, page: SourcePage, number = 1): string {
  const { source } = page;
  const state = SOURCE_STATES[source.state];
  const lists = listsOf(page);
  const pages = pagesFor(total(lists));
  const hrefOf = (each: number) => `../${sourcePage(source.file, each)}`;
  const findings = lists.findIndex(({ id }) => id === 'findings');
  return renderPage(catalog, {
    root: '../',
    path: sourcePage(source.file, number),
    title: number === 1 ? source.id : `${source.id}, page ${number}`,
    section: 'sources',
    crumbs: [
      { text: 'Sources', href: 'sources.html' },
      ...(number === 1 ? [] : [{ text: source.id, href: sourcePage(source.file) }]),
    ],
    children: [
      <h1 class="id" dir="auto">
        {visible(source.id)}
      </h1>,
      <p class="lead">
        {mark(state.tone, `${state.word}.`)} {state.meaning}
        {pages > 1 && ` Page ${number} of ${pages}.`}
      </p>,
      number === 1 && facts(rows(source, (id) => jumpTo(id, lists, hrefOf))),
      number === 1 &&
        pages > 1 &&
        page.findings.length > 0 &&
        section(
          'codes',
          'Findings by code',
          codeTable(byCode(page.findings), (row) => hrefOf(pageOf(lists, findings, row))),
        ),
      shownOn(lists, number).map(({ part, from, to }) =>
        section(
          part.id,
          [
            part.title,
            to - from < part.rows && (
              <span class="count"> {`${grouped(from + 1)} to ${grouped(to)} of ${grouped(part.rows)}`}</span>
            ),
          ],
          part.show(from, to),
        ),
      ),
      pager(total(lists), number, hrefOf),
    ],
  });
}

function listsOf({ source, capabilities, entries, findings, quarantined }: SourcePage): List[] {
  // In the order of the document, which a source that was just read does not have yet.
  const tags = Object.entries(source.tags ?? {}).sort(([a], [b]) => compareText(a, b));
  const manifests = groupBy(entries, ({ path, ref }) => `${ref ?? ''}\n${path}`).map(([, group]) => group);
  const groups = byCode(findings);
  const href = linkToLine('../', entries);
  const lists: List[] = [
    {
      id: 'capabilities',
      title: 'Capabilities',
      rows: capabilities.length || SAID,
      show: (from, to) =>
        capabilities.length === 0 ? (
          <p class="none">The catalog has no capabilities from this source.</p>
        ) : (
          capabilityTable('../', 'Capabilities of this source', capabilities.slice(from, to))
        ),
    },
    {
      id: 'manifests',
      title: 'Manifests',
      rows: manifests.length,
      show: (from, to) => [
        manifestTable(manifests.slice(from, to)),
        to === manifests.length && source.manifests > manifests.length && (
          <p class="detail more">
            {counted(source.manifests - manifests.length, 'other gives', 'others give')} the catalog no capability that is
            current.
          </p>
        ),
      ],
    },
    {
      id: 'quarantine',
      title: 'Quarantined',
      rows: quarantined.length,
      show: (from, to) => [
        <p class="detail">The trust policy does not admit these.</p>,
        quarantineTable('../', quarantined.slice(from, to), false),
      ],
    },
    {
      id: 'findings',
      title: 'Findings',
      rows: findings.length,
      show: (from, to) => groupedFindings(groups, from, to, href),
    },
    {
      id: 'tags',
      title: 'Tags that were read',
      rows: tags.length,
      show: (from, to) =>
        table(
          'Tags that were read',
          ['Tag', 'Commit'],
          tags.slice(from, to).map(([tag, commit]) => [code(tag.replace(/^refs\/tags\//, '')), code(commit)]),
        ),
    },
  ];
  return lists.filter(({ rows: length }) => length > 0);
}

/** The row that says that there is none. Of findings, the facts above say that. */
const SAID = 1;

/** Where a list begins; null where there is nothing in it. */
function jumpTo(id: string, lists: readonly List[], hrefOf: (page: number) => string): string | null {
  const place = lists.findIndex((list) => list.id === id);
  if (place === -1) return null;
  const page = pageOf(lists, place, 0);
  return `${page === 1 ? '' : hrefOf(page)}#${id}`;
}

function rows(source: SourceRow, placeOf: (id: string) => string | null): Fact[] {
  const linked = (id: string, content: ComponentChild): ComponentChild => {
    const href = placeOf(id);
    return href === null ? content : <a href={href}>{content}</a>;
  };
  return [
    ['Kind', source.kind === 'git' ? 'Git repository' : 'Folder'],
    ['Pulled from', source.url === undefined ? none('a place that only the indexer can reach') : titledUrl(source.url)],
    source.kind === 'git'
      ? ['Commit', source.commit === null ? none('never read') : copyable('the commit', code(source.commit))]
      : [
          'Digest of what was read',
          source.commit === null ? none('never read') : copyable('the digest', code(hexOf(source.commit))),
        ],
    source.state === 'deleted' ? ['Last confirmed', null] : ['Last confirmed', confirmed('../', source.id, source.ttl)],
    ['Time to live', source.ttl === undefined ? null : words(durationInWords(source.ttl))],
    ['Repository id', source.repository_id === undefined ? null : code(source.repository_id)],
    ['Manifests', linked('manifests', grouped(source.manifests))],
    ['Capabilities', source.capabilities === 0 ? '0' : linked('capabilities', grouped(source.capabilities))],
    ['Findings', linked('findings', severityCounts(source.findings))],
  ];
}

function manifestTable(manifests: readonly SourcePage['entries'][]): ComponentChild {
  return table(
    'Manifests that capabilities were read from',
    ['Manifest', 'Format', 'Provenance', 'Capabilities'],
    manifests.flatMap(([first, ...others]) => {
      if (first === undefined) return [];
      const { path, ref, format, provenance } = first;
      const ids = [first, ...others].map(({ id }) => id);
      return [
        [
          [code(path), ref !== null && <span class="title">at {code(ref.replace(/^refs\/tags\//, ''))}</span>],
          FORMATS[format],
          provenance === undefined ? null : mark(OUTCOMES[provenance.outcome].tone, OUTCOMES[provenance.outcome].word),
          lines(ids, (id) => capabilityLink('../', fileNameOf(id), id), MOST_IN_A_ROW),
        ],
      ];
    }),
  );
}
