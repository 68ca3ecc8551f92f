import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { filled, listened as listenedTo, violations, widest } from './chromium.js';
import { inChromium, LOOKED_AT, one, pages } from './in-chromium.js';

inChromium((site) => {
  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    test.each([360, 800, 1400])('at %d px every page is accessible, fits and is quiet', async (width) => {
      const complaints: unknown[] = [];
      const context = await site.browser.newContext({ colorScheme, viewport: { width, height: 800 } });
      const page = await listened(context, complaints);
      for (const path of LOOKED_AT) {
        await page.goto(site.origin + path);
        await filled(page);
        await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
        expect([path, await widest(page)]).toEqual([path, width]);
        expect([path, await violations(page)]).toEqual([path, []]);
      }
      await context.close();
      expect(complaints).toEqual([]);
    });
  });

  test('nothing that a manifest says is run or asked for, on any page', async () => {
    const complaints: unknown[] = [];
    const context = await site.browser.newContext();
    const page = await listened(context, complaints);
    for (const path of pages) {
      await page.goto(site.origin + path);
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
    const context = await site.browser.newContext();
    const page = await listened(context, complaints);
    await page.goto(pathToFileURL(join(site.folder, 'index.html')).href);
    await page.getByRole('table').getByRole('link', { name: 'harbour.berth.allocate' }).click();
    await page.waitForURL('**/harbour.berth.allocate.html');
    expect(await page.title()).toBe('Allocate a berth · Harbour capabilities');
    expect(await page.evaluate('document.styleSheets.length && getComputedStyle(document.querySelector("dt")).fontSize')).toBe(
      '13px',
    );
    await page.getByRole('button', { name: 'dark' }).click();
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    await page.getByRole('list', { name: 'It depends on' }).getByRole('link', { name: 'harbour.tide.read' }).click();
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'harbour' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('harbour');
    await context.close();
    expect(complaints).toEqual([]);
  });

  test('the skip link is the first stop of the keyboard and leads to the content', async () => {
    const page = await site.browser.newPage();
    await page.goto(`${site.origin}index.html`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    expect(await page.evaluate('document.activeElement.getBoundingClientRect().top >= 0')).toBe(true);
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#main');
    await page.close();
  });

  test('without JavaScript everything is there, and nothing that needs it', async () => {
    const context = await site.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${site.origin}index.html`);
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    expect(await page.getByRole('group', { name: 'Theme' }).isVisible()).toBe(false);
    await page.getByRole('link', { name: 'Owners' }).click();
    await page.getByRole('link', { name: 'Terminal operations' }).click();
    await page.getByRole('link', { name: 'cargo.crane.reserve' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Reserve a crane');
    expect(await page.getByRole('button').count()).toBe(0);
    await page.getByText('Show all').click();
    expect(await page.locator('#L12').isVisible()).toBe(true);
    await page.getByRole('link', { name: 'in freshness.json' }).click();
    expect(page.url()).toBe(`${site.origin}api/v1/freshness.json`);
    await context.close();
  });

  test('tables have heads of columns and of rows, by where they stand', async () => {
    const page = await site.browser.newPage();
    await page.goto(`${site.origin}${one('capabilities/harbour.berth')}`);
    expect(await page.getByRole('rowheader').count()).toBe(await page.locator('tbody th').count());
    expect(await page.getByRole('columnheader').count()).toBe(await page.locator('thead th').count());
    await page.goto(`${site.origin}index.html`);
    await page.getByRole('rowheader', { name: 'harbour.berth.allocate' }).waitFor();
    await page.getByRole('columnheader', { name: 'Owner' }).waitFor();
    await page.close();
  });

  test('a finding leads to its line, which opens and stands out', async () => {
    const page = await site.browser.newPage();
    await page.goto(`${site.origin}${one('capabilities/harbour.berth')}`);
    await page.getByRole('link', { name: 'line 14, column 3' }).click();
    expect(
      await page.evaluate('document.querySelector(":target").id + document.querySelector(":target").checkVisibility()'),
    ).toBe('L14true');
    await page.close();
  });

  async function listened(context: BrowserContext, complaints: unknown[]): Promise<Page> {
    const page = await listenedTo(context, site.origin, complaints);
    // Late enough for every banner.
    await page.clock.setFixedTime(new Date('2031-05-15T06:00:00Z'));
    return page;
  }
});
