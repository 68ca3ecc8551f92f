import { baseUrl } from './base-url.js';
import { escapeXml } from './xml.js';

/** The limit of sitemaps.org for one file. */
const MAX_ADDRESSES = 50_000;
const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/**
 * sitemap.xml, and the files it names where one does not hold all: path → text. Addresses in it have to be absolute, so a catalog
 * without an address has none. There are no times in it: no page knows when it changed.
 */
export function sitemaps(
  url: string | undefined,
  pages: readonly string[],
  most: number = MAX_ADDRESSES,
): ReadonlyMap<string, string> {
  const base = baseUrl(url);
  if (base === null) return new Map();
  const addresses = pages.map((path) => base + (path === 'index.html' ? '' : encodeURI(path)));
  if (addresses.length <= most) return new Map([['sitemap.xml', document('urlset', 'url', addresses)]]);
  const files = new Map<string, string>();
  for (let start = 0; start < addresses.length; start += most) {
    files.set(`sitemaps/${files.size + 1}.xml`, document('urlset', 'url', addresses.slice(start, start + most)));
  }
  const index = [...files.keys()].map((path) => base + path);
  return files.set('sitemap.xml', document('sitemapindex', 'sitemap', index));
}

function document(root: string, element: string, addresses: readonly string[]): string {
  const lines = addresses.map((address) => `<${element}><loc>${escapeXml(address)}</loc></${element}>\n`);
  return `<?xml version="1.0" encoding="utf-8"?>\n<${root} xmlns="${NAMESPACE}">\n${lines.join('')}</${root}>\n`;
}
