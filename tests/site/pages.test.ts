import { describe, expect, test } from '@jest/globals';
import { miniSite, pagesOf } from './mini-site.js';

const files = miniSite();
const pages = pagesOf(files);

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'";
/** Where there is a search, its worker is let in, and nothing else. */
const TRUSTED: Record<string, string> = {
  'search.html': "; worker-src 'self'; trusted-types chora-worker",
  'index.html': "; worker-src 'self'; trusted-types chora-script chora-worker",
};
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

describe.each(pages)('%s', (path, html) => {
  test('is a document with a language, a title, one h1 and landmarks', () => {
    expect(html.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect(html).toMatch(/<title>[^<]+<\/title>/);
    expect(count(html, /<h1[ >]/g)).toBe(1);
    expect(count(html, /<main /g)).toBe(1);
    expect(html).toContain('<a class="skip" href="#main">');
  });

  test('allows its own files and nothing else', () => {
    expect(html).toContain(
      `<meta http-equiv="Content-Security-Policy" content="${POLICY}${TRUSTED[path] ?? "; trusted-types 'none'"}"`,
    );
    // The other scripts are data, which nothing runs.
    expect(html.match(/<script(?! type="application\/ld\+json")[^>]*>/g)).toEqual([
      expect.stringMatching(/^<script src="(\.\.\/)?assets\/site\.[0-9a-f]{12}\.js">$/),
      ...(path === 'search.html' ? [expect.stringMatching(/^<script defer src="assets\/search\.[0-9a-f]{12}\.js">$/)] : []),
      ...(path === 'compatibility.html'
        ? [expect.stringMatching(/^<script defer src="assets\/matrix\.[0-9a-f]{12}\.js">$/)]
        : []),
    ]);
    expect(html).not.toMatch(/<iframe|<object|<embed|<style/i);
    expect(html).not.toMatch(/<[^>]* (style|on\w+)=/i);
    expect(html).not.toMatch(/<(img|link|source|video)[^>]*(src|href)="(https?:)?\/\/(?!catalog\.harbour\.example)/i);
  });

  test('tells previews of links what it is and where', () => {
    const title = /<title>([^<]+)<\/title>/.exec(html)?.[1] ?? '';
    expect(title.startsWith(/<meta property="og:title" content="([^"]*)"/.exec(html)?.[1] ?? '?')).toBe(true);
    const address = `https://catalog.harbour.example/${path === 'index.html' ? '' : path.split('/').map(encodeURIComponent).join('/')}`;
    expect(html).toContain(`<meta property="og:url" content="${address}"`);
    expect(html).toContain(`<link rel="canonical" href="${address}"`);
  });

  test('has headings in order and every id once', () => {
    const levels = [...html.matchAll(/<h([1-6])[ >]/g)].map((match) => Number(match[1]));
    for (const [index, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('links only to pages and anchors that exist', () => {
    for (const [, href = ''] of html.matchAll(/<(?:a|link|script)[^>]* (?:href|src)="([^"]*)"/g)) {
      if (/^[a-z]+:/.test(href)) continue;
      if (href.startsWith('#')) expect(html).toContain(`id="${href.slice(1)}"`);
      else expect([path, href, files.has(target(path, href))]).toEqual([path, href, true]);
    }
  });
});

function target(from: string, href: string): string {
  expect(href.startsWith('/')).toBe(false);
  return decodeURIComponent(new URL(href, `http://site/${from}`).pathname.slice(1));
}

test('the same input gives the same bytes', () => {
  expect(miniSite()).toEqual(files);
});
