// The same documents and questions for MiniSearch (in this process) and Pagefind (in a headless Chromium, from a small server).
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { transformSync } from 'esbuild';
import { PEERS } from './peers/install.mjs';
import { serve } from './search-chromium.mjs';

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

/**
 * The page is loaded anew for each question, and nothing stays in the browser. The time is that of the same question once more, when
 * all that it needs was fetched.
 */
export async function askPagefind(browser, documents, queries) {
  const { createIndex, close } = await import(new URL('pagefind/lib/index.js', PEERS).href);
  const began = performance.now();
  const { index } = await createIndex();
  for (const [number, { id, description }] of documents.entries())
    await index.addCustomRecord({ url: `/${number}`, content: `${id} ${description}`, language: 'en', meta: { title: id } });
  const { files } = await index.getFiles();
  const built = performance.now() - began;
  await close();
  if (browser === null) return { built, rows: [] };
  const server = await serve(
    new Map([
      ['empty.html', '<!doctype html><title>bench</title>'],
      ...files.map(({ path, content }) => [`pagefind/${path}`, content]),
    ]),
  );
  const rows = [];
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    for (const { kind, text, id } of queries) {
      await page.goto(`${server.origin}empty.html`);
      server.sent.length = 0;
      const { titles, milliseconds } = await page.evaluate(
        async ([script, question]) => {
          const pagefind = await import(script);
          await pagefind.init();
          const { results } = await pagefind.search(question);
          const shown = await Promise.all(results.slice(0, 10).map((found) => found.data()));
          const started = performance.now();
          await pagefind.search(question);
          return { titles: shown.map(({ meta }) => meta.title), milliseconds: performance.now() - started };
        },
        ['/pagefind/pagefind.js', text],
      );
      const sum = (items) => items.reduce((total, { length }) => total + length, 0);
      const cards = server.sent.filter(({ path }) => path.includes('/fragment/'));
      const rest = server.sent.filter(({ path }) => !path.includes('/fragment/'));
      rows.push({
        kind,
        milliseconds,
        rank: titles.indexOf(id) + 1,
        bytes: sum(rest) + (cards[0]?.length ?? 0),
        allBytes: sum(server.sent),
        files: rest.length + Math.min(1, cards.length),
      });
    }
  } finally {
    await context.close();
    await server.close();
  }
  return { built, rows };
}
