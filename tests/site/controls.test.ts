import { describe, expect, test } from '@jest/globals';
import { inChromium, one } from './in-chromium.js';

inChromium((site) => {
  describe('copying', () => {
    const path = () => site.origin + one('capabilities/harbour.berth');

    test('puts the id into the clipboard', async () => {
      const context = await site.browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
      const page = await context.newPage();
      await page.goto(path());
      const button = page.getByRole('button', { name: 'Copy the id' });
      await button.click();
      await page.getByText('Copied').waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe('harbour.berth.allocate');
      await context.close();
    });

    test('selects where there is no clipboard', async () => {
      const page = await site.browser.newPage();
      await page.addInitScript('Object.defineProperty(navigator, "clipboard", { value: undefined })');
      await page.goto(path());
      await page.getByRole('button', { name: 'Copy the id' }).click();
      await page.getByText('Selected').waitFor();
      expect(await page.evaluate('getSelection().toString()')).toBe('harbour.berth.allocate');
      await page.close();
    });
  });

  test('a chosen theme is there on the next page, before it is painted', async () => {
    const context = await site.browser.newContext({ colorScheme: 'light' });
    const page = await context.newPage();
    const paper = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    await page.goto(`${site.origin}index.html`);
    expect(await paper()).toBe('rgb(255, 255, 255)');
    await page.getByRole('button', { name: 'dark' }).click();
    expect(await paper()).toBe('rgb(21, 24, 27)');
    // The style sheet never comes: what is set by then was set before anything could be painted.
    await page.route('**/*.css', (route) => void setTimeout(() => void route.continue(), 300));
    const next = page.goto(`${site.origin}sources.html`);
    await page.waitForFunction('document.documentElement?.dataset.theme === "dark" && document.styleSheets.length === 0');
    await next;
    expect(await page.getByRole('button', { name: 'dark' }).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'auto' }).click();
    expect(await paper()).toBe('rgb(255, 255, 255)');
    await context.close();
  });

  test('the key / goes to the search, unless the visitor turns that off', async () => {
    const context = await site.browser.newContext();
    const page = await context.newPage();
    const focused = () => page.evaluate('document.activeElement.type');
    await page.goto(`${site.origin}index.html`);
    await page.keyboard.press('/');
    expect(await focused()).toBe('search');
    await page.keyboard.type('a/b');
    expect(await page.getByRole('searchbox').inputValue()).toBe('a/b');
    await page.getByLabel('The key / goes to the search').uncheck();
    await page.reload();
    await page.keyboard.press('/');
    expect(await focused()).not.toBe('search');
    await context.close();
  });

  test('text is never taken for markup or code: Trusted Types', async () => {
    const page = await site.browser.newPage();
    await page.goto(`${site.origin}index.html`);
    expect(await page.evaluate('try { document.body.innerHTML = "x"; "set" } catch (error) { error.name }')).toBe('TypeError');
    expect(await page.evaluate('try { trustedTypes.createPolicy("any", {}); "made" } catch (error) { error.name }')).toBe(
      'TypeError',
    );
    await page.close();
  });
});
