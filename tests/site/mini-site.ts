import { domainOf } from '../../src/model/domain.js';
import { fileNameOf } from '../../src/model/file-names.js';
import type { CapabilityDocument, CapabilitySummary, Finding, SourceRow } from '../../src/model/generated/types.js';
import {
  renderCapability,
  renderDomain,
  renderFindings,
  renderHome,
  renderSource,
  renderSources,
  SITE_ASSETS,
} from '../../src/site/render.js';
import { catalogOf, DOCUMENTS, FINDINGS, SOURCES } from './fixtures.js';

export function summaryOf({
  versions: [{ id, version, format, tier, source, capability }],
}: CapabilityDocument): CapabilitySummary {
  return {
    id,
    version,
    owner: capability.owner,
    lifecycle_stage: capability.lifecycle_stage,
    ...(capability.title === undefined ? {} : { title: capability.title }),
    ...(capability.stability === undefined ? {} : { stability: capability.stability }),
    ...(capability.security_tier === undefined ? {} : { security_tier: capability.security_tier }),
    domain: domainOf(capability),
    format,
    tier,
    source,
    file: fileNameOf(id),
  };
}

/** Every file of a small site, with stand-ins for the data and blobs that its pages link to: path → text. */
export function miniSite(
  documents: readonly CapabilityDocument[] = DOCUMENTS,
  sources: readonly SourceRow[] = SOURCES,
  findings: readonly Finding[] = FINDINGS,
): Map<string, string> {
  const context = { catalog: catalogOf(documents, sources, findings) };
  const summaries = documents.map(summaryOf);
  const files = new Map(Object.entries(SITE_ASSETS));
  files.set('index.html', renderHome(context, summaries, sources));
  files.set('sources.html', renderSources(context, sources));
  files.set('findings.html', renderFindings(context, findings));
  files.set('api/v1/catalog.json', '{}');
  files.set('api/v1/findings.json', '{}');
  for (const domain of new Set(summaries.map((summary) => summary.domain))) {
    files.set(
      `domains/${fileNameOf(domain)}.html`,
      renderDomain(
        context,
        domain,
        summaries.filter((summary) => summary.domain === domain),
      ),
    );
  }
  for (const source of sources) {
    const own = <T extends { readonly source: string }>(items: readonly T[]) => items.filter((item) => item.source === source.id);
    files.set(`sources/${source.file}.html`, renderSource(context, source, own(summaries), own(findings)));
  }
  for (const document of documents) {
    const file = fileNameOf(document.id);
    files.set(`capabilities/${file}.html`, renderCapability(context, document));
    files.set(`api/v1/capabilities/${file}.json`, '{}');
    for (const { manifest } of document.versions) {
      const hex = manifest.digest.slice('sha256:'.length);
      files.set(`blobs/sha256/${hex.slice(0, 2)}/${hex}`, 'id: …\n');
    }
  }
  return files;
}

export const pagesOf = (files: ReadonlyMap<string, string>): [string, string][] =>
  [...files].filter(([path]) => path.endsWith('.html'));
