// The same documents and questions for MiniSearch (in this process) and Pagefind (in a headless Chromium, from a small server).
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { transformSync } from 'esbuild';
import { chromium } from 'playwright-core';

/** Installed by the benchmark when they are missing. */
export const PEERS = new URL('peers/node_modules/', import.meta.url);
const CHROMIUM = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);

/** All words, and where no document holds them all, any of them. Its one file has to be there before the first result. */
export async function askMiniSearch(documents, queries) {
  const { default: MiniSearch } = await import(new URL('minisearch/dist/es/index.js', PEERS).href);
  const began = performance.now();
  const index = new MiniSearch({ fields: ['id', 'title', 'description'], storeFields: ['id', 'version', 'description'] });
  index.addAll(documents);
  const built = performance.now() - began;
  const { code: script } = transformSync(readFileSync(new URL('minisearch/dist/es/index.js', PEERS), 'utf8'), { minify: true });
  const bytes = gzipSync(JSON.stringify(index)).length + gzipSync(script).length;
  const options = { prefix: true, fuzzy: 0.2, boost: { id: 3, title: 3 } };
  const rows = queries.map(({ kind, text, id }) => {
    const started = performance.now();
    let found = index.search(text, { ...options, combineWith: 'AND' });
    if (found.length === 0) found = index.search(text, options);
    const milliseconds = performance.now() - started;
    return {
      kind,
      milliseconds,
      rank: found.slice(0, 10).findIndex((each) => each.id === id) + 1,
      bytes,
      allBytes: bytes,
      files: 1,
    };
  });
  return { built, rows };
}

/** A fresh browser context for each question, so that nothing is cached. The time holds that of a server on the same machine. */
export async function askPagefind(documents, queries, say) {
  const { createIndex, close } = await import(new URL('pagefind/lib/index.js', PEERS).href);
  const began = performance.now();
  const { index } = await createIndex();
  for (const [number, { id, description }] of documents.entries())
    await index.addCustomRecord({ url: `/${number}`, content: `${id} ${description}`, language: 'en', meta: { title: id } });
  const { files } = await index.getFiles();
  const built = performance.now() - began;
  await close();
  if (!CHROMIUM) {
    say('There is no Chromium at CHROMIUM_PATH, /usr/bin/chromium or /usr/bin/google-chrome: Pagefind is built, and not asked.');
    return { built, rows: [] };
  }
  const contents = new Map(files.map(({ path, content }) => [`/pagefind/${path}`, content]));
  const sent = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (path === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>bench</title>');
    const content = contents.get(path);
    if (content === undefined) return response.writeHead(404).end();
    // Scripts would come compressed from any host; the files of the index are compressed already.
    const script = /\.(js|json|css)$/.test(path);
    const body = script ? gzipSync(content) : Buffer.from(content);
    sent.push({ path, length: body.length });
    const type = path.endsWith('.js')
      ? 'text/javascript'
      : path.endsWith('.json')
        ? 'application/json'
        : 'application/octet-stream';
    return response.writeHead(200, { 'content-type': type, ...(script ? { 'content-encoding': 'gzip' } : {}) }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}/`;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  const rows = [];
  try {
    for (const { kind, text, id } of queries) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(origin);
      sent.length = 0;
      const { titles, milliseconds } = await page.evaluate(
        async ([script, question]) => {
          const pagefind = await import(script);
          await pagefind.init();
          const started = performance.now();
          const { results } = await pagefind.search(question);
          const milliseconds = performance.now() - started;
          const shown = await Promise.all(results.slice(0, 10).map((found) => found.data()));
          return { titles: shown.map(({ meta }) => meta.title), milliseconds };
        },
        ['/pagefind/pagefind.js', text],
      );
      const sum = (items) => items.reduce((total, { length }) => total + length, 0);
      const cards = sent.filter(({ path }) => path.includes('/fragment/'));
      const rest = sent.filter(({ path }) => !path.includes('/fragment/'));
      rows.push({
        kind,
        milliseconds,
        rank: titles.indexOf(id) + 1,
        bytes: sum(rest) + (cards[0]?.length ?? 0),
        allBytes: sum(sent),
        files: rest.length + Math.min(1, cards.length),
      });
      await context.close();
    }
  } finally {
    await browser.close();
    server.close();
  }
  return { built, rows };
}
