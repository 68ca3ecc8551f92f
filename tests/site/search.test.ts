import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { SEARCH_SCRIPT_PATH, SEARCH_WORKER_PATH, SITE_ASSETS } from '../../src/site/assets.js';
import { BIDI } from './hostile.js';
import { inChromium } from './in-chromium.js';

inChromium((site) => {
  /** A page on which errors, violations of its policy and requests that leave the site fail the test. */
  async function on(
    path: string,
    use: (page: Page, complaints: unknown[]) => Promise<void>,
    options: BrowserContextOptions = {},
  ) {
    const complaints: unknown[] = [];
    const context = await site.browser.newContext(options);
    const page = await context.newPage();
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    page.on(
      'request',
      (request) =>
        !/^(file|data):/.test(request.url()) && !request.url().startsWith(site.origin) && complaints.push(request.url()),
    );
    await page.clock.setFixedTime(new Date('2031-02-12T06:40:00Z'));
    try {
      await page.goto(site.origin + path);
      await use(page, complaints);
      expect(complaints).toEqual([]);
    } finally {
      await context.close();
    }
  }
  const box = (page: Page) => page.getByRole('searchbox');
  const said = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text }).waitFor();
  const ids = (page: Page) =>
    page
      .getByRole('list', { name: /results/i })
      .locator('a.id')
      .allTextContents();
  const facet = (page: Page, name: string) =>
    page.getByRole('region', { name: 'Filters' }).getByRole('list', { name, exact: true });
  const query = (page: Page) => new URL(page.url()).search;

  describe('typing', () => {
    test('finds from the first key, and marks what was looked for', () =>
      on('search.html', async (page) => {
        await said(page, /^1\d\d capabilities$/);
        await page.keyboard.press('b');
        await said(page, 'found');
        expect(await ids(page)).toContain('harbour.berth.allocate');
        await page.keyboard.type('erth');
        await said(page, '1 capability found');
        expect(await ids(page)).toEqual(['harbour.berth.allocate']);
        expect(await page.locator('.results mark').allTextContents()).toEqual(['berth', 'berth', 'berth']);
        expect(query(page)).toBe('?q=berth');
      }));

    test('a typo: what was meant is found and offered', () =>
      on('search.html?q=declarration+submt', async (page) => {
        await said(page, 'found');
        expect((await ids(page))[0]).toBe('customs.declaration.submit');
        await page.getByRole('link', { name: 'declaration submit' }).click();
        await page.waitForURL('**/search.html?q=declaration+submit');
        expect(await box(page).inputValue()).toBe('declaration submit');
        await page.getByText('Did you mean').waitFor({ state: 'detached' });
      }));

    test.each([
      ['a part of an id', 'declare-ui', 'component:default/declare-ui'],
      ['another script', 'الجمركي', 'component:default/declare-ui'],
      ['the beginnings of words', 'reserv cran', 'cargo.crane.reserve'],
      ['a word of a description', 'draught', 'harbour.berth.allocate'],
    ])('%s: %s', (_, text, id) =>
      on(`search.html?q=${encodeURIComponent(text)}`, async (page) => {
        await said(page, 'found');
        expect((await ids(page))[0]).toBe(id);
      }),
    );

    test('nothing is found: the word, and where else to look', () =>
      on('search.html?q=zzqqxx', async (page) => {
        await said(page, 'Nothing found');
        await page.getByText('No capability has “zzqqxx”.').waitFor();
        await page.getByRole('link', { name: 'domains' }).click();
        await page.waitForURL('**/index.html#domains');
      }));

    test('faster than the answers come: only the last one shows', () =>
      on('search.html', async (page) => {
        await said(page, 'capabilities');
        let asked = 0;
        await page.route('**/search/**', async (route) => {
          asked += 1;
          await new Promise((resolve) => setTimeout(resolve, 150));
          await route.continue();
        });
        const seen: string[] = [];
        await page.exposeFunction('noted', (text: string) => seen.push(text));
        await page.evaluate(
          'new MutationObserver(() => noted(document.querySelector("[data-said]").textContent)).observe(document.querySelector("[data-said]"), { childList: true })',
        );
        await page.keyboard.type('harbour.tide.read');
        await said(page, '1 capability found');
        expect((await ids(page))[0]).toBe('harbour.tide.read');
        expect(seen.length).toBeLessThan(5);
        expect(asked).toBeGreaterThan(0);
      }));
  });

  describe('filters', () => {
    test('have counts, narrow down, and can be removed', () =>
      on('search.html?q=harbour', async (page) => {
        await said(page, 'found');
        const owner = facet(page, 'Owner').getByRole('checkbox', { name: 'team-3' });
        await owner.waitFor();
        const count = Number(
          await facet(page, 'Owner').locator('li').filter({ hasText: 'team-3' }).locator('.count').textContent(),
        );
        await owner.check();
        await said(page, new RegExp(`^${count} capabilities of \\d+ found$`));
        expect(query(page)).toBe('?q=harbour&owner=team-3');
        expect(await facet(page, 'Owner').getByRole('checkbox', { name: 'team-3' }).isChecked()).toBe(true);
        expect(await page.evaluate('document.activeElement.type')).toBe('checkbox');
        await page.getByRole('link', { name: 'Remove the filter Owner: team-3' }).click();
        await said(page, /^\d+ capabilities found$/);
        expect(query(page)).toBe('?q=harbour');
      }));

    test('one that is closed is counted when it is opened; freshness follows the clock and the source’s own time to live', async () => {
      const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
      site.freshness = JSON.stringify({
        generated_at: ago(30),
        ttl: '60m',
        alert_after: '90m',
        exceptions: [
          { source: 'git.north-quay.example/customs/declare', state: 'unreachable', last_confirmed_at: ago(16 * 24 * 60) },
        ],
      });
      await on('search.html?q=customs', async (page) => {
        await said(page, 'found');
        expect(await facet(page, 'Freshness').count()).toBe(0);
        await page.locator('[data-facet="freshness"] summary').click();
        await facet(page, 'Freshness').getByRole('checkbox', { name: 'Stale' }).check();
        await page.waitForURL('**/search.html?q=customs&freshness=stale');
        await said(page, 'found');
        expect(await ids(page)).toEqual(['customs.declaration.submit']);
        await page.goto(`${site.origin}search.html?q=customs&freshness=alert`);
        await said(page, 'Nothing found');
        await page.getByRole('link', { name: 'Without filters' }).click();
        await said(page, 'found');
        expect(await ids(page)).toContain('customs.declaration.submit');
      });
    });

    test('that leave nothing say what there would be without them', () =>
      on('search.html?q=berth&owner=nobody', async (page) => {
        await said(page, 'Nothing found');
        await page.getByText('there is 1 capability').waitFor();
        expect(await facet(page, 'Owner').getByRole('checkbox', { name: 'nobody' }).isChecked()).toBe(true);
      }));
  });

  describe('the address', () => {
    test('holds words, filters, order and pages; back and forward lead through them', () =>
      on('search.html', async (page) => {
        await said(page, 'capabilities');
        await page.keyboard.type('harbour');
        await said(page, 'found');
        await page.keyboard.press('Enter');
        await facet(page, 'Domain').getByRole('checkbox', { name: 'harbour' }).check();
        await page.waitForURL('**/search.html?q=harbour&domain=harbour');
        await page.getByLabel('Sort by').selectOption('Id');
        await page.waitForURL('**/search.html?q=harbour&domain=harbour&sort=id');
        await said(page, /of/);
        const sorted = await ids(page);
        expect(sorted).toEqual([...sorted].sort());
        await page.goBack();
        expect(query(page)).toBe('?q=harbour&domain=harbour');
        await page.goBack();
        expect(query(page)).toBe('?q=harbour');
        await said(page, /^\d+ capabilities found$/);
        await page.goBack();
        expect(query(page)).toBe('');
        await said(page, /^1\d\d capabilities$/);
        expect(await box(page).inputValue()).toBe('');
        await page.goForward();
        await said(page, /^\d+ capabilities found$/);
        expect(await box(page).inputValue()).toBe('harbour');
      }));

    test('a link to the second page shows both, and more go on with the focus on the first new one', () =>
      on('search.html?q=harbour&n=20', async (page) => {
        await said(page, 'found');
        expect(await ids(page)).toHaveLength(20);
        await page.evaluate('document.querySelector("[data-results] > li").dataset.stays = "yes"');
        await page.getByRole('button', { name: 'Show more' }).click();
        await page.waitForURL('**/search.html?q=harbour&n=40');
        await page.locator('.results li:nth-child(40)').waitFor();
        expect(await page.evaluate('[...document.querySelectorAll(".results a.id")].indexOf(document.activeElement)')).toBe(20);
        // Those that were there are the same elements still.
        expect(await page.locator('.results li[data-stays]').count()).toBe(1);
        await page.reload();
        await page.locator('.results li:nth-child(40)').waitFor();
      }));
  });

  test('with the keyboard alone: in, through the results, back, and to a capability', () =>
    on('about.html', async (page) => {
      await page.keyboard.press('/');
      await page.waitForURL('**/search.html');
      await said(page, 'capabilities');
      expect(await page.evaluate('document.activeElement.type')).toBe('search');
      await page.keyboard.type('harbour');
      await said(page, 'found');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      const focused = 'document.activeElement.textContent';
      expect(await page.evaluate(focused)).toBe((await ids(page))[1]);
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      expect(await page.evaluate('document.activeElement.type')).toBe('search');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Escape');
      expect(await page.evaluate('document.activeElement.type')).toBe('search');
      await page.keyboard.press('Escape');
      expect(await box(page).inputValue()).toBe('');
      await page.keyboard.type('tide.read');
      await said(page, '1 capability found');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/capabilities/harbour.tide.read.html');
    }));

  describe('on the home page', () => {
    test('the search comes with the focus, the first results with the first keys, the rest on the search page', async () => {
      const loaded: string[] = [];
      await on('index.html', async (page) => {
        page.on('request', (request) => loaded.push(new URL(request.url()).pathname.replace('/catalog/', '')));
        expect(await page.locator('script').count()).toBeGreaterThan(0);
        expect(loaded.filter((path) => path.includes('search'))).toEqual([]);
        await page.keyboard.press('/');
        await page.keyboard.type('berth');
        await said(page, '1 capability found');
        expect(loaded).toEqual(expect.arrayContaining([SEARCH_SCRIPT_PATH, SEARCH_WORKER_PATH]));
        expect(await ids(page)).toEqual(['harbour.berth.allocate']);
        expect(await page.getByRole('heading', { name: 'Domains' }).isVisible()).toBe(false);
        await page.keyboard.press('Escape');
        expect(await page.getByRole('heading', { name: 'Domains' }).isVisible()).toBe(true);
        await page.keyboard.type('harbour');
        await said(page, /^\d\d capabilities found$/);
        expect(await ids(page)).toHaveLength(8);
        await page.keyboard.press('Enter');
        await page.waitForURL('**/search.html?q=harbour');
        await said(page, 'found');
      });
    });
  });

  test('what a manifest says is shown and does nothing', () =>
    on('search.html?q=hostile&n=20', async (page) => {
      await said(page, /^1\d capabilities found$/);
      await page.locator('[data-facet="source"] summary').click();
      await page.locator('[data-facet="format"] summary').click();
      await facet(page, 'Format').getByRole('checkbox').first().waitFor();
      expect(await page.getByText('<script>window.executed=1</script>').count()).toBeGreaterThan(1);
      const shown = (await page.locator('.finder').textContent()) ?? '';
      for (const [character] of BIDI.matchAll(/[\p{Cc}\p{Cf}]/gu)) expect(shown).not.toContain(character);
      expect(await page.evaluate('typeof window.executed')).toBe('undefined');
      expect(
        await page.evaluate(
          '[...document.querySelector(".finder").querySelectorAll("script, img, svg, iframe, [onerror]")].length',
        ),
      ).toBe(0);
      for (const href of (await page.evaluate('[...document.links].map((link) => link.href)')) as string[])
        expect(href).toMatch(/^(http:\/\/127\.0\.0\.1:|https:\/\/catalog\.harbour\.example\/)/);
    }));

  test('a question of markup is a question', () =>
    on(`search.html?q=${encodeURIComponent('<img src=x onerror=window.executed=9>')}&owner=%3Cscript%3E`, async (page) => {
      await said(page, 'Nothing found');
      expect(await page.evaluate('typeof window.executed')).toBe('undefined');
      await page.getByText('Owner: <script>').waitFor();
    }));

  test('Trusted Types let in the worker, and no other script or policy', async () => {
    const page = await site.browser.newPage();
    await page.goto(`${site.origin}search.html`);
    await said(page, 'capabilities');
    const outcome = (code: string) => page.evaluate(`try { ${code}; "done" } catch (error) { error.name }`);
    expect(await outcome('document.body.innerHTML = "x"')).toBe('TypeError');
    expect(await outcome(`new Worker(${JSON.stringify(SEARCH_WORKER_PATH)})`)).toBe('TypeError');
    expect(await outcome('trustedTypes.createPolicy("chora-worker", {})')).toBe('TypeError');
    expect(await outcome('trustedTypes.createPolicy("any", {})')).toBe('TypeError');
    await page.close();
  });

  test('the policy of the worker refuses what is no script of the site', async () => {
    const requested: string[] = [];
    const page = await site.browser.newPage();
    page.on('request', (request) => requested.push(request.url()));
    await page.route('**/search.html', async (route) => {
      const html = await (await route.fetch()).text();
      const body = html.replace(`data-worker="${SEARCH_WORKER_PATH}"`, 'data-worker="//elsewhere.example/assets/worker.js"');
      await route.fulfill({ body, contentType: 'text/html' });
    });
    await page.goto(`${site.origin}search.html`);
    await page.getByText('This browser does not let the search start (TypeError).').waitFor();
    expect(requested.filter((url) => !url.startsWith(site.origin))).toEqual([]);
    await page.close();
  });

  test.each([
    [(path: string) => path.startsWith('search/'), /search\/root\.bin is not there/],
    [(path: string) => path.includes('search-worker'), /could not be loaded/],
  ])('what cannot be had is said, with a way to try again', async (gone, message) => {
    site.gone = gone;
    const page = await site.browser.newPage();
    await page.goto(`${site.origin}search.html?q=berth`);
    await page.getByText(message).waitFor();
    expect(await page.getByRole('link', { name: 'owner', exact: true }).count()).toBe(1);
    site.gone = () => false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await said(page, '1 capability found');
    await page.close();
  });

  test('freshness that cannot be had does not keep results back', async () => {
    site.freshness = 'no JSON';
    await on('search.html?q=berth&freshness=unknown', (page) => said(page, '1 capability'));
  });

  test('in a folder it says why it is not there, and where to go instead', async () => {
    const page = await site.browser.newPage();
    await page.goto(`${pathToFileURL(join(site.folder, 'search.html')).href}?q=berth`);
    await page.getByText('no search here').waitFor();
    expect(await box(page).isVisible()).toBe(false);
    await page.getByRole('link', { name: 'owner', exact: true }).click();
    await page.waitForURL('**/owners.html');
    await page.close();
  });

  test('without JavaScript it leads to the lists', async () => {
    const context = await site.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${site.origin}search.html`);
    expect(await box(page).isVisible()).toBe(false);
    expect(await page.locator('.finder').isVisible()).toBe(false);
    await page.getByRole('main').getByRole('link', { name: 'owner' }).click();
    await page.waitForURL('**/owners.html');
    await context.close();
  });
});

test('the scripts of a page are at most 30 KB, gzipped', () => {
  const sizes = Object.entries(SITE_ASSETS)
    .filter(([path]) => path.endsWith('.js') && !path.startsWith('assets/matrix.'))
    .map(([, text]) => gzipSync(text, { level: 9 }).length);
  expect(sizes).toHaveLength(3);
  expect(sizes.reduce((all, each) => all + each, 0)).toBeLessThanOrEqual(30 * 1024);
});
