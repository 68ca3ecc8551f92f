import { capabilityTable, code, escaped, facts, section } from '../html.js';

export const data = {
  layout: 'page.11ty.js',
  pagination: { data: 'sources', size: 1, alias: 'each' },
  permalink: ({ each }) => `sources/${each.file}.html`,
  root: '../',
  eleventyComputed: { title: ({ each }) => each.id },
};

export const render = ({ each: { id, state, commit, manifests, members, findings } }) =>
  `<h1 class="id">${escaped(id)}</h1><p class="lead">${escaped(state)}</p>${facts([
    ['Commit', code(commit)],
    ['Manifests', manifests],
  ])}${section('capabilities', 'Capabilities', capabilityTable('../', `Capabilities of ${id}`, members))}${section(
    'findings',
    'Findings',
    `<ul>${findings.map(({ message, path, line, hint }) => `<li>${code(`${path}:${line}`)} ${escaped(message)} ${escaped(hint)}</li>`).join('')}</ul>`,
  )}`;
