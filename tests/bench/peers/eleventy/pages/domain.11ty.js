import { counted, escaped } from '../html.js';
import { capabilityTable } from '../includes/lists.js';
import { page } from '../includes/page.js';

export const data = {
  pagination: { data: 'domains', size: 1, alias: 'each' },
  permalink: ({ each }) => `domains/${each.file}.html`,
};

export const render = ({ each: { name, file, members, owners, sources }, capabilities, catalog, words }) =>
  page(
    catalog,
    { root: '../', path: `domains/${file}.html`, title: name, section: 'Capabilities', crumbs: [['Capabilities', 'index.html']] },
    `<h1 dir="auto">${escaped(name)}</h1><p class="lead">${counted(members.length, 'capability', 'capabilities')} of ${counted(owners.length, 'owner')} from ${counted(sources.length, 'source')}.</p>${capabilityTable(
      `Capabilities of ${name}`,
      members.map((at) => capabilities[at]),
      true,
      words,
    )}`,
  );
