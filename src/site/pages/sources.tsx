import type { VNode } from 'preact';
import type { SourceRow } from '../../model/generated/types.js';
import { mark, none, severityCounts, stateCounts } from '../components/mark.js';
import { renderPage } from '../components/page.js';
import { table } from '../components/table.js';
import type { SiteContext } from '../context.js';
import { sourcePage } from '../links.js';
import { dirOf, grouped, shortCommit, visible } from '../text.js';
import { SOURCE_STATE_ORDER, SOURCE_STATES } from '../words.js';

/** sources.html */
export function renderSources({ catalog }: SiteContext, sources: readonly SourceRow[]): string {
  return renderPage(catalog, {
    root: '',
    path: 'sources.html',
    title: 'Sources',
    section: 'sources',
    crumbs: [],
    children: [
      <h1>Sources</h1>,
      <p class="lead">The repositories and folders that this catalog reads manifests from.</p>,
      sources.some(needsLook) && <p class="marks">{stateCounts(countStates(sources), SOURCE_STATE_ORDER, SOURCE_STATES)}</p>,
      sources.length === 0 ? (
        <p class="none">No sources yet.</p>
      ) : (
        table(
          'Sources',
          ['Source', 'State', 'Commit', '#Manifests', '#Capabilities', 'Findings'],
          [...sources.filter(needsLook), ...sources.filter((source) => !needsLook(source))].map(row),
        )
      ),
    ],
  });
}

/** Those that were not read stand first: among thousands nobody would come upon them. */
const needsLook = ({ state }: SourceRow): boolean => SOURCE_STATES[state].tone === 'warn' || SOURCE_STATES[state].tone === 'bad';

function countStates(sources: readonly SourceRow[]): Partial<Record<SourceRow['state'], number>> {
  const counts: Partial<Record<SourceRow['state'], number>> = {};
  for (const { state } of sources) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

const row = (source: SourceRow) => [
  <a class="id" dir={dirOf(source.id)} href={sourcePage(source.file)}>
    {visible(source.id)}
  </a>,
  mark(SOURCE_STATES[source.state].tone, SOURCE_STATES[source.state].word),
  readAt(source),
  grouped(source.manifests),
  grouped(source.capabilities),
  severityCounts(source.findings),
];

/** A folder has no commit; the digest of what was read there stands in for it. */
function readAt({ kind, commit }: SourceRow): VNode {
  if (commit === null) return none('never read');
  return kind === 'git' ? (
    <code class="hash" dir={dirOf(commit)}>
      {visible(shortCommit(commit))}
    </code>
  ) : (
    none('folder')
  );
}
