import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { capabilities, type Files, manifest, NOW } from '../support/federation.js';
import { filled, listened, SHIFTS, violations, widest } from './chromium.js';
import { addressOf, servedInChromium } from './served.js';

/** More than a page of a domain holds. */
const MANY = Array.from({ length: 1_205 }, (_, index) => `cargo.item${index}.weigh`);
const HARBOUR: Files = {
  ...capabilities('harbour.tide.read'),
  'capabilities/pilot.yaml': manifest('harbour.pilot.call', '1.0.0-rc.1', {
    stability: 'deprecated',
    lifecycle_stage: 'retired',
  }),
  'capabilities/harbour.berth.allocate.yaml': manifest('harbour.berth.allocate', '2.1.0', {
    title: 'Allocate a berth',
    description: 'Finds a free berth that is deep and long enough for a ship, and keeps it for her.',
    owner: 'Harbour office',
    contact: 'office@harbour.example',
    stability: 'stable',
    dependencies: [{ id: 'harbour.tide.read', version: '^1.0.0' }, { id: 'weather.wind.read' }],
    interfaces: [{ kind: 'rest', endpoint: 'https://berths.harbour.example/v2' }],
  }),
  'capabilities/broken.yaml': 'id: harbour.broken\nversion: 1\nowner:\n  - nobody\n',
};

