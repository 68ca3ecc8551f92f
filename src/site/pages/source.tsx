import { compareText } from '../../model/findings.js';
import type { CapabilitySummary, Finding, SourceRow } from '../../model/generated/types.js';
import { capabilityTable } from '../components/capability-table.js';
import { type Fact, facts } from '../components/facts.js';
import { findingsByFile } from '../components/findings.js';
import { mark, none, severityCounts } from '../components/mark.js';
import { renderPage } from '../components/page.js';
import { section } from '../components/section.js';
import { code, titledUrl, words } from '../components/strangers.js';
import { table } from '../components/table.js';
import type { SiteContext } from '../context.js';
import { sourcePage } from '../links.js';
import { durationInWords, grouped, hexOf, visible } from '../text.js';
import { SOURCE_STATES } from '../words.js';

/** sources/<file>.html, with what the source provides and what was found in it */
export function renderSource(
  { catalog }: SiteContext,
  source: SourceRow,
  capabilities: readonly CapabilitySummary[],
  findings: readonly Finding[],
): string {
  const state = SOURCE_STATES[source.state];
  // In the order of the document, which a source that was just read does not have yet.
  const tags = Object.entries(source.tags ?? {}).sort(([a], [b]) => compareText(a, b));
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
      section('findings', 'Findings', findings.length === 0 ? none('None.') : findingsByFile(findings)),
      tags.length > 0 &&
        section(
          'tags',
          'Tags that were read',
          table(
            'Tags that were read',
            ['Tag', 'Commit'],
            tags.map(([tag, commit]) => [code(tag), code(commit)]),
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
      ? ['Commit', source.commit === null ? none('never read') : code(source.commit)]
      : ['Digest of what was read', source.commit === null ? none('never read') : code(hexOf(source.commit))],
    ['Manifests', grouped(source.manifests)],
    ['Capabilities', grouped(source.capabilities)],
    ['Findings', severityCounts(source.findings)],
    ['Time to live', source.ttl === undefined ? null : words(durationInWords(source.ttl))],
  ];
}
