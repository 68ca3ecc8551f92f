import { ageLimits, freshnessReader } from '../../../model/freshness.js';
import type { FreshnessDocument } from '../../../model/generated/types.js';
import { fetchFile } from './same-site.js';

/** The state of a source now: `fresh`, `stale`, `alert` or `never`; `unknown` where freshness.json cannot be had. */
export type Freshness = (source: string) => string;

/** From freshness.json and the clock of this device, by the same rule as the ages on the pages. */
export async function loadFreshness(ttls: Readonly<Record<string, readonly string[]>>): Promise<Freshness> {
  const text = new TextDecoder().decode(await fetchFile('api/v1/freshness.json', 'no-cache'));
  return freshnessOf(documentOf(text), ttls, Date.now);
}

/** `ttls`: time to live → sources whose own it is. `now` gives milliseconds. */
export function freshnessOf(
  document: FreshnessDocument,
  ttls: Readonly<Record<string, readonly string[]>>,
  now: () => number,
): Freshness {
  const own = new Map(Object.entries(ttls).flatMap(([ttl, sources]) => sources.map((source) => [source, ttl] as const)));
  const stateOf = freshnessReader(document, now);
  return (source) => stateOf(source, own.get(source));
}

function documentOf(text: string): FreshnessDocument {
  let document: FreshnessDocument | null = null;
  try {
    document = JSON.parse(text) as FreshnessDocument;
  } catch {
    // Said below, in words for the visitor.
  }
  if (!Array.isArray(document?.exceptions) || Number.isNaN(Date.parse(document.generated_at)) || ageLimits(document) === null)
    throw new Error('freshness.json cannot be read.');
  return document;
}
