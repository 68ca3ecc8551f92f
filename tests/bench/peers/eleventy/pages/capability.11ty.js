import { code, copyable, escaped, facts, grouped, idLink, joined, link, mail, mark, section } from '../html.js';
import { partsOf } from '../includes/capability-parts.js';
import { confirmed, lifecycle, stability, version } from '../includes/lists.js';
import { page } from '../includes/page.js';

export const data = {
  pagination: { data: 'capabilities', size: 1, alias: 'each' },
  permalink: ({ each }) => `capabilities/${each.file}.html`,
};

/** In the words of schema.org. */
const jsonLdOf = (
  { id, title, version: softwareVersion, capability, owner, lifecycle_stage: creativeWorkStatus },
  url,
  catalog,
) => ({
  '@context': 'https://schema.org',
  '@type': ['SoftwareApplication', 'WebAPI'],
  url,
  identifier: id,
  name: title,
  description: capability.description,
  softwareVersion,
  creativeWorkStatus,
  keywords: capability.tags,
  provider: { '@type': 'Organization', name: owner },
  isPartOf: { '@type': 'DataCatalog', name: catalog.name, '@id': catalog.url },
});

const RETIRED = `<div class="banner quiet" role="note" aria-label="Retired">${mark('quiet', 'Retired')} Its manifest says that it has reached the end of its lifecycle.</div>`;

export function render({ each, catalog, words }) {
  const { file, title, domain, capability } = each;
  const path = `capabilities/${file}.html`;
  const parts = partsOf(each, words);
  return page(
    catalog,
    {
      root: '../',
      path,
      title,
      description: capability.description,
      jsonLd: jsonLdOf(each, catalog.url + path, catalog),
      section: 'Capabilities',
      crumbs: [
        ['Capabilities', 'index.html'],
        [domain, `domains/${domain}.html`],
      ],
    },
    `<article class="capability">${opening(each)}
<div class="parts">${joined(parts, ([name, heading, html]) => section(name, heading, html))}</div>
<aside aria-label="The record">${record(each, words)}<nav aria-label="On this page"><h2>On this page</h2>
<ul>${joined(parts, ([name, heading]) => `<li><a href="#${name}">${heading}</a></li>`)}</ul></nav></aside></article>`,
  );
}

/** Pagefind indexes of each page what the catalog's own search reads: name, id, description and tags. */
function opening(each) {
  const { id, title, lifecycle_stage: stage, capability } = each;
  const shownId = copyable('the id', `<code data-pagefind-body>${escaped(id)}</code>`);
  return `<header><h1 dir="auto" data-pagefind-body>${escaped(title)}</h1><p>${shownId}</p>${stage === 'retired' ? RETIRED : ''}
<p class="description" data-pagefind-body>${escaped(capability.description)}</p>${state(each)}</header>`;
}

const state = ({ version: number, owner, lifecycle_stage: stage, stability: word, security_tier, capability }) =>
  facts([
    ['Version', version(number)],
    ['Owner', link(`../owners/${owner}.html`, owner)],
    ['Contact', mail(capability.contact)],
    ['Lifecycle', lifecycle(stage)],
    ['Stability', stability(word)],
    ['Security tier', security_tier],
    ['Tags', `<ul class="tags" data-pagefind-body>${joined(capability.tags, (tag) => `<li>${escaped(tag)}</li>`)}</ul>`],
  ]);

const digest = (what, text) => copyable(what, `<code class="digest">${text}</code>`);

const record = ({ file, tier, format, source, sourceFile, versions: [current], size }, { tiers, formats }) =>
  facts([
    ['Tier', `${mark(tiers[tier].tone, tiers[tier].word)}<p class="detail">${tiers[tier].meaning}</p>`],
    ['Format', formats[format]],
    ['Source', idLink(`../sources/${sourceFile}.html`, source)],
    ['Last confirmed', confirmed('../', source)],
    ['Manifest', code(`${current.path}:${current.line}`)],
    ['Commit', digest('the commit', current.commit)],
    ['Digest', `${digest('the digest', current.digest)}<p class="detail">${grouped(size)} bytes</p>`],
    ['This page as data', `<a href="../api/v1/capabilities/${file}.json">JSON</a>`],
  ]);
