import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { renderBadge } from '../../../src/site/machine/badges.js';
import { atomFeed } from '../../../src/site/machine/feeds.js';
import { capabilityJsonLd } from '../../../src/site/machine/head.js';
import { sitemaps } from '../../../src/site/machine/sitemap.js';
import { documentOf, IDENTITY } from '../fixtures.js';
import { HOSTILE_TEXTS } from './hostile-text.js';

const CHROMIUM = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);
if (!CHROMIUM)
  process.stderr.write(
    'tests/site/machine/browser.test.ts: no Chromium at CHROMIUM_PATH, /usr/bin/chromium or /usr/bin/google-chrome; the browser tests are skipped.\n',
  );

const POLICY = "default-src 'none'; script-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const CHANGES = {
  started_at: '2031-02-01T06:00:00.000Z',
  changes: HOSTILE_TEXTS.map((text, index) => ({
    number: HOSTILE_TEXTS.length - index,
    seen_at: '2031-02-02T06:00:00.000Z',
    kind: 'quarantined' as const,
    id: text || 'x',
    title: text,
    owner: text,
    source: 'github.com/harbour-works/berths',
    to: text,
    reason: text,
  })),
};

(CHROMIUM ? describe : describe.skip)('in Chromium', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({ ...(CHROMIUM ? { executablePath: CHROMIUM } : {}), args: ['--no-sandbox'] });
    page = await browser.newPage();
  });
  afterAll(() => browser.close());

  test.each([
    ['the Atom feed', 'entry', HOSTILE_TEXTS.length, atomFeed({ ...IDENTITY, name: HOSTILE_TEXTS.join(' ') }, CHANGES)],
    [
      'a sitemap',
      'loc',
      2,
      sitemaps("https://catalog.harbour.example/a&b'c", ['index.html', 'about.html']).get('sitemap.xml') ?? '',
    ],
    ['a badge', 'text', 2, renderBadge({ label: 'version', value: '<&"\u0000\ufffe', tone: 'ok' })],
  ])('%s is XML to a parser that forgives nothing', async (_what, element, count, xml) => {
    const found = await page.evaluate(
      ([text, name]) => {
        const parsed = new DOMParser().parseFromString(text ?? '', 'application/xml');
        return {
          error: parsed.querySelector('parsererror')?.textContent ?? null,
          count: parsed.getElementsByTagName(name ?? '').length,
        };
      },
      [xml, element],
    );
    expect(found).toEqual({ error: null, count });
  });

  test('JSON-LD is read, not run and not complained about under the policy of the pages', async () => {
    const texts = HOSTILE_TEXTS.join(' ');
    const hostile = documentOf({
      id: 'a.b',
      version: '1',
      owner: texts,
      lifecycle_stage: null,
      title: texts,
      description: texts,
    });
    const json = capabilityJsonLd(IDENTITY, hostile, 'a.b');
    const complaints: string[] = [];
    const fresh = await browser.newPage();
    fresh.on('console', (message) => complaints.push(message.text()));
    fresh.on('pageerror', (error) => complaints.push(error.message));
    await fresh.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => console.error(violatedDirective));
    });
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>x</title><script type="application/ld+json">${json}</script></head><body><p id="after">after</p></body></html>`;
    await fresh.route('https://catalog.harbour.example/', (route) => route.fulfill({ contentType: 'text/html', body: html }));
    await fresh.goto('https://catalog.harbour.example/');
    const scripts = await fresh.evaluate(() => [...document.scripts].map(({ textContent }) => textContent));
    expect(scripts).toEqual([json]);
    expect(await fresh.locator('#after').count()).toBe(1);
    expect(complaints).toEqual([]);
    await fresh.close();
  });

  test('that policy would keep out a script that runs', async () => {
    const complaints: string[] = [];
    const fresh = await browser.newPage();
    fresh.on('console', (message) => complaints.push(message.text()));
    const html = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}"><script>1</script>`;
    await fresh.route('https://catalog.harbour.example/', (route) => route.fulfill({ contentType: 'text/html', body: html }));
    await fresh.goto('https://catalog.harbour.example/');
    expect(complaints.join()).toContain('Content Security Policy');
    await fresh.close();
  });

  test('the width that a badge gives its text is near to the one that the text would take', async () => {
    const values = [
      '1',
      '2.4.1',
      '10.20.30-alpha.1',
      'verified',
      'unsigned',
      'untrusted',
      'not checked',
      'unreachable, ttl 60m',
      '2.0.0 deprecated',
    ];
    for (const value of values) {
      const svg = renderBadge({ label: 'provenance', value, tone: 'ok' });
      const widths = await page.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
        document.body.replaceChildren(document.importNode(parsed, true));
        return [...document.querySelectorAll('text')].map((each) => {
          const given = Number(each.getAttribute('textLength'));
          each.removeAttribute('textLength');
          return { given, own: each.getComputedTextLength() };
        });
      }, svg);
      for (const { given, own } of widths) {
        expect({ value, fits: given / own > 0.85 && given / own < 1.3, given, own }).toMatchObject({ value, fits: true });
      }
    }
  });
});
