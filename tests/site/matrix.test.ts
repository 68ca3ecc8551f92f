import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { BrowserContextOptions, Download, Locator, Page } from 'playwright-core';
import type { CompatibilityDocument } from '../../src/model/generated/types.js';
import { MATRIX_SCRIPT_PATH, MATRIX_STYLE_PATH, SITE_ASSETS } from '../../src/site/assets.js';
import { filled } from './chromium.js';
import { BIDI, MARKUP } from './hostile.js';
import { inChromium } from './in-chromium.js';
import { elementsOf, parseXml } from './machine/xml.js';
import { manyDependencies } from './many-dependencies.js';

const AXE = readFileSync(createRequire(join(process.cwd(), 'package.json')).resolve('axe-core/axe.min.js'), 'utf8');
const PAGE = 'compatibility.html';
const BERTH = 'harbour.berth.allocate';
const CRANE = 'cargo.crane.reserve';

inChromium((site) => {
  /** A page on which errors, violations of its policy and requests that leave the site fail the test. */
  async function on(
    path: string,
    use: (page: Page) => Promise<void>,
    { now = '2031-02-12T06:40:00Z', ...options }: Options = {},
  ) {
    const complaints: unknown[] = [];
    const context = await site.browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
    const page = await context.newPage();
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    page.on(
      'request',
      (request) =>
        !/^(blob|data):/.test(request.url()) && !request.url().startsWith(site.origin) && complaints.push(request.url()),
    );
    await page.clock.setFixedTime(new Date(now));
    try {
      await page.goto(site.origin + path);
      if (options.javaScriptEnabled !== false) await filled(page);
      await use(page);
      expect(complaints).toEqual([]);
    } finally {
      await context.close();
    }
  }
  interface Options extends BrowserContextOptions {
    readonly now?: string;
  }
  const grid = (page: Page) => page.getByRole('grid', { name: 'Rows need columns' });
  const cell = (page: Page, name: string | RegExp) => page.getByRole('gridcell', { name });
  const said = (page: Page) => page.getByRole('status').textContent();
  const panel = (page: Page) => page.locator('.reason');
  const focused = (page: Page) =>
    page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.className');
  const textOf = async (locator: Locator) => (await locator.textContent()) ?? '';
  const query = (page: Page) => new URL(page.url()).search;
  const only = async (page: Page, consumer: string, provider: string) => {
    await page.getByRole('searchbox').fill(consumer);
    return cell(page, new RegExp(`${consumer} needs ${provider} `));
  };

  describe('the grid', () => {
    test('has a row for each consumer, a column for each provider, and says of each cell what it is', () =>
      on(`${PAGE}?q=harbour`, async (page) => {
        const { rows, columns } = (await page.evaluate(
          '({ rows: document.querySelector(".grid").ariaRowCount, columns: document.querySelector(".grid").ariaColCount })',
        )) as Record<string, string>;
        expect(await said(page)).toBe(`6 dependencies of ${Number(rows) - 1} consumers on ${Number(columns) - 1} providers`);
        expect(await cell(page, 'missing: harbour.berth.allocate needs ships.register.lookup ~3.2, development').count()).toBe(1);
        expect(await cell(page, /needs/).count()).toBe(6);
      }));

    test('is walked through by keys, and one place has the focus', () =>
      on(`${PAGE}?q=${BERTH}`, async (page) => {
        await page.getByRole('button', { name: 'Download as SVG' }).focus();
        await page.keyboard.press('Tab');
        const start = await focused(page);
        expect(start).toMatch(/needs/);
        await page.keyboard.press('Control+Home');
        expect(await page.evaluate('document.activeElement.ariaColIndex')).toBe('2');
        await page.keyboard.press('Control+End');
        const last = (await page.evaluate(
          '[document.activeElement.parentElement.ariaRowIndex, document.activeElement.ariaColIndex, document.querySelector(".grid").ariaRowCount, document.querySelector(".grid").ariaColCount]',
        )) as string[];
        expect(last.slice(0, 2)).toEqual(last.slice(2));
        await page.keyboard.press('Home');
        for (const key of ['ArrowRight', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'PageUp', 'PageDown', 'Control+ArrowRight'])
          await page.keyboard.press(key);
        expect(await page.locator('[role=gridcell][tabindex="0"]').count()).toBe(1);
        expect(await page.evaluate('document.activeElement.tabIndex')).toBe(0);
        expect(await page.evaluate('document.activeElement.role')).toBe('gridcell');
      }));

    test('a place without a dependency says so, and Enter opens nothing there', () =>
      on(PAGE, async (page) => {
        await cell(page, /needs/).first().focus();
        await page.keyboard.press('Control+Home');
        for (let step = 0; step < 40 && !String(await focused(page)).includes('does not need'); step += 1)
          await page.keyboard.press('ArrowRight');
        expect(await focused(page)).toContain('does not need');
        await page.keyboard.press('Enter');
        expect(await panel(page).isVisible()).toBe(false);
      }));
  });

  describe('the reason', () => {
    test('comes with one click: both sides with their pages, range, verdict, why, and what to do', () =>
      on(PAGE, async (page) => {
        await (await only(page, 'harbour.berth.allocate', 'weather.forecast.read')).click();
        const region = page.getByRole('region', { name: /^Why/ });
        await region.waitFor();
        const text = await textOf(region);
        for (const part of [
          'missing',
          BERTH,
          '2.4.1',
          'weather.forecast.read',
          'no range, required',
          'No capability of the catalog has this id',
          'Add the source',
        ])
          expect(text).toContain(part);
        await region.getByRole('link', { name: BERTH }).click();
        await page.waitForURL('**/capabilities/harbour.berth.allocate.html');
      }));

    test('by Enter, which moves the focus there; Escape brings it back', () =>
      on(PAGE, async (page) => {
        const place = await only(page, 'harbour.pilot.dispatch', BERTH);
        await place.focus();
        await page.keyboard.press('Enter');
        expect(await page.evaluate('document.activeElement.classList.contains("reason")')).toBe(true);
        expect(await textOf(panel(page))).toContain('2.4.1, 2.4.0');
        expect(query(page)).toContain(`consumer=harbour.pilot.dispatch&provider=${BERTH}`);
        await page.keyboard.press('Escape');
        expect(await panel(page).isVisible()).toBe(false);
        expect(await focused(page)).toContain(`harbour.pilot.dispatch needs ${BERTH}`);
        expect(query(page)).not.toContain('consumer=');
      }));

    test('tells declared and tested apart', () =>
      on(`${PAGE}?consumer=harbour.pilot.dispatch&provider=${BERTH}`, async (page) => {
        const evidence = page.locator('.evidence:not([aria-busy])');
        await evidence.waitFor();
        const [declared = '', tested = ''] = await evidence.locator(':scope > div').allTextContents();
        expect(declared).toMatch(/^Declared/);
        expect(declared).toContain('backward compatible with');
        expect(tested).toMatch(/^Tested/);
        expect(tested).toContain('the provider’s own checks: ');
        expect(declared).not.toContain('checks');
      }));

    test('says so when the evidence cannot be had', () =>
      on(PAGE, async (page) => {
        // Something else than a refusal, which the browser would report by itself.
        await page.route('**/api/v1/compatibility/*.json', (route) => route.fulfill({ body: 'no document' }));
        await (await only(page, BERTH, 'harbour.tide.read')).click();
        await page.getByText('harbour.berth.allocate.json cannot be read').waitFor();
      }));

    test.each([
      ['2031-02-12T06:40:00Z', 'waived', 'waived until 2031-03-01 by decision 4'],
      ['2031-03-01T00:00:00Z', 'unknown', 'No range is stated'],
    ])('of a waiver at %s: %s', (now, verdict, text) =>
      on(
        `${PAGE}?consumer=${BERTH}&provider=${CRANE}`,
        async (page) => {
          expect(await page.getByRole('heading', { name: `Why ${verdict}` }).count()).toBe(1);
          expect(await textOf(panel(page))).toContain(text);
          expect(await textOf(page.locator('#waivers table'))).toContain(verdict === 'waived' ? 'active' : 'expired');
          expect(await textOf(page.locator('#waivers table'))).toContain('revoked');
        },
        { now },
      ),
    );
  });

  describe('filters', () => {
    test('narrow down, stand in the address, and go back with the history', () =>
      on(PAGE, async (page) => {
        const whole = await said(page);
        await page.getByRole('checkbox', { name: /^M?\s*missing/ }).check();
        const missing = await said(page);
        expect(missing).not.toBe(whole);
        expect(query(page)).toBe('?verdict=missing');
        await page.getByRole('checkbox', { name: 'development' }).check();
        await page.getByLabel('Consumer’s owner').selectOption('Quayside planning');
        expect(query(page)).toBe('?verdict=missing&kind=development&consumer_owner=Quayside+planning');
        expect(await said(page)).toBe('1 dependency of 1 consumer on 1 provider');
        const address = page.url();
        await page.goBack();
        await page.goBack();
        expect(await said(page)).toBe(missing);
        expect(await page.getByRole('checkbox', { name: 'development' }).isChecked()).toBe(false);
        await page.goto(address);
        await filled(page);
        expect(await said(page)).toBe('1 dependency of 1 consumer on 1 provider');
        expect(await page.getByLabel('Consumer’s owner').locator('option:checked').textContent()).toBe('Quayside planning');
      }));

    test('typing is one step of the history, and nothing left is said', () =>
      on(PAGE, async (page) => {
        const whole = await said(page);
        await page.getByRole('searchbox').pressSequentially('zzqqxx');
        expect(await said(page)).toMatch(/^Nothing to show of \d+ dependencies$/);
        expect(await page.getByRole('button', { name: 'Download as CSV' }).isDisabled()).toBe(true);
        await page.goBack();
        expect(await said(page)).toBe(whole);
      }));
  });

  describe('what is exported', () => {
    const read = async (download: Promise<Download>) => {
      const done = await download;
      return { name: done.suggestedFilename(), text: readFileSync(await done.path(), 'utf8') };
    };

    test('as CSV is what is shown, and no formula', () =>
      on(`${PAGE}?q=${BERTH}&order=id`, async (page) => {
        const download = page.waitForEvent('download');
        await page.getByRole('button', { name: 'Download as CSV' }).click();
        const { name, text } = await read(download);
        expect(name).toBe('compatibility.csv');
        const lines = text.split('\r\n');
        expect(lines[0]).toBe(
          'consumer,versions,owner,domain,provider,alias,kind,range,verdict,why,satisfied_by,nearest,waived_until,decision',
        );
        expect(lines).toHaveLength(1 + 6 + 1);
        expect(text).toContain(`harbour.berth.allocate,2.4.1 2.4.0 1.9.2,Quayside planning,harbour,${CRANE},,required,,waived,`);
        expect(text).toMatch(/,2031-03-01,sha256:[0-9a-f]{64}\r\n/);
      }));

    test('as SVG is a drawing of its own', () =>
      on(`${PAGE}?q=${BERTH}`, async (page) => {
        const download = page.waitForEvent('download');
        await page.getByRole('button', { name: 'Download as SVG' }).click();
        const { name, text } = await read(download);
        expect(name).toBe('compatibility.svg');
        parseXml(text);
        expect(text.match(/<g transform="translate\([^"]*"><title>/g)).toHaveLength(6);
        expect(text).toContain('<title>harbour.berth.allocate needs weather.forecast.read: missing</title>');
        expect(text).not.toMatch(/<script|<style|href=|\son\w+=/);
      }));

    test('of strangers’ text is text', () => {
      const { matrix } = manyDependencies(3, 2);
      const names = [`=HYPERLINK("x")`, MARKUP, `@${BIDI}`];
      const hostile = {
        ...matrix,
        capabilities: matrix.capabilities.map((each, place) => ({ ...each, id: names[place] ?? '' })),
      };
      return withMatrix(hostile, { capabilities: [] }, '', async (page) => {
        for (const [kind, check] of [
          ['CSV', (text: string) => expect(text).toMatch(/\n"'=HYPERLINK\(""x""\)",/)],
          ['SVG', (text: string) => expect(elementsOf(parseXml(text), 'script')).toEqual([])],
        ] as const) {
          const download = page.waitForEvent('download');
          await page.getByRole('button', { name: `Download as ${kind}` }).click();
          const { text } = await read(download);
          check(text);
        }
        await cell(page, /needs/).first().click();
        await panel(page).waitFor();
        expect(await page.evaluate('typeof window.executed')).toBe('undefined');
        for (const character of '\u202e\u2066\u0007') expect(await textOf(panel(page))).not.toContain(character);
      });
    });
  });

  /** The page with another matrix. */
  const withMatrix = (
    matrix: CompatibilityDocument,
    capabilities: object,
    search: string,
    use: (page: Page) => Promise<void>,
    options: Options = {},
  ) =>
    on(
      'about.html',
      async (page) => {
        await page.route('**/api/v1/compatibility.json', (route) => route.fulfill({ json: matrix }));
        await page.route('**/api/v1/capabilities.json', (route) => route.fulfill({ json: capabilities }));
        await page.goto(`${site.origin}${PAGE}${search}`);
        await filled(page);
        await use(page);
      },
      options,
    );

  describe('2,000 × 2,000', () => {
    const { matrix, capabilities } = manyDependencies(2000, 10);
    const count = (page: Page, selector: string) =>
      page.evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`) as Promise<number>;

    test('only what is in sight is drawn, wherever that is', () =>
      withMatrix(matrix, capabilities, '', async (page) => {
        expect(await said(page)).toBe('20,000 dependencies of 2,000 consumers on 2,000 providers');
        expect(await page.evaluate('document.querySelector(".grid").scrollHeight')).toBeGreaterThan(2000 * 28);
        await page.evaluate(
          'globalThis.most = 0; globalThis.made = 0; new MutationObserver((records) => { for (const { addedNodes } of records) made += addedNodes.length; most = Math.max(most, document.querySelectorAll(".grid *").length); }).observe(document.querySelector(".grid"), { childList: true, subtree: true })',
        );
        await page.evaluate('document.querySelector(".grid").scrollIntoView({ block: "start" })');
        for (const place of [0.1, 0.5, 0.51, 1, 0.7, 0]) {
          await page.evaluate(
            `document.querySelector(".grid").scrollTo(document.querySelector(".grid").scrollWidth * ${place}, document.querySelector(".grid").scrollHeight * ${place})`,
          );
          // When the row in the middle never comes, neither does the answer, and the test fails by its time.
          await page.evaluate(
            'new Promise((done) => { const look = () => document.elementFromPoint(document.querySelector(".grid").getBoundingClientRect().left + 100, 400).closest(".rowhead") ? done() : requestAnimationFrame(look); requestAnimationFrame(look); })',
          );
        }
        expect(await page.evaluate('most')).toBeLessThan(1500);
        // Six windows of some forty rows and heads with their cells, and none twice.
        expect(await page.evaluate('made')).toBeLessThan(4000);
      }));

    test('a few pixels of scrolling draw a few elements', () =>
      withMatrix(matrix, capabilities, '', async (page) => {
        await page.evaluate(
          'globalThis.made = 0; new MutationObserver((records) => { for (const { addedNodes } of records) made += addedNodes.length; }).observe(document.querySelector(".grid"), { childList: true, subtree: true })',
        );
        await page.evaluate(
          'document.querySelector(".grid").scrollBy(0, 28); new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
        );
        expect(await page.evaluate('made')).toBeLessThan(60);
      }));

    test('the far corner is one key away, and the focus stays when it is scrolled out of sight', () =>
      withMatrix(matrix, capabilities, '', async (page) => {
        await cell(page, /needs/).first().focus();
        await page.keyboard.press('Control+End');
        expect(
          await page.evaluate('[document.activeElement.parentElement.ariaRowIndex, document.activeElement.ariaColIndex]'),
        ).toEqual(['2001', '2001']);
        const before = await focused(page);
        await page.evaluate(
          'document.querySelector(".grid").scrollTo(0, 0); new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
        );
        expect(await focused(page)).toBe(before);
        await page.keyboard.press('ArrowUp');
        expect(await page.evaluate('document.activeElement.parentElement.ariaRowIndex')).toBe('2000');
        expect(await page.evaluate('document.activeElement.getBoundingClientRect().top > 0')).toBe(true);
      }));

    test('on a phone it is a list of the first consumers, and more on demand', () =>
      withMatrix(
        matrix,
        capabilities,
        '?verdict=incompatible',
        async (page) => {
          expect(await grid(page).count()).toBe(0);
          const list = page.getByRole('list', { name: 'Consumers and what they need' });
          expect(await list.locator(':scope > li').count()).toBe(40);
          await page.getByRole('button', { name: '566 consumers more' }).click();
          expect(await list.locator(':scope > li').count()).toBe(80);
          expect(await count(page, '*')).toBeLessThan(4000);
        },
        { viewport: { width: 360, height: 800 } },
      ));
  });

  test('on a phone: filters behind a button, the reason under the list, closed back to where it was', () =>
    on(
      `${PAGE}?q=${BERTH}`,
      async (page) => {
        expect(await page.getByRole('searchbox').isVisible()).toBe(false);
        await page.getByRole('button', { name: 'Filters' }).click();
        expect(await page.getByRole('searchbox').inputValue()).toBe(BERTH);
        const need = page.getByRole('button', { name: /weather\.forecast\.read/ });
        await need.click();
        expect(await textOf(panel(page))).toContain('No capability of the catalog has this id');
        await page.getByRole('button', { name: 'Close' }).click();
        expect(await panel(page).isVisible()).toBe(false);
        expect(await page.evaluate('document.activeElement.textContent')).toContain('weather.forecast.read');
      },
      { viewport: { width: 360, height: 800 } },
    ));

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    test.each([360, 800, 1400])('at %d px, with a reason open, axe finds nothing', (width) =>
      on(
        `${PAGE}?consumer=${BERTH}&provider=${CRANE}`,
        async (page) => {
          await page.locator('.evidence:not([aria-busy])').waitFor();
          await page.evaluate(AXE);
          const found = await page.evaluate(
            'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) => node.html + " " + node.failureSummary)]))',
          );
          expect(found).toEqual([]);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        },
        { colorScheme, viewport: { width, height: 900 } },
      ),
    );
  });

  test('without script there is no matrix, and all that does not hold can be read', () =>
    on(
      PAGE,
      async (page) => {
        expect(await page.locator('.matrix').isVisible()).toBe(false);
        const table = page.locator('table', { hasText: 'Dependencies that do not simply hold' });
        expect(await textOf(table)).toContain('weather.forecast.read');
        expect(await page.getByRole('link', { name: 'Decisions and waivers' }).isVisible()).toBe(true);
        await table.getByRole('link', { name: BERTH }).first().click();
        expect(await page.getByRole('heading', { level: 2, name: 'Dependents' }).isVisible()).toBe(true);
      },
      { javaScriptEnabled: false },
    ));

  test('in a folder it says why there is no matrix', async () => {
    const page = await site.browser.newPage();
    await page.goto(pathToFileURL(join(site.folder, PAGE)).href);
    await page.getByText('Browsers do not let a page in a folder').waitFor();
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    await page.close();
  });

  test('a matrix that cannot be read is said, and the lists stay', () =>
    on('about.html', async (page) => {
      await page.route('**/api/v1/compatibility.json', (route) => route.fulfill({ body: '<html>' }));
      await page.goto(site.origin + PAGE);
      await page.getByText('api/v1/compatibility.json cannot be read.').waitFor();
      expect(await page.getByRole('heading', { name: 'What does not hold, or is not known' }).isVisible()).toBe(true);
    }));

  test('decisions: states by the clock, a chain to copy, and each can be linked to', () =>
    on('decisions.html#decision-4', async (page) => {
      const items = page.getByRole('list', { name: 'Decisions, newest first' }).locator(':scope > li');
      const heads = (await items.locator('.head').allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim());
      expect(heads).toEqual([
        '6 Revocation',
        '5 Waiver cargo.crane.reserve revoked',
        '4 Waiver cargo.crane.reserve active',
        '3 Waiver cargo.crane.reserve expired',
        '2 Deprecation cargo.crane.reserve',
        '1 Policy',
      ]);
      expect(await page.locator('#decision-4:target').count()).toBe(1);
      expect(await items.first().getByRole('link', { name: 'decision 5' }).count()).toBe(2);
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await items.first().getByRole('button', { name: 'Copy the digest of decision 6' }).click();
      expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^sha256:[0-9a-f]{64}$/);
    }));
});

test('script and style of the matrix are small', () => {
  const gzipped = (path: string) => gzipSync(SITE_ASSETS[path] ?? '').length;
  expect(gzipped(MATRIX_SCRIPT_PATH)).toBeLessThan(20 * 1024);
  expect(gzipped(MATRIX_STYLE_PATH)).toBeLessThan(4 * 1024);
});
