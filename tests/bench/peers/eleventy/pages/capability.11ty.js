import { code, escaped, facts, link, outward, section, stated, table } from '../html.js';

export const data = {
  layout: 'page.11ty.js',
  pagination: { data: 'capabilities', size: 1, alias: 'each' },
  permalink: ({ each }) => `capabilities/${each.file}.html`,
  root: '../',
  eleventyComputed: {
    title: ({ each }) => each.versions[0].capability.title,
    description: ({ each }) => each.versions[0].capability.description,
    crumbs: ({ each }) => [
      { text: 'Capabilities', href: 'index.html' },
      { text: each.domain, href: `domains/${each.domain}.html` },
    ],
    jsonLd: ({ each }) => jsonLdOf(each),
  },
};

const jsonLdOf = ({ id, versions: [{ version, capability }] }) => ({
  '@context': 'https://schema.org',
  '@type': ['SoftwareApplication', 'WebAPI'],
  identifier: id,
  name: capability.title,
  description: capability.description,
  softwareVersion: version,
  creativeWorkStatus: capability.lifecycle_stage,
  keywords: capability.tags,
  provider: { '@type': 'Organization', name: capability.owner },
});

export function render({ each }) {
  const { id, versions, dependencies, dependents, findings, manifest } = each;
  const [entry] = versions;
  const { capability } = entry;
  const { title, description, owner, contact, lifecycle_stage, stability, security_tier, tags } = capability;
  const parts = partsOf(capability, dependencies, dependents, versions, findings, manifest);
  // Pagefind indexes of each page what the catalog's own search reads: id, name and description.
  return `<article class="capability"><header data-pagefind-body><h1 dir="auto">${escaped(title)}</h1><p>${code(id)}</p><p class="description" dir="auto">${escaped(description)}</p></header>
${facts([
  ['Version', stated(entry.version)],
  ['Owner', link(`../owners/${owner}.html`, owner)],
  ['Contact', outward(`mailto:${contact}`, contact)],
  ['Lifecycle', stated(lifecycle_stage)],
  ['Stability', stated(stability)],
  ['Security tier', stated(security_tier)],
  ['Tags', `<ul class="tags">${tags.map((tag) => `<li>${escaped(tag)}</li>`).join('')}</ul>`],
])}<div class="parts">${parts.map(([name, heading, content]) => section(name, heading, content)).join('')}</div>
<aside aria-label="The record">${facts([
    ['Tier', escaped(entry.tier)],
    ['Format', escaped(entry.format)],
    ['Source', link(`../sources/${each.sourceFile}.html`, entry.source)],
    ['Manifest', code(`${entry.path}:${entry.line}`)],
    ['Commit', code(entry.commit)],
    ['Digest', code(entry.manifest.digest)],
  ])}<nav aria-label="On this page"><ul>${parts.map(([name, heading]) => `<li><a href="#${name}">${heading}</a></li>`).join('')}</ul></nav></aside></article>`;
}

function partsOf({ interfaces, inputs, outputs, links, adr_links }, dependencies, dependents, versions, findings, manifest) {
  const lines = manifest.replace(/\n$/, '').split('\n');
  return [
    [
      'interfaces',
      'Interfaces',
      table(
        'Interfaces',
        ['Kind', 'How to reach it'],
        interfaces.map(({ kind, endpoint, command }) => [escaped(kind), endpoint ? outward(endpoint, endpoint) : code(command)]),
      ),
    ],
    [
      'inputs',
      'Inputs',
      table(
        'Inputs',
        ['Name', 'Type', 'Required'],
        inputs.map(({ name, type, required }) => [code(name), code(type), stated(required ? 'required' : '')]),
      ),
    ],
    [
      'outputs',
      'Outputs',
      table(
        'Outputs',
        ['Name', 'Type'],
        outputs.map(({ name, type }) => [code(name), code(type)]),
      ),
    ],
    ['relations', 'Relations', relations(dependencies, dependents)],
    [
      'dependencies',
      'Dependencies',
      table(
        'Dependencies of the current version',
        ['Depends on', 'Range', 'Relation', 'In this catalog'],
        dependencies.map(({ id, version, type, scope, target }) => [
          named(id, target),
          stated(version),
          stated([type, scope].filter(Boolean).join(', ')),
          stated(target?.version),
        ]),
      ),
    ],
    [
      'dependents',
      'Dependents',
      table(
        'Capabilities whose current version depends on this one',
        ['Capability', 'Its version', 'Asks for', 'Owner'],
        dependents.map((each) => [
          named(each.id, each),
          stated(each.version),
          stated(each.range),
          link(`../owners/${each.owner}.html`, each.owner),
        ]),
      ),
    ],
    [
      'documentation',
      'Documentation',
      facts([
        ['Links', links.map(({ title, url }) => outward(url, title)).join(' ')],
        ['Decisions', adr_links.map(code).join(' ')],
      ]),
    ],
    [
      'versions',
      'Versions',
      table(
        'Versions that the catalog holds',
        ['Version', 'Status', 'Commit', 'Ref', 'Manifest', 'Digest'],
        versions.map(({ version, status, commit, ref, path, manifest: { digest } }) => [
          stated(version),
          `<span class="mark">${status}</span>`,
          `<code class="hash" title="${commit}">${commit.slice(0, 12)}</code>`,
          ref === null ? '<span class="none">head</span>' : code(ref.replace('refs/tags/', '')),
          code(path),
          `<a class="id hash" href="../blobs/sha256/${digest.slice(7, 9)}/${digest.slice(7)}" title="${digest}">${digest.slice(7, 19)}</a>`,
        ]),
      ),
    ],
    [
      'findings',
      'Findings',
      findings.length === 0
        ? '<p class="none">None in its manifest.</p>'
        : `<ul>${findings.map(({ message, hint, line }) => `<li><a href="#L${line}">${escaped(message)}</a> ${escaped(hint)}</li>`).join('')}</ul>`,
    ],
    [
      'manifest',
      'Manifest',
      `<details><summary>Show all ${lines.length} lines</summary><pre class="source"><code>${lines.map((line, at) => `<bdi id="L${at + 1}">${escaped(line)}\n</bdi>`).join('')}</code></pre></details>`,
    ],
  ];
}

const named = (id, target) => (target ? link(`../capabilities/${target.file}.html`, id) : code(id));

function relations(dependencies, dependents) {
  const nodes = (links) =>
    links.map((each) => `<li><div class="node">${named(each.id, each.target ?? (each.file ? each : null))}</div></li>`);
  return `<figure class="graph"><figcaption>Depends on ${dependencies.length} capabilities; ${dependents.length} depend on it.</figcaption><ul>${nodes(dependencies).join('')}</ul><ul>${nodes(dependents).join('')}</ul></figure>`;
}
