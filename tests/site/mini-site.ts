import { capabilityCompatibilities } from '../../src/compatibility/capability-documents.js';
import { compatibilityDocument } from '../../src/compatibility/documents.js';
import { explain } from '../../src/compatibility/explain.js';
import { domainOf } from '../../src/model/domain.js';
import { fileNameOf } from '../../src/model/file-names.js';
import type {
  AppliedWaiver,
  CapabilityCompatibility,
  CapabilityDocument,
  CapabilitySummary,
  ChangesDocument,
  Finding,
  SourceRow,
} from '../../src/model/generated/types.js';
import type { LoggedDecision } from '../../src/site/decision-words.js';
import { DECISION_FEEDS } from '../../src/site/machine/decision-feeds.js';
import { FEEDS } from '../../src/site/machine/feeds.js';
import {
  renderAbout,
  renderCapability,
  renderDecisions,
  renderDomain,
  renderFindings,
  renderFreshness,
  renderHome,
  renderMatrix,
  renderOwner,
  renderOwners,
  renderQuarantine,
  renderSearch,
  renderSource,
  renderSources,
  SITE_ASSETS,
  type SiteContext,
} from '../../src/site/render.js';
import { DECISIONS, matrixOf, WAIVERS } from './compatibility.js';
import { CHANGES, catalogOf, DOCUMENTS, FINDINGS, MANIFEST, QUARANTINED, SOURCES, TRUST } from './fixtures.js';

/** The page of a capability whose source has no time to live of its own. */
export const pageOf = (context: SiteContext, document: CapabilityDocument, manifest: string | null = null): string =>
  renderCapability(context, { document, sourceTtl: undefined, manifest, compatibility: compatibilityOf(document), explain });

/** What the matrix of this capability alone knows of it. */
export const compatibilityOf = (document: CapabilityDocument): CapabilityCompatibility => {
  const make = capabilityCompatibilities(matrixOf([document]), WAIVERS).get(document.id);
  if (make === undefined) throw new Error(`the matrix does not have ${document.id}`);
  return make();
};

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

export interface Strangers {
  readonly documents: readonly CapabilityDocument[];
  readonly sources: readonly SourceRow[];
  readonly findings: readonly Finding[];
  readonly changes: ChangesDocument;
  readonly quarantined: typeof QUARANTINED;
  readonly trust: typeof TRUST;
  readonly manifest: string;
  readonly decisions: readonly LoggedDecision[];
  readonly waivers: readonly AppliedWaiver[];
}

/** Every file of a small site, with stand-ins for the data and blobs that its pages link to: path → text. */
export function miniSite(strangers: Partial<Strangers> = {}): Map<string, string> {
  const { documents = DOCUMENTS, sources = SOURCES, findings = FINDINGS, changes = CHANGES } = strangers;
  const { quarantined = QUARANTINED, trust = TRUST, manifest = MANIFEST, decisions = DECISIONS, waivers = WAIVERS } = strangers;
  const context = { catalog: catalogOf(documents, sources, findings) };
  const summaries = documents.map(summaryOf);
  const entries = documents.map(({ versions }) => versions[0]);
  const files = new Map(Object.entries(SITE_ASSETS));
  const matrix = matrixOf(documents);
  const compatibility = compatibilityDocument(matrix, waivers);
  const compatibilities = new Map([...capabilityCompatibilities(matrix, waivers)].map(([id, make]) => [fileNameOf(id), make()]));
  files.set('compatibility.html', renderMatrix(context, { compatibility, capabilities: summaries, explain }));
  files.set('decisions.html', renderDecisions(context, { decisions, waivers, capabilities: summaries }));
  files.set('api/v1/compatibility.json', JSON.stringify(compatibility));
  files.set('api/v1/capabilities.json', JSON.stringify({ capabilities: summaries }));
  files.set('api/v1/decisions.ndjson', decisions.map(({ decision }) => `${JSON.stringify(decision)}\n`).join(''));
  for (const [file, document] of compatibilities) files.set(`api/v1/compatibility/${file}.json`, JSON.stringify(document));
  files.set('index.html', renderHome(context, summaries, sources, changes));
  files.set('search.html', renderSearch(context, sources));
  files.set('sources.html', renderSources(context, sources));
  files.set('findings.html', renderFindings(context, findings, entries));
  files.set('quarantine.html', renderQuarantine(context, quarantined));
  files.set('owners.html', renderOwners(context, summaries));
  files.set('freshness.html', renderFreshness(context, sources, { ttl: '60m', alert_after: '90m' }));
  files.set('about.html', renderAbout(context, { trust }));
  for (const path of ['catalog', 'findings', 'changes', 'freshness']) files.set(`api/v1/${path}.json`, '{}');
  for (const path of [...Object.values(FEEDS), ...Object.values(DECISION_FEEDS)]) files.set(path, '');
  files.set('targets/policy.yaml', trust.policy.text);
  files.set('targets/trusted_root.json', trust.root.text);
  for (const [domain, own] of Map.groupBy(summaries, (summary) => summary.domain))
    files.set(`domains/${fileNameOf(domain)}.html`, renderDomain(context, domain, own));
  for (const [owner, own] of Map.groupBy(summaries, (summary) => summary.owner ?? '')) {
    const contacts = entries.filter(({ capability }) => (capability.owner ?? '') === owner);
    files.set(
      `owners/${fileNameOf(owner)}.html`,
      renderOwner(
        context,
        owner,
        own,
        contacts.flatMap(({ capability }) => capability.contact ?? []),
      ),
    );
  }
  for (const source of sources) {
    const own = <T extends { readonly source: string }>(items: readonly T[]) => items.filter((item) => item.source === source.id);
    const page = {
      source,
      capabilities: own(summaries),
      entries: own(entries),
      findings: own(findings),
      quarantined: own(quarantined),
    };
    files.set(`sources/${source.file}.html`, renderSource(context, page));
  }
  for (const document of documents) {
    const file = fileNameOf(document.id);
    const verdicts = compatibilities.get(file) ?? compatibilityOf(document);
    const page = { document, sourceTtl: undefined, manifest, compatibility: verdicts, explain };
    files.set(`capabilities/${file}.html`, renderCapability(context, page));
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
