import { type AgeLimits, ageState } from '../model/freshness.js';
import type { FreshnessDocument } from '../model/generated/types.js';
import { FEEDS } from './machine/feeds.js';
import { contentPolicy, searchOf } from './policy.js';

/** Named by what is in them. */
const NAMED_BY_CONTENT =
  /^(blobs\/sha256\/[0-9a-f]{2}\/[0-9a-f]{64}|assets\/[a-z-]+\.[0-9a-f]{12}\.(css|js|png)|targets\/([\w-]+\/)*[0-9a-f]{64}\.[\w.-]+)$/;
/** What other sites may read or show: it is data for them, and holds nothing that depends on who asks. */
const FOR_OTHERS = /^(api|feeds|badges|blobs|targets)\/|^(llms\.txt|sitemap\.xml)$|^assets\/preview\./;

const TYPES: Readonly<Record<string, string>> = {
  // Strangers' bytes are shown as the text they are, and never as a page.
  blob: 'text/plain; charset=utf-8',
  [FEEDS.json]: 'application/feed+json; charset=utf-8',
};

/**
 * The headers that a web server sends with a file of the site, by its path from the top folder; names in lower case. What a page
 * says of itself in its head is said here again, with what cannot be said there (`frame-ancestors`). A file that is named by
 * its content may be kept for ever; everything else is asked for anew, which costs a comparison of tags.
 */
export function fileHeaders(path: string): Record<string, string> {
  const page = path.endsWith('.html');
  const open = FOR_OTHERS.test(path);
  const type = path.startsWith('blobs/') ? TYPES['blob'] : TYPES[path];
  return {
    'cache-control': NAMED_BY_CONTENT.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': page ? `${contentPolicy(searchOf(path))}; frame-ancestors 'none'` : notAPage(path),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': open ? 'cross-origin' : 'same-origin',
    ...(page ? { 'cross-origin-opener-policy': 'same-origin', 'permissions-policy': PERMISSIONS } : {}),
    ...(open ? { 'access-control-allow-origin': '*', 'access-control-expose-headers': EXPOSED } : {}),
    ...(type === undefined ? {} : { 'content-type': type }),
  };
}

const PERMISSIONS = 'camera=(), geolocation=(), microphone=(), payment=(), usb=()';
const EXPOSED = 'ETag, X-Catalog-Generated-At, X-Catalog-Freshness, X-Catalog-Age, X-Catalog-Partial';

/** Opened by itself, a file that is no page runs nothing and loads nothing. The worker of the search lives by the policy of its file. */
function notAPage(path: string): string {
  return path.startsWith('assets/search-worker.')
    ? "default-src 'none'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
    : "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";
}

/**
 * How old the catalog is at the time `now` (milliseconds): when it was made, `fresh`, `stale` or `alert` by the limits, or what is
 * `past` that, and its age in whole seconds. `Age` itself would be taken for the time that the answer spent in a cache. Without a freshness.json that can be read
 * there are none: what is not known is not called fresh.
 */
export function ageHeaders(
  freshness: FreshnessDocument | null,
  now: number,
  { limits, past }: { readonly limits: AgeLimits | null; readonly past: 'expired' | 'clock' | null },
): Record<string, string> {
  const made = Date.parse(freshness?.generated_at ?? '');
  if (!freshness || !limits || Number.isNaN(made)) return past === null ? {} : { 'x-catalog-freshness': past };
  return {
    'x-catalog-generated-at': new Date(made).toISOString(),
    'x-catalog-freshness': past ?? ageState(now - made, limits),
    'x-catalog-age': String(Math.max(0, Math.floor((now - made) / 1000))),
  };
}

/** Whether a file says something of the catalog's state: pages and data, and not what is named by its content. */
export const tellsAge = (path: string): boolean => path.endsWith('.html') || path.startsWith('api/');
