import { counted, escaped, facts, idLink, lines, link, mail, mark, section } from '../html.js';
import { capabilityTable, count } from '../includes/lists.js';
import { page } from '../includes/page.js';

export const data = {
  pagination: { data: 'owners', size: 1, alias: 'each' },
  permalink: ({ each }) => `owners/${each.file}.html`,
};

const capability = (number) => counted(number, 'capability', 'capabilities');

export function render({ each, capabilities, catalog, words }) {
  const { name, file, members, contacts, domains, sources, ending } = each;
  return page(
    catalog,
    { root: '../', path: `owners/${file}.html`, title: name, section: 'Owners', crumbs: [['Owners', 'owners.html']] },
    `<h1 dir="auto">${escaped(name)}</h1><p class="lead">Answers for ${capability(members.length)} in ${counted(domains.length, 'domain')} from ${counted(sources.length, 'source')}.</p>${facts(
      [
        ['Contact', lines(contacts, mail)],
        ['Domains', lines(domains, (each) => `${link(`../domains/${each.file}.html`, each.name)} ${count(each.count)}`)],
        ['Sources', lines(sources, (each) => `${idLink(`../sources/${each.file}.html`, each.name)} ${count(each.count)}`)],
        ending > 0 && ['Deprecated or retired', mark('warn', capability(ending))],
      ],
    )}${section(
      'capabilities',
      'Capabilities',
      capabilityTable(
        `Capabilities of ${name}`,
        members.map((at) => capabilities[at]),
        false,
        words,
      ),
    )}`,
  );
}
