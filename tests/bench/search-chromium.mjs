// The search as a visitor has it: the page of the site with its scripts and its worker in headless Chromium, from a small server.
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const CHROMIUM = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);
const TYPES = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
};

const typeOf = (path) => TYPES[path.split('.').at(-1)];

/** Starts Chromium, or says that there is none and gives null. */
export async function startChromium(say) {
  if (CHROMIUM) return await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  say(
    'There is no Chromium at CHROMIUM_PATH, /usr/bin/chromium or /usr/bin/google-chrome: what needs a browser is not measured.',
  );
  return null;
}

/**
 * Serves files by their paths. `sent` lists what was asked for, with the bytes of the bodies: text is compressed, as any host does
 * it; what is compressed already goes as it is.
 */
export async function serve(contents) {
  const packed = new Map();
  const sent = [];
  const bodyOf = (path) => {
    const content = contents.get(path);
    if (content === undefined) return undefined;
    if (!packed.has(path)) packed.set(path, typeOf(path) === undefined ? Buffer.from(content) : gzipSync(content));
    return packed.get(path);
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname).slice(1);
    const body = bodyOf(path);
    if (body === undefined) return response.writeHead(404).end();
    const type = typeOf(path);
    sent.push({ path, length: body.length });
    return response
      .writeHead(200, {
        'content-type': type ?? 'application/octet-stream',
        'content-length': body.length,
        // Nothing stays in the browser: what is asked for again is sent again.
        'cache-control': 'no-store',
        ...(type === undefined ? {} : { 'content-encoding': 'gzip', vary: 'accept-encoding' }),
      })
      .end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}/`,
    sent,
    sizeOf: (path) => bodyOf(path).length,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

/** An empty page that puts questions to the search's own worker, in the messages of the search page. */
export async function openWorkers(browser, origin, script) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}empty.html`);
  await page.evaluate((address) => {
    let kept;
    let number = 0;
    window.ask = (question, fresh) =>
      new Promise((resolve, reject) => {
        if (!fresh && kept === undefined) kept = new Worker(address);
        const worker = fresh ? new Worker(address) : kept;
        const began = performance.now();
        let found;
        const end = () => {
          if (fresh) worker.terminate();
          resolve(found);
        };
        worker.onerror = (event) => reject(new Error(event.message));
        worker.onmessage = ({ data }) => {
          const milliseconds = performance.now() - began;
          if (data.kind === 'failed') reject(new Error(data.message));
          else if (data.kind === 'found') found = { answer: data, milliseconds };
          else found.counted = { facets: data.facets, milliseconds };
          if (data.kind === 'counted' || (data.kind === 'found' && question.facets.length === 0)) end();
        };
        number += 1;
        worker.postMessage({ number, ...question });
      });
  }, `/${script}`);
  const ask = (fresh) => (question) =>
    page.evaluate(
      ([asked, anew]) => window.ask(asked, anew),
      [{ filters: {}, sort: 'relevance', shown: 20, facets: [], ttls: {}, ...question }, fresh],
    );
  return {
    /** By a worker that has fetched nothing yet, and is started for it. */
    askCold: ask(true),
    /** By one that keeps what it has fetched. */
    ask: ask(false),
    close: () => context.close(),
  };
}

/** What a visitor sees who comes with a link to a search, having fetched nothing before: milliseconds until there are results. */
export async function visit(browser, origin, text) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const began = performance.now();
  await page.goto(`${origin}search.html?q=${encodeURIComponent(text)}`, { waitUntil: 'commit' });
  await page.waitForFunction(
    () => /found|some of the words/i.test(document.querySelector('[data-said]')?.textContent ?? ''),
    null,
    {
      polling: 'raf',
    },
  );
  const milliseconds = performance.now() - began;
  await context.close();
  return milliseconds;
}

/**
 * What a visitor does on the search page, in the page itself: milliseconds from the click until the new results are painted, and until
 * the counts of the facets are, which only a choice changes. Every act is done twice, and the second time counts: the files that it needs are there.
 */
export async function act(browser, origin) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}search.html`);
  await page.waitForSelector('.finder:not([aria-busy]) [data-facet="domain"].counted');
  const times = await page.evaluate(async () => {
    const VALUES = 8;
    const PAGES = 5;
    const finder = document.querySelector('.finder');
    const filters = finder.querySelector('.filters');
    const more = finder.querySelector('[data-more]');
    const sort = finder.querySelector('[data-sort]');
    const boxes = (facet) => [...filters.querySelectorAll(`[data-facet="${facet}"] input`)];
    const boxOf = (facet, key) => boxes(facet).find((box) => box.dataset.key === key);
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const seen = (target, options, ready) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('the page does not answer')), 30_000);
        const observer = new MutationObserver(() => {
          if (!ready()) return;
          clearTimeout(late);
          observer.disconnect();
          painted().then(() => resolve(performance.now()));
        });
        observer.observe(target, options);
      });
    /** `into`: where the times go; null for what only leads back. */
    const measure = async (into, trigger, withCounts = false) => {
      const results = seen(finder, { attributes: true, attributeFilter: ['aria-busy'] }, () => !finder.hasAttribute('aria-busy'));
      const counts = withCounts ? seen(filters, { childList: true, subtree: true }, () => true) : undefined;
      const began = performance.now();
      trigger();
      into?.results.push((await results) - began);
      if (counts !== undefined) into?.counts.push((await counts) - began);
    };
    const kept = { choose: { results: [], counts: [] }, sort: { results: [] }, next: { results: [] } };
    for (const into of [null, kept]) {
      for (const facet of ['domain', 'owner', 'lifecycle_stage', 'stability'])
        for (const key of boxes(facet)
          .slice(0, VALUES)
          .map((box) => box.dataset.key)) {
          await measure(into?.choose, () => boxOf(facet, key).click(), true);
          await measure(into?.choose, () => boxOf(facet, key).click(), true);
        }
      for (const value of [...sort.options].map((option) => option.value).concat('relevance'))
        if (sort.value !== value)
          await measure(into?.sort, () => {
            sort.value = value;
            sort.dispatchEvent(new Event('change', { bubbles: true }));
          });
      for (let at = 0; at < PAGES && !more.hidden; at += 1) await measure(into?.next, () => more.click());
      // Back to the first results.
      for (const value of [sort.options[1].value, sort.options[0].value])
        await measure(null, () => {
          sort.value = value;
          sort.dispatchEvent(new Event('change', { bubbles: true }));
        });
    }
    return kept;
  });
  await context.close();
  return times;
}
