import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { filled, SHIFTS } from './chromium.js';
import { inChromium, LOOKED_AT, one } from './in-chromium.js';

inChromium((site) => {
  const at = async (instant: string, path: string): Promise<Page> => {
    const page = await site.browser.newPage();
    await page.clock.setFixedTime(new Date(instant));
    await page.goto(site.origin + path);
    await page.locator('[data-catalog] .mark').first().waitFor();
    return page;
  };
  const banner = (page: Page) => page.getByRole('complementary', { name: 'Freshness' }).textContent();

  test.each([
    ['2031-02-12T06:00:20Z', 'Confirmed just now', 'ok'],
    ['2031-02-12T06:59:00Z', 'Confirmed 59 minutes ago', 'ok'],
    ['2031-02-12T07:01:00Z', 'Stale: confirmed 1 hour ago', 'warn'],
    ['2031-02-12T07:31:00Z', 'Alert: confirmed 1 hour ago', 'bad'],
    ['2031-05-15T06:00:00Z', 'Alert: confirmed 3 months ago', 'bad'],
    ['2031-02-12T05:00:00Z', 'Confirmed just now', 'ok'],
  ])('at %s every page says: %s', async (instant, said, tone) => {
    const page = await at(instant, 'index.html');
    expect(await banner(page)).toBe(`${said} 2031-02-12 06:00 UTC`);
    expect(await page.getByRole('complementary', { name: 'Freshness' }).locator('.mark').getAttribute('class')).toBe(
      `mark ${tone}`,
    );
    await page.close();
  });

  test('each source by its own time to live, and one that never was', async () => {
    const page = await at('2031-02-12T06:30:00Z', 'freshness.html');
    const rows = (name: string) => page.getByRole('row', { name }).textContent();
    expect(await rows('github.com/harbour-works/berths')).toContain('Confirmed 30 minutes ago 2031-02-12 06:00 UTC');
    expect(await rows('git.north-quay.example')).toContain('Confirmed 10 days ago 2031-02-02 06:00 UTC');
    expect(await rows('harbour-works/lost')).toContain('Never confirmed');
    await page.clock.setFixedTime(new Date('2031-02-17T06:00:00Z'));
    await page.reload();
    await page.getByText('Stale: confirmed 15 days ago').waitFor();
    await page.close();
  });

  test('times in a record are absolute and relative', async () => {
    const page = await at('2031-02-12T06:30:00Z', one('capabilities/harbour.berth'));
    expect(await page.locator('aside time[datetime="2031-02-12T06:00:00Z"] + .ago').textContent()).toBe('30 minutes ago');
    expect(await page.locator('time[datetime="2031-12-31"] + .ago').textContent()).toBe('in 10 months');
    await page.close();
  });

  test.each([['no JSON'], ['{"generated_at":"yesterday"}'], [undefined]])(
    '%s: the age is unknown, and that is said',
    async (answer) => {
      site.freshness = answer;
      const page = await site.browser.newPage();
      await page.goto(`${site.origin}index.html`);
      await page.getByText('Age unknown: freshness.json cannot be read').waitFor();
      await page.close();
    },
  );

  test.each([360, 800, 1400])('at %d px nothing moves when they come', async (width) => {
    const context = await site.browser.newContext({ viewport: { width, height: 800 } });
    const page = await context.newPage();
    await page.clock.setFixedTime(new Date('2031-05-15T06:00:00Z'));
    for (const path of LOOKED_AT) {
      await page.goto(site.origin + path);
      await filled(page);
      expect([path, await page.evaluate(SHIFTS)]).toEqual([path, []]);
    }
    await context.close();
  });
});
