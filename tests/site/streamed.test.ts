import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { SHIFTS } from './chromium.js';
import { inChromium, LOOKED_AT, pages } from './in-chromium.js';

const PAUSE = 400;

inChromium((site) => {
  test.each([
    ['within its navigation', '>Owners</a>', 900, ['index.html', 'search.html', 'about.html']],
    ['before its footer', '<footer', 800, LOOKED_AT],
    [
      'within its footer',
      '<div class="preferences">',
      900,
      [...LOOKED_AT, ...pages.filter((path) => path.startsWith('domains/'))],
    ],
  ])('a page that comes in pieces, cut %s, holds still', async (_, before, width, paths) => {
    const slow = createServer(async (request, response) => {
      const whole = await fetch(new URL((request.url ?? '/').slice(1), site.origin));
      response.writeHead(whole.status, { 'content-type': whole.headers.get('content-type') ?? '' });
      const bytes = Buffer.from(await whole.arrayBuffer());
      const cut = bytes.lastIndexOf(before);
      if (cut === -1) return void response.end(bytes);
      response.write(bytes.subarray(0, cut));
      await setTimeout(PAUSE);
      response.end(bytes.subarray(cut));
    });
    await new Promise<void>((resolve) => void slow.listen(0, '127.0.0.1', resolve));
    const page = await site.browser.newPage({ viewport: { width, height: 900 } });
    try {
      for (const path of paths) {
        const started = performance.now();
        await page.goto(`http://127.0.0.1:${(slow.address() as AddressInfo).port}/${path}`);
        expect(performance.now() - started).toBeGreaterThan(PAUSE);
        expect([path, await page.evaluate(SHIFTS)]).toEqual([path, []]);
      }
    } finally {
      await page.close();
      slow.closeAllConnections();
      slow.close();
    }
  });
});
