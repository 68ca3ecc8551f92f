import type { ComponentChild } from 'preact';
import { domainOf } from '../../model/domain.js';
import { fileNameOf } from '../../model/file-names.js';
import type { CapabilityCompatibility, CapabilityDocument } from '../../model/generated/types.js';
import { copyable } from '../components/copyable.js';
import { findingList } from '../components/findings.js';
import { renderPage } from '../components/page.js';
import { section } from '../components/section.js';
import { linesOf } from '../components/source-lines.js';
import { code, paragraphs } from '../components/strangers.js';
import type { SiteContext } from '../context.js';
import { capabilityPage, domainPage } from '../links.js';
import { capabilityJsonLd } from '../machine/head.js';
import type { Explain } from '../matrix/dependencies.js';
import { nameOf, readable, visible } from '../text.js';
import { banners } from './capability/banners.js';
import { declarations } from './capability/declarations.js';
import { recordFacts, stateFacts } from './capability/facts.js';
import { graph } from './capability/graph.js';
import { interfacesAndData } from './capability/interfaces.js';
import { rawManifest } from './capability/manifest.js';
import type { Part } from './capability/part.js';
import { provenanceOf } from './capability/provenance.js';
import { dependencyList, dependentList } from './capability/relations.js';
import { versionTable } from './capability/versions.js';
import { circleNote, waiverList } from './capability/waivers.js';

export interface CapabilityPage {
  readonly document: CapabilityDocument;
  /** The time to live that the configuration gives to its source. */
  readonly sourceTtl: string | undefined;
  /** The manifest of the current version as text; null where it is not to be shown. Its digest is in the document. */
  readonly manifest: string | null;
  /** What the matrix knows of it. */
  readonly compatibility: CapabilityCompatibility;
  readonly explain: Explain;
}

/**
 * capabilities/<file>.html. Of the catalog it shows its name, URL and generator only: it is written again only when one of its two
 * documents or the time to live of its source changes.
 */
export function renderCapability({ catalog }: SiteContext, page: CapabilityPage): string {
  const { document, sourceTtl, manifest } = page;
  const [entry] = document.versions;
  const { capability } = entry;
  const name = nameOf(capability);
  const file = fileNameOf(document.id);
  const domain = domainOf(capability);
  const parts = partsOf(page, manifest === null ? null : linesOf(manifest));
  return renderPage(catalog, {
    root: '../',
    path: capabilityPage(file),
    title: name,
    description: capability.description,
    data: capabilityJsonLd(catalog, document, file),
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
          {name !== document.id && <p>{copyable('the id', code(document.id))}</p>}
          {banners(capability)}
          {capability.description && paragraphs(capability.description)}
          {stateFacts(entry)}
        </header>
        <div class="parts">{parts.map(([id, title, content]) => section(id, title, content))}</div>
        <aside aria-label="The record">
          {recordFacts(entry, file, capability.ttl ?? sourceTtl)}
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

function partsOf({ document, compatibility, explain }: CapabilityPage, lines: readonly string[] | null): Part[] {
  const { versions, findings } = document;
  const [entry] = versions;
  const { capability } = entry;
  const list: readonly (Part | null)[] = [
    ...interfacesAndData(capability),
    ['provenance', 'Provenance', provenanceOf(entry)],
    ['relations', 'Relations', relations(compatibility)],
    ['dependencies', 'Dependencies', dependencyList(document, compatibility, explain)],
    ['dependents', 'Dependents', dependentList(compatibility, explain)],
    ['waivers', 'Waivers', waiverList(compatibility)],
    ...declarations(capability),
    ['versions', 'Versions', versionTable(versions)],
    ['findings', 'Findings', findingsOf(findings, lines)],
    ['manifest', 'Manifest', rawManifest(entry, lines, findings)],
  ];
  return list.filter((part) => part !== null && part[2] !== null) as Part[];
}

function relations(compatibility: CapabilityCompatibility): ComponentChild {
  const drawn = graph(compatibility);
  return drawn && [drawn, circleNote(compatibility)];
}

function findingsOf(findings: CapabilityDocument['findings'], lines: readonly string[] | null): ComponentChild {
  if (findings.length === 0) return <p class="none">None in its manifest.</p>;
  return findingList(findings, {
    withPath: false,
    href: ({ line }) => (line !== undefined && lines !== null && line <= lines.length ? `#L${line}` : null),
    lines: lines ?? [],
  });
}
