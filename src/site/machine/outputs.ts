import type { CatalogDocument, ChangesDocument, Entry, SourceRow } from '../../model/generated/types.js';
import type { LoggedDecision } from '../decision-words.js';
import { type Badge, freshnessBadge, provenanceBadge, renderBadge, versionBadge } from './badges.js';
import { decisionFeeds } from './decision-feeds.js';
import { atomFeed, FEEDS, jsonFeed } from './feeds.js';
import { llmsText } from './llms.js';
import { openApi } from './openapi.js';
import { sitemaps } from './sitemap.js';

export interface MachineInput {
  /** catalog.json */
  readonly summary: CatalogDocument;
  readonly changes: ChangesDocument;
  /** The decision log. */
  readonly decisions: readonly LoggedDecision[];
  /** Paths of all pages. */
  readonly pages: readonly string[];
}

/** A file for programs: its path from the site's top folder, and its text or the document that becomes its text. */
export type MachineFile = readonly [path: string, content: { readonly text: string } | { readonly json: object }];

/** All that the site has for programs, besides the catalog's own documents and badges. */
export function* machineFiles({ summary, changes, decisions, pages }: MachineInput): Generator<MachineFile> {
  yield ['api/v1/openapi.json', { json: openApi(summary) }];
  yield [FEEDS.atom, { text: atomFeed(summary, changes) }];
  yield [FEEDS.json, { json: jsonFeed(summary, changes) }];
  yield* decisionFeeds(summary, decisions);
  yield ['llms.txt', { text: llmsText(summary) }];
  for (const [path, text] of sitemaps(summary.url, pages)) yield [path, { text }];
}

/** Paths of the badges of a capability, by the name of its file. */
export const badgePaths = (file: string): readonly [version: string, provenance: string, freshness: string] => [
  `badges/version/${file}.svg`,
  `badges/provenance/${file}.svg`,
  `badges/freshness/${file}.svg`,
];

/** Draws the badges of current entries, in the order of `badgePaths`. `ttl`: of the catalog as a whole. Many entries share one. */
export function badgeDrawer(ttl: string): (entry: Entry, row: SourceRow | undefined) => readonly [string, string, string] {
  const drawn = new Map<string, string>();
  const draw = (badge: Badge): string => {
    const key = JSON.stringify(badge);
    const text = drawn.get(key) ?? renderBadge(badge);
    drawn.set(key, text);
    return text;
  };
  return (entry, row) => [draw(versionBadge(entry)), draw(provenanceBadge(entry)), draw(freshnessBadge(entry, row, ttl))];
}
