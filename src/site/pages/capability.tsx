import type { ComponentChild } from 'preact';
import { domainOf } from '../../model/domain.js';
import { fileNameOf } from '../../model/file-names.js';
import type { CapabilityDocument } from '../../model/generated/types.js';
import { findingList } from '../components/findings.js';
import { renderPage } from '../components/page.js';
import { section } from '../components/section.js';
import { code, paragraphs } from '../components/strangers.js';
import type { SiteContext } from '../context.js';
import { capabilityPage, domainPage } from '../links.js';
import { nameOf, readable, visible } from '../text.js';
import { banners } from './capability/banners.js';
import { declarations } from './capability/declarations.js';
import { recordFacts, stateFacts } from './capability/facts.js';
import { interfacesAndData } from './capability/interfaces.js';
import type { Part } from './capability/part.js';
import { provenanceOf } from './capability/provenance.js';
import { dependencyTable, dependentTable, versionTable } from './capability/relations.js';

/** capabilities/<file>.html. Of the catalog it shows its name, URL and generator only: it is written again only when its document changes. */
export function renderCapability({ catalog }: SiteContext, document: CapabilityDocument): string {
  const [entry] = document.versions;
  const { capability } = entry;
  const name = nameOf(capability);
  const file = fileNameOf(document.id);
  const domain = domainOf(capability);
  const parts = partsOf(document);
  return renderPage(catalog, {
    root: '../',
    path: capabilityPage(file),
    title: name,
    section: 'capabilities',
    crumbs: [
      { text: 'Capabilities', href: 'index.html' },
      { text: domain, href: domainPage(domain) },
    ],
    children: (
      <article class="capability">
        <header>
          <h1 class={name === document.id ? 'id' : undefined} dir="auto">
            {name === document.id ? visible(name) : readable(name)}
          </h1>
          {name !== document.id && <p>{code(document.id)}</p>}
          {banners(capability)}
          {capability.description && paragraphs(capability.description)}
          {stateFacts(entry)}
        </header>
        <div class="parts">{parts.map(([id, title, content]) => section(id, title, content))}</div>
        <aside aria-label="The record">
          {recordFacts(entry, file)}
          <nav aria-label="On this page">
            <h2>On this page</h2>
            <ul>
              {parts.map(([id, title]) => (
                <li>
                  <a href={`#${id}`}>{title}</a>
                </li>
              ))}
            </ul>
          </nav>
        </aside>
      </article>
    ),
  });
}

function partsOf({ versions, dependencies, dependents, findings }: CapabilityDocument): Part[] {
  const { capability } = versions[0];
  const list: readonly (Part | null)[] = [
    ...interfacesAndData(capability),
    ['provenance', 'Provenance', provenanceOf(versions[0])],
    ['dependencies', 'Dependencies', dependencyTable(dependencies)],
    ['dependents', 'Dependents', dependentTable(dependents)],
    ...declarations(capability),
    ['versions', 'Versions', versionTable(versions)],
    ['findings', 'Findings', findingsOf(findings)],
  ];
  return list.filter((part) => part !== null && part[2] !== null) as Part[];
}

function findingsOf(findings: CapabilityDocument['findings']): ComponentChild {
  return findings.length === 0 ? <p class="none">None in its manifest.</p> : findingList(findings, false);
}
