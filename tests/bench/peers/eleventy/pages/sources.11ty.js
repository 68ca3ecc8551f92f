import { cell, head, idLink, mark, number, table } from '../html.js';
import { severityCounts } from '../includes/lists.js';
import { page } from '../includes/page.js';

export const data = { permalink: 'sources.html' };

const HEADINGS = ['Source', 'State', 'Commit', '#Manifests', '#Capabilities', 'Findings'];

export const render = ({ catalog, sources, words }) =>
  page(
    catalog,
    { root: '', path: 'sources.html', title: 'Sources', section: 'Sources' },
    `<h1>Sources</h1><p class="lead">The repositories and folders that this catalog reads manifests from.</p>${table('Sources', HEADINGS, sources, (source) => row(source, words))}`,
  );

const row = ({ id, file, state, commit, manifests, members, findings }, words) =>
  head(idLink(`sources/${file}.html`, id)) +
  cell('State', mark(words.states[state].tone, words.states[state].word)) +
  cell('Commit', `<code class="hash">${commit.slice(0, 12)}</code>`) +
  number('Manifests', manifests) +
  number('Capabilities', members.length) +
  cell('Findings', severityCounts(findings, words));
