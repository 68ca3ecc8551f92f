import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { buildSearch } from '../../src/search/build.js';
import { openSearch, type SearchAnswer } from '../../src/search/query.js';
import { HARBOUR, manyDocuments, shelf } from './documents.js';

const CHROMIUM = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);
if (!CHROMIUM) process.stderr.write('tests/search/browser.test.ts: there is no Chromium; its test is skipped.\n');

const QUERIES = [
  '',
  'harbour',
  'registry',
  'regsitry manager',
  '通関',
  'вес',
  'café',
  'tide lantern',
  'qay',
  'alpha.beacon',
  'mcp:registry',
  '__proto__',
];
const OPTIONS = { facets: ['owner', 'domain'], filters: {}, limit: 20 };

/** The worker that a page would have, as far as searching goes. */
const WORKER = `
  import { openSearch } from './query.js';
  const search = openSearch(async (path) => new Uint8Array(await (await fetch('/index/' + path)).arrayBuffer()));
  onmessage = async ({ data: { text, options } }) => {
    try { postMessage({ answer: await search(text, options) }); } catch (error) { postMessage({ error: String(error) }); }
  };`;

const PAGE = `<!doctype html><title>search</title><script type="module">
  const worker = new Worker('/worker.js', { type: 'module' });
  window.ask = (text, options) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data.answer));
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ text, options });
  });</script>`;

(CHROMIUM ? describe : describe.skip)('in Chromium', () => {
  test('a Web Worker answers exactly as Node does', async () => {
    const files = buildSearch([...HARBOUR, ...manyDocuments(1500)]);
    const bundled = await build({
      entryPoints: [fileURLToPath(new URL('../../src/search/query.ts', import.meta.url))],
      bundle: true,
      format: 'esm',
      platform: 'browser',
      write: false,
    });
    const script = (text: string) => ({ type: 'text/javascript', body: Buffer.from(text) });
    const served = new Map([
      ['/', { type: 'text/html', body: Buffer.from(PAGE) }],
      ['/worker.js', script(WORKER)],
      ['/query.js', script(bundled.outputFiles[0]?.text ?? '')],
      ...[...files].map(
        ([path, body]) => [`/index/${path}`, { type: 'application/octet-stream', body: Buffer.from(body) }] as const,
      ),
    ]);
    const server = createServer((request, response) => {
      const file = served.get(request.url ?? '');
      response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain' }).end(file?.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page.waitForFunction('window.ask');
      const here = openSearch(shelf(files).fetchShard);
      for (const text of QUERIES) {
        const there: SearchAnswer = await page.evaluate(`window.ask(${JSON.stringify(text)}, ${JSON.stringify(OPTIONS)})`);
        expect(there).toEqual(await here(text, OPTIONS));
      }
    } finally {
      await browser.close();
      server.close();
    }
  });
});
