import { fileNameOf, numbered } from '../model/file-names.js';
import { hexOf, hidesSomething } from './text.js';

/**
 * How a page reaches the top folder of the site: '' for those that are in it, '../' for those one folder down, and the place on the
 * host, such as /catalog/, for the page that is shown at any address.
 */
export type Root = '' | '../' | `/${string}`;

export const capabilityPage = (file: string): string => `capabilities/${part(file)}.html`;
/** From the page of another capability. */
export const capabilityNeighbour = (file: string): string => `${part(file)}.html`;
export const capabilityJson = (file: string): string => `api/v1/capabilities/${part(file)}.json`;
/** `page`: of those that a long list is divided into, from 1. */
export const domainPage = (domain: string, page = 1): string => `domains/${part(numbered(fileNameOf(domain), page))}.html`;
/** Capabilities without an owner are listed under the empty one. */
export const ownerPage = (owner: string, page = 1): string => `owners/${part(numbered(fileNameOf(owner), page))}.html`;
export const sourcePage = (file: string, page = 1): string => `sources/${part(numbered(file, page))}.html`;
export const sourcePageOf = (source: string): string => sourcePage(fileNameOf(source));
/** The matrix, narrowed to what has this id. */
export const compatibilityOf = (id: string): string => `compatibility.html?q=${encodeURIComponent(id.toWellFormed())}`;
export const compatibilityJson = (file: string): string => `api/v1/compatibility/${part(file)}.json`;
export const blob = (digest: string): string => `blobs/sha256/${part(hexOf(digest).slice(0, 2))}/${part(hexOf(digest))}`;

// A lone surrogate would make encodeURIComponent throw.
function part(file: string): string {
  return encodeURIComponent(file.toWellFormed());
}

const LINKED = new Set(['https:', 'http:', 'mailto:']);

/**
 * The address to link to for a stranger's URL, or null when it has to stay text: another scheme than http, https or mailto,
 * a user name (https://known.example@evil.example), or characters that the URL parser would silently drop.
 */
export function safeUrl(text: string): URL | null {
  if (hidesSomething(text) || /\s/.test(text)) return null;
  const url = URL.parse(text);
  if (!url || !LINKED.has(url.protocol) || url.username || url.password) return null;
  return url;
}

const MAIL = /^[\w.+-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/** For a contact: also plain addresses become links. */
export function contactUrl(text: string): URL | null {
  return MAIL.test(text) ? URL.parse(`mailto:${text}`) : safeUrl(text);
}