servedInChromium(
  (federation) => {
    federation.configure({
      name: 'Harbour',
      url: 'https://catalog.harbour.example/',
      badges: false,
      sources: [
        federation.folder('harbour', HARBOUR),
        federation.folder('cargo', capabilities(...MANY)),
        { directory: { path: 'folders/gone' } },
      ],
    });
  },
  (site) => {
    /** One page of each kind, and the states of those that have several. */
    const looked = () => [
      'index.html',
      'search.html',
      'search.html?q=berth',
      'sources.html',
      'owners.html',
      'findings.html',
      'freshness.html',
      'about.html',
      'domains/harbour.html',
      'domains/cargo~part2.html',
      ...['owners/!harbour', 'sources/dir~3afolders~2fharbour', 'capabilities/harbour.berth'].map(
        (start) => site.pages.find((path) => path.startsWith(start)) ?? start,
      ),
    ];
    async function on(
      options: BrowserContextOptions & { readonly at?: string; readonly tolerate?: RegExp },
      use: (page: Page) => Promise<void>,
    ): Promise<void> {
      const { at = NOW, tolerate, ...rest } = options;
      const complaints: [string, string][] = [];
      const context = await site.browser.newContext(rest);
      const page = await listened(context, site.origin, complaints);
      await page.clock.setFixedTime(new Date(at));
      try {
        await use(page);
        expect(complaints.filter(([, what]) => !tolerate?.test(what))).toEqual([]);
      } finally {
        await context.close();
      }
    }

    describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
      test.each([360, 900, 1600])('at %d px every kind of page fits, holds still and is accessible', (width) =>
        on({ colorScheme, viewport: { width, height: 900 }, at: '2026-05-06T08:00:00Z' }, async (page) => {
          for (const path of looked()) {
            await page.goto(site.origin + path);
            await filled(page);
            expect([path, await page.evaluate(SHIFTS)]).toEqual([path, []]);
            expect([path, await widest(page)]).toEqual([path, width]);
            expect([path, await page.evaluate(OVERLAPPING)]).toEqual([path, []]);
            // A thousand rows tell axe no more than the fifty of another page.
            if (!path.includes('~part')) expect([path, await violations(page)]).toEqual([path, []]);
          }
        }),
      );

      test('what is not there is a page of the site', () =>
        on({ colorScheme, viewport: { width: 360, height: 800 }, tolerate: /404/ }, async (page) => {
          const response = await page.goto(`${site.origin}no/such/page`);
          expect(response?.status()).toBe(404);
          await filled(page);
          expect([await widest(page), await violations(page)]).toEqual([360, []]);
          await page.getByRole('main').getByRole('link', { name: 'domain' }).click();
          expect(page.url()).toBe(`${site.origin}index.html`);
        }));
    });

    test('the first page and all that it loads are less than 60 KB, as they come', () =>
      on({}, async (page) => {
        const session = await page.context().newCDPSession(page);
        let bytes = 0;
        await session.send('Network.enable');
        session.on('Network.loadingFinished', ({ encodedDataLength }) => {
          bytes += encodedDataLength;
        });
        await page.goto(site.origin, { waitUntil: 'networkidle' });
        await filled(page);
        expect(bytes).toBeGreaterThan(5_000);
        expect(bytes).toBeLessThan(60_000);
      }));

    test('with the keyboard alone: / , arrows, enter, escape', () =>
      on({}, async (page) => {
        await page.goto(site.origin);
        await filled(page);
        await page.keyboard.press('/');
        await page.keyboard.type('berth');
        await page.getByRole('status').filter({ hasText: '1 capability found' }).waitFor();
        await page.keyboard.press('ArrowDown');
        expect(await page.evaluate('document.activeElement.textContent')).toBe('harbour.berth.allocate');
        await page.keyboard.press('Escape');
        expect(await page.evaluate('document.activeElement.type')).toBe('search');
        await page.keyboard.press('Escape');
        expect(await page.getByRole('searchbox').inputValue()).toBe('');
        await page.keyboard.type('berth');
        await page.getByRole('status').filter({ hasText: '1 capability found' }).waitFor();
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        await page.waitForURL('**/capabilities/harbour.berth.allocate.html');
      }));

    test('an answer that comes late leaves whoever is at a result there, or in the box where the result is gone', () =>
      on({}, async (page) => {
        const typed = (text: string) =>
          page.evaluate(`{
            const box = document.querySelector('input[type=search]');
            box.value = '${text}';
            box.dispatchEvent(new Event('input', { bubbles: true }));
          }`);
        const focused = 'document.activeElement.type || document.activeElement.textContent';
        await page.goto(site.origin);
        await filled(page);
        await page.keyboard.press('/');
        await page.keyboard.type('harbour');
        await page.getByRole('status').filter({ hasText: 'found' }).waitFor();
        await page.locator('.quick a.id', { hasText: 'harbour.berth.allocate' }).focus();
        await typed('berth');
        await page.getByRole('status').filter({ hasText: '1 capability found' }).waitFor();
        expect(await page.evaluate(focused)).toBe('harbour.berth.allocate');
        await typed('tide');
        await page.locator('.quick a.id', { hasText: 'harbour.tide.read' }).waitFor();
        expect(await page.evaluate(focused)).toBe('search');
      }));

    test('every stop of the keyboard can be seen', () =>
      on({ viewport: { width: 900, height: 800 } }, async (page) => {
        for (const path of ['index.html', 'search.html?q=berth']) {
          await page.goto(site.origin + path);
          await filled(page);
          const stops = new Set<string>();
          for (let stop = 0; stop < 60; stop += 1) {
            await page.keyboard.press('Tab');
            const [tag, name, outline] = (await page.evaluate(FOCUSED)) as [string, string, string];
            if (tag === 'BODY') break;
            stops.add(name);
            expect([path, name, outline]).toEqual([path, name, 'seen']);
          }
          expect(stops.size).toBeGreaterThan(10);
        }
      }));

    test('without JavaScript a long domain is read page by page', () =>
      on({ javaScriptEnabled: false }, async (page) => {
        await page.goto(site.origin);
        await page.getByRole('link', { name: 'cargo' }).click();
        const rows = async () => {
          await page.waitForLoadState();
          return page.getByRole('row').count();
        };
        expect(await rows()).toBe(1_001);
        await page.getByRole('link', { name: 'Next' }).click();
        expect(page.url()).toContain('domains/cargo~part2.html');
        expect(await rows()).toBe(206);
        expect(await page.getByRole('link', { name: 'Next' }).count()).toBe(0);
        await page.getByRole('link', { name: 'Previous' }).click();
        await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Page 2' }).click();
        await page.getByRole('row').last().getByRole('link').first().click();
        expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('cargo.item');
      }));

    test.each([
      ['2026-05-04T08:20:00Z', 'Confirmed 20 minutes ago', 'ok', false],
      ['2026-05-04T09:10:00Z', 'Stale: confirmed 1 hour ago', 'warn', true],
      ['2026-05-06T08:00:00Z', 'Alert: confirmed 2 days ago', 'bad', true],
    ])('at %s the banner says: %s', (at, said, tone, late) =>
      on({ at }, async (page) => {
        for (const path of ['index.html', 'capabilities/harbour.berth.allocate.html']) {
          await page.goto(site.origin + path);
          await filled(page);
          const banner = page.getByRole('complementary', { name: 'Freshness' });
          expect(await banner.textContent()).toContain(said);
          expect(await banner.locator(`.mark.${tone}`).count()).toBe(1);
          expect(await banner.evaluate((element) => element.classList.contains('late'))).toBe(late);
        }
      }),
    );

    test('nothing moves by itself for those who want less motion, nor for anybody else', async () => {
      for (const reducedMotion of ['reduce', 'no-preference'] as const)
        await on({ reducedMotion }, async (page) => {
          for (const path of looked()) {
            await page.goto(site.origin + path);
            await filled(page);
            expect([path, await page.evaluate(MOVING)]).toEqual([path, 0]);
          }
        });
    });

    test('on paper: black on white, no controls, nothing cut off', () =>
      on({ colorScheme: 'dark', viewport: { width: 794, height: 1123 } }, async (page) => {
        await page.emulateMedia({ media: 'print' });
        for (const path of looked().filter((each) => !each.includes('~part'))) {
          await page.goto(site.origin + path);
          await filled(page);
          expect([path, await widest(page)]).toEqual([path, 794]);
          expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)');
          expect(await page.locator('button:visible, input:visible, select:visible').allTextContents()).toEqual([]);
        }
        expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
      }));

    test('from a folder: the pages read on, and the search says what it needs', () =>
      on({}, async (page) => {
        await page.goto(pathToFileURL(join(site.federation.out, 'index.html')).href);
        await page.getByRole('searchbox').fill('berth');
        await page.keyboard.press('Enter');
        await page.getByText('It works as soon as the folder is served').waitFor();
        expect(page.url()).toMatch(/search\.html\?q=berth$/);
        await page.getByRole('navigation', { name: 'Site' }).getByRole('link', { name: 'Owners' }).click();
        await page.getByRole('link', { name: 'Harbour office' }).click();
        await page.getByRole('link', { name: 'harbour.berth.allocate' }).click();
        expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Allocate a berth');
      }));

    test('every page is there, and so is every page that it links to', async () => {
      const paths = new Set(site.pages.map(addressOf));
      for (const path of looked().filter((each) => !each.includes('?'))) {
        const html = await (await fetch(site.origin + path)).text();
        for (const [, href = ''] of html.matchAll(/<a [^>]*href="([^"#?]+\.html)[#?"]/g)) {
          const target = new URL(href, site.origin + path);
          if (target.href.startsWith(site.origin)) expect([path, paths.has(target.pathname.slice(1))]).toEqual([path, true]);
        }
      }
    });
  },
);

const MOVING =
  'document.getAnimations().length + [...document.querySelectorAll("*")].filter((each) => !/^(0s(, )?)+$/.test(getComputedStyle(each).transitionDuration)).length';
/** Cells whose content reaches into the next one. */
const OVERLAPPING = `[...document.querySelectorAll('th, td, dt, dd')].filter((cell) => {
  const content = document.createRange();
  content.selectNodeContents(cell);
  return cell.checkVisibility() && content.getBoundingClientRect().right > cell.getBoundingClientRect().right + 0.5;
}).map((cell) => cell.textContent).slice(0, 5)`;
const FOCUSED = `(() => {
  const { activeElement: element } = document;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const { top, bottom } = element.getBoundingClientRect();
  const seen = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 && top >= 0 && bottom <= innerHeight + 1;
  return [element.tagName, element.textContent || element.getAttribute('aria-label') || element.name, seen ? 'seen' : [outlineStyle, outlineWidth, top, bottom].join(' ')];
})()`;
