import {
  cell,
  code,
  copyable,
  escaped,
  facts,
  grouped,
  head,
  idLink,
  joined,
  lines,
  mark,
  outward,
  section,
  table,
} from '../html.js';
import { capabilityTable, confirmed, count, findingList, linePlace, severityCounts, severityMark } from '../includes/lists.js';
import { page } from '../includes/page.js';

export const data = {
  pagination: { data: 'sources', size: 1, alias: 'each' },
  permalink: ({ each }) => `sources/${each.file}.html`,
};

export function render({ each, capabilities, catalog, words }) {
  const { id, file, state, url, commit, manifests, findings, tags, groups } = each;
  const { tone, word, meaning } = words.states[state];
  const members = each.members.map((at) => capabilities[at]);
  return page(
    catalog,
    { root: '../', path: `sources/${file}.html`, title: id, section: 'Sources', crumbs: [['Sources', 'sources.html']] },
    `<h1 class="id" dir="auto">${escaped(id)}</h1><p class="lead">${mark(tone, `${word}.`)} ${meaning}</p>${facts([
      ['Kind', 'Git repository'],
      ['Pulled from', outward(url, url)],
      ['Commit', copyable('the commit', code(commit))],
      ['Last confirmed', confirmed('../', id)],
      ['Manifests', grouped(manifests)],
      ['Capabilities', grouped(members.length)],
      ['Findings', severityCounts(findings, words)],
    ])}${section('capabilities', 'Capabilities', capabilityTable('Capabilities of this source', members, true, words))}${section(
      'manifests',
      'Manifests',
      table('Manifests that capabilities were read from', ['Manifest', 'Format', 'Capabilities'], members, (member) =>
        manifestRow(member, words),
      ),
    )}${
      groups.length > 0
        ? section(
            'findings',
            'Findings',
            joined(groups, (group) => codeGroup(group, words)),
          )
        : ''
    }${tags.length > 0 ? section('tags', 'Tags that were read', table('Tags that were read', ['Tag', 'Commit'], tags, tagRow)) : ''}`,
  );
}

/** Each manifest of these catalogs has one capability. */
const manifestRow = ({ id, file, format, versions: [{ path }] }, { formats }) =>
  head(code(path)) +
  cell('Format', formats[format]) +
  cell(
    'Capabilities',
    lines([id], () => idLink(`../capabilities/${file}.html`, id)),
  );

const codeGroup = ({ severity, code: name, hint, findings }, words) =>
  `<div class="group"><h3 id="${severity}-${name.replaceAll('/', '.')}">${severityMark(severity, words)} <code>${name}</code> ${count(findings.length)}</h3>${hint ? `<p class="hint">${escaped(hint)}</p>` : ''}${findingList(
    findings,
    { place: linePlace('../'), words, withCode: false, withHint: !hint },
  )}</div>`;

const tagRow = ({ tag, commit }) => head(code(tag)) + cell('Commit', code(commit));
