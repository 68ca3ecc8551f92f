import type { ComponentChild } from 'preact';
import { compareText } from '../../model/compare-text.js';
import { fileNameOf } from '../../model/file-names.js';
import type { CapabilitySummary, Entry, Finding, QuarantinedManifest, SourceRow } from '../../model/generated/types.js';
import { capabilityTable } from '../components/capability-table.js';
import { copyable } from '../components/copyable.js';
import { type Fact, facts } from '../components/facts.js';
import { findingsByFile } from '../components/findings.js';
import { type Located, linkToLine } from '../components/line-link.js';
import { lines } from '../components/lines.js';
import { mark, none, severityCounts } from '../components/mark.js';
import { confirmed } from '../components/moment.js';
import { renderPage } from '../components/page.js';
import { section } from '../components/section.js';
import { capabilityLink, code, titledUrl, words } from '../components/strangers.js';
import { table } from '../components/table.js';
import type { SiteContext } from '../context.js';
import { groupBy } from '../group.js';
import { sourcePage } from '../links.js';
import { counted, durationInWords, grouped, hexOf, visible } from '../text.js';
import { FORMATS, OUTCOMES, SOURCE_STATES } from '../words.js';
import { quarantineTable } from './quarantine.js';

export interface SourcePage {
  readonly source: SourceRow;
  readonly capabilities: readonly CapabilitySummary[];
  /** The current ones, which its manifests were read into. */
  readonly entries: readonly (Located & Pick<Entry, 'format' | 'provenance'>)[];
  readonly findings: readonly Finding[];
  readonly quarantined: readonly QuarantinedManifest[];
}

const MOST_IN_A_ROW = 12;

/** sources/<file>.html: an overview of one repository: its state, its manifests, what they provide, and what was found in it. */
export function renderSource({ catalog }: SiteContext, page: SourcePage): string {
  const { source, capabilities, entries, findings, quarantined } = page;
  const state = SOURCE_STATES[source.state];
  // In the order of the document, which a source that was just read does not have yet.
  const tags = Object.entries(source.tags ?? {}).sort(([a], [b]) => compareText(a, b));
  const manifests = groupBy(entries, ({ path, ref }) => `${ref ?? ''}\n${path}`).map(([, group]) => group);
  return renderPage(catalog, {
    root: '../',
    path: sourcePage(source.file),
    title: source.id,
    section: 'sources',
    crumbs: [{ text: 'Sources', href: 'sources.html' }],
    children: [
      <h1 class="id" dir="auto">
        {visible(source.id)}
      </h1>,
      <p class="lead">
        {mark(state.tone, `${state.word}.`)} {state.meaning}
      </p>,
      facts(rows(source)),
      section(
        'capabilities',
        'Capabilities',
        capabilities.length === 0
          ? none('The catalog has no capabilities from this source.')
          : capabilityTable('../', 'Capabilities of this source', capabilities),
      ),
      manifests.length > 0 &&
        section('manifests', 'Manifests', [
          manifestTable(manifests),
          source.manifests > manifests.length && (
            <p class="detail more">
              {counted(source.manifests - manifests.length, 'other gives', 'others give')} the catalog no capability that is
              current.
            </p>
          ),
        ]),
      quarantined.length > 0 &&
        section('quarantine', 'Quarantined', [
          <p class="detail">The trust policy does not admit these.</p>,
          quarantineTable('../', quarantined, false),
        ]),
      section(
        'findings',
        'Findings',
        findings.length === 0 ? none('None.') : findingsByFile(findings, linkToLine('../', entries)),
      ),
      tags.length > 0 &&
        section(
          'tags',
          'Tags that were read',
          table(
            'Tags that were read',
            ['Tag', 'Commit'],
            tags.map(([tag, commit]) => [code(tag.replace(/^refs\/tags\//, '')), code(commit)]),
          ),
        ),
    ],
  });
}

function rows(source: SourceRow): Fact[] {
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
    ['Manifests', grouped(source.manifests)],
    ['Capabilities', grouped(source.capabilities)],
    ['Findings', severityCounts(source.findings)],
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
