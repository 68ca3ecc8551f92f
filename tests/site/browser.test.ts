import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { DOCUMENTS, FINDINGS, SOURCES } from './fixtures.js';
import { BAD_URLS, BIDI, documentFullOf, findingFullOf, LONG, MARKUP } from './hostile.js';
import { miniSite, pagesOf } from './mini-site.js';

const CHROMIUM = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);
if (!CHROMIUM)
  process.stderr.write(
    'tests/site/browser.test.ts: no Chromium at CHROMIUM_PATH, /usr/bin/chromium or /usr/bin/google-chrome; the browser tests are skipped.\n',
  );

const HOSTILE = [MARKUP, BIDI, LONG, ...BAD_URLS];
const files = miniSite(
  [...DOCUMENTS, ...HOSTILE.map((text, index) => documentFullOf(text, index === 2 ? LONG : `hostile.case${index}.run`))],
  SOURCES,
  [...FINDINGS, ...HOSTILE.map((text) => findingFullOf(text, 'github.com/harbour-works/pilots'))],
);
const pages = pagesOf(files).map(([path]) => path);
const one = (path: string) => pages.find((page) => page.startsWith(path)) ?? path;
const LOOKED_AT = [
  'index.html',
  'sources.html',
  'findings.html',
  one('domains/harbour'),
  one('sources/github.com~2fharbour-works~2fpilots'),
  one('capabilities/harbour.berth'),
  one('capabilities/cargo.crane'),
  one('capabilities/component'),
  one('capabilities/hostile.case0'),
  one('capabilities/wide.xxx'),
];
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};
const AXE = readFileSync(createRequire(join(process.cwd(), 'package.json')).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

(CHROMIUM ? describe : describe.skip)('in Chromium', () => {
  let browser: Browser;
  let server: Server;
  let folder: string;
  let origin: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chora-site-'));
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    // Under a sub-path, as on a project's own pages of a code host.
    server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname.replace(/^\/catalog\//, ''));
      const text = files.get(path);
      response
        .writeHead(text === undefined ? 404 : 200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' })
        .end(text ?? '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/catalog/`;
    browser = await chromium.launch({
      executablePath: CHROMIUM ?? '',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    });
  });

  afterAll(async () => {
    await browser?.close();
    await new Promise((resolve) => server?.close(resolve));
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    test.each([360, 1280])('at %d px every page is accessible, fits and is quiet', async (width) => {
      const complaints: unknown[] = [];
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
      const page = await listened(context, complaints);
      for (const path of LOOKED_AT) {
        await page.goto(origin + path);
        expect([path, await widest(page)]).toEqual([path, width]);
        expect([path, await violations(page)]).toEqual([path, []]);
      }
      await context.close();
      expect(complaints).toEqual([]);
    });
  });

  test('nothing that a manifest says is run or asked for, on any page', async () => {
    const complaints: unknown[] = [];
    const context = await browser.newContext();
    const page = await listened(context, complaints);
    for (const path of pages) {
      await page.goto(origin + path);
      expect(await page.evaluate('typeof window.executed')).toBe('undefined');
      expect(
        await page.evaluate(
          '[...document.links].filter((link) => !/^(https?|mailto):$/.test(link.protocol)).map((link) => link.href)',
        ),
      ).toEqual([]);
    }
    await context.close();
    expect(complaints).toEqual([]);
  });

  test('from a folder, without a server, it looks the same and its links lead on', async () => {
    const complaints: unknown[] = [];
    const context = await browser.newContext();
    const page = await listened(context, complaints);
    await page.goto(pathToFileURL(join(folder, 'index.html')).href);
    await page.getByRole('link', { name: 'harbour.berth.allocate' }).click();
    expect(await page.title()).toBe('Allocate a berth · Harbour capabilities');
    expect(await page.evaluate('document.styleSheets.length && getComputedStyle(document.querySelector("dt")).fontSize')).toBe(
      '13px',
    );
    await page.getByRole('link', { name: 'harbour.tide.read' }).click();
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'harbour' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('harbour');
    await context.close();
    expect(complaints).toEqual([]);
  });

  test('the skip link is the first stop of the keyboard and leads to the content', async () => {
    const page = await browser.newPage();
    await page.goto(`${origin}index.html`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    expect(await page.evaluate('document.activeElement.getBoundingClientRect().top >= 0')).toBe(true);
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#main');
    await page.close();
  });

  /** A page that notes errors, policy violations and requests that leave the site. */
  async function listened(context: BrowserContext, complaints: unknown[]): Promise<Page> {
    const page = await context.newPage();
    page.on(
      'console',
      (message) => ['error', 'warning'].includes(message.type()) && complaints.push([page.url(), message.text()]),
    );
    page.on('pageerror', (error) => complaints.push([page.url(), error.message]));
    page.on('dialog', (dialog) => complaints.push([page.url(), dialog.message()]));
    page.on(
      'request',
      (request) =>
        !request.url().startsWith(origin) && !request.url().startsWith('file:') && complaints.push([page.url(), request.url()]),
    );
    page.on('response', (response) => response.status() >= 400 && complaints.push([page.url(), response.url()]));
    return page;
  }
});

const widest = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth');

/** What axe finds. It runs through the debugger, which the page's policy does not hold back. */
async function violations(page: Page): Promise<unknown> {
  await page.evaluate(AXE);
  return page.evaluate(
    `axe.run({ runOnly: ${JSON.stringify(TAGS)} }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) => node.html + ' ' + node.failureSummary)]))`,
  );
}
