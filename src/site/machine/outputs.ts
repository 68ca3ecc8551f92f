import type { Catalog } from '../../model/catalog.js';
import { fileNameOf } from '../../model/file-names.js';
import type { CatalogDocument, ChangesDocument } from '../../model/generated/types.js';
import type { LoggedDecision } from '../decision-words.js';
import { type Badge, freshnessBadge, provenanceBadge, renderBadge, versionBadge } from './badges.js';
import { decisionFeeds } from './decision-feeds.js';
import { atomFeed, FEEDS, jsonFeed } from './feeds.js';
import { llmsText } from './llms.js';
import { openApi } from './openapi.js';
import { sitemaps } from './sitemap.js';

export interface MachineInput {
  readonly catalog: Catalog;
  /** Its catalog.json. */
  readonly summary: CatalogDocument;
  readonly changes: ChangesDocument;
  /** The decision log. */
  readonly decisions: readonly LoggedDecision[];
  /** Of the catalog as a whole, such as 60m. */
  readonly ttl: string;
  /** Paths of all pages. */
  readonly pages: readonly string[];
}

/** A file for programs: its path from the site's top folder, and its text or the document that becomes its text. */
export type MachineFile = readonly [path: string, content: { readonly text: string } | { readonly json: object }];

/** All that the site has for programs, besides the catalog's own documents. */
export function* machineFiles(input: MachineInput): Generator<MachineFile> {
  const { catalog, summary, changes, decisions, pages } = input;
  yield ['api/v1/openapi.json', { json: openApi(summary) }];
  yield [FEEDS.atom, { text: atomFeed(summary, changes) }];
  yield [FEEDS.json, { json: jsonFeed(summary, changes) }];
  yield* decisionFeeds(summary, decisions);
  yield ['llms.txt', { text: llmsText(summary) }];
  for (const [path, text] of sitemaps(summary.url, pages)) yield [path, { text }];
  if (catalog.identity.badges) yield* badges(input);
}

function* badges({ catalog: { entries, sources }, ttl }: MachineInput): Generator<MachineFile> {
  const rows = new Map(sources.map((row) => [row.id, row]));
  const drawn = new Map<string, string>();
  const draw = (badge: Badge): { text: string } => {
    const key = JSON.stringify(badge);
    const text = drawn.get(key) ?? renderBadge(badge);
    drawn.set(key, text);
    return { text };
  };
  for (const entry of entries) {
    if (entry.status !== 'current') continue;
    const folder = `badges/${fileNameOf(entry.id)}`;
    yield [`${folder}/version.svg`, draw(versionBadge(entry))];
    yield [`${folder}/provenance.svg`, draw(provenanceBadge(entry))];
    yield [`${folder}/freshness.svg`, draw(freshnessBadge(entry, rows.get(entry.source), ttl))];
  }
}
