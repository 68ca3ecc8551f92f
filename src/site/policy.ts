/** `page`: the search is the page's subject. `quick`: it comes when its box is entered. */
export type SearchKind = 'page' | 'quick';

/** Scripts run from the site's own folder only. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
].join('; ');
/** Where there is a search, named policies of Trusted Types let in its own two files. */
const TRUSTED_TYPES = {
  none: "; trusted-types 'none'",
  page: "; worker-src 'self'; trusted-types chora-worker",
  quick: "; worker-src 'self'; trusted-types chora-script chora-worker",
};
const PAGES: Readonly<Record<string, SearchKind>> = { 'index.html': 'quick', 'search.html': 'page' };

/** The search that a page has, by its path. */
export const searchOf = (path: string): SearchKind | undefined => PAGES[path];

/** The content security policy of a page. */
export const contentPolicy = (search: SearchKind | undefined): string => POLICY + TRUSTED_TYPES[search ?? 'none'];
