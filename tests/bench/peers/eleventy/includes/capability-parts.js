import { cell, code, counted, escaped, facts, head, lines, mark, none, outward, table } from '../html.js';
import { findingList, version } from './lists.js';
import { dependencyTable, dependentTable, drawing } from './relations.js';

const KINDS = { rest: 'REST', cli: 'CLI' };

/** The sections of a capability's page: id, heading and content. */
export function partsOf(each, words) {
  const { capability, dependencies, dependents, findings } = each;
  const { interfaces, inputs, outputs, links, adr_links } = capability;
  const manifest = escaped(each.manifest).replace(/\n$/, '').split('\n');
  return [
    ['interfaces', 'Interfaces', table('Interfaces', ['Kind', 'How to reach it'], interfaces, interfaceRow)],
    ['inputs', 'Inputs', table('Inputs', ['Name', 'Type', 'Required'], inputs, inputRow)],
    ['outputs', 'Outputs', table('Outputs', ['Name', 'Type'], outputs, outputRow)],
    ['relations', 'Relations', drawing(each, words)],
    ['dependencies', 'Dependencies', dependencyTable(dependencies, words)],
    ['dependents', 'Dependents', dependentTable(each.id, dependents, words)],
    [
      'documentation',
      'Documentation',
      facts([
        ['Links', lines(links, ({ title, url, host }) => `${outward(url, title)} ${none(host)}`)],
        ['Decisions', lines(adr_links, code)],
      ]),
    ],
    ['versions', 'Versions', versionTable(each.versions)],
    ['findings', 'Findings', findingsOf(findings, manifest, words)],
    ['manifest', 'Manifest', source(manifest, findings, each.blob)],
  ];
}

const interfaceRow = ({ kind, endpoint, command }) =>
  head(KINDS[kind]) + cell('How to reach it', endpoint ? outward(endpoint, endpoint) : code(command));
const inputRow = ({ name, type, required }) =>
  head(code(name)) + cell('Type', code(type)) + cell('Required', required ? 'required' : none('not stated'));
const outputRow = ({ name, type }) => head(code(name)) + cell('Type', code(type));

function versionTable(versions) {
  if (versions.length === 1) return `<p>${version(versions[0].version)} is the only one that this catalog holds.</p>`;
  return table('Versions', ['Version', 'Status', 'Commit', 'Ref', 'Manifest', 'Digest'], versions, versionRow);
}

const versionRow = ({ version: number, status, commit, tag, path, blob, digest }) =>
  head(version(number)) +
  cell('Status', mark(status === 'current' ? 'ok' : 'quiet', status)) +
  cell('Commit', `<code class="hash" title="${commit}">${commit.slice(0, 12)}</code>`) +
  cell('Ref', tag === null ? none('head') : code(tag)) +
  cell('Manifest', code(path)) +
  cell('Digest', `<a class="id hash" href="../${blob}" download>${digest.slice(7, 19)}</a>`);

function findingsOf(findings, manifest, words) {
  if (findings.length === 0) return '<p class="none">None in its manifest.</p>';
  return findingList(findings, { place: ({ line }) => `<a href="#L${line}">line ${line}</a>`, words, lines: manifest });
}

function source(manifest, findings, blob) {
  let html = '';
  let number = 0;
  for (const line of manifest) {
    number += 1;
    const found = findings.some((finding) => finding.line === number) ? ' class="found"' : '';
    html += `<bdi id="L${number}"${found}>${line}\n</bdi>`;
  }
  return `<details><summary>Show all ${counted(manifest.length, 'line')}</summary><pre class="source"><code>${html}</code></pre></details><p class="more"><a href="../${blob}" download>Download it as it was read</a>.</p>`;
}
