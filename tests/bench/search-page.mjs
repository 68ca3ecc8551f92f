// What the benchmark of search asks of the real page: bytes until the first result with nothing cached, the time of a question whose
// files are there, and what facets, orders and typing take.

import { GENERATOR } from '../../dist/model/generator.js';
import { SEARCH_WORKER_PATH } from '../../dist/site/assets.js';
import { renderSearch, SITE_ASSETS } from '../../dist/site/render.js';
import { act, openWorkers, serve, visit } from './search-chromium.mjs';

/** Searches that many people may begin with; a visitor with an empty cache waits for each of them. */
const VISITS = 20;
const OPEN_FACETS = ['domain', 'owner', 'lifecycle_stage', 'stability'];
const ALL_FACETS = [...OPEN_FACETS, 'freshness', 'provenance', 'security_tier', 'tier', 'format', 'source'];

/** Of the site, all that a search touches. */
function siteOf(files) {
  const freshness = { generated_at: new Date().toISOString(), ttl: '60m', alert_after: '90m', exceptions: [] };
  return new Map([
    ['empty.html', '<!doctype html><title>bench</title>'],
    ['search.html', renderSearch({ catalog: { name: 'Benchmark', generator: GENERATOR } }, [])],
    ['api/v1/freshness.json', JSON.stringify(freshness)],
    ...Object.entries(SITE_ASSETS),
    ...[...files].map(([path, bytes]) => [`search/${path}`, bytes]),
  ]);
}

/**
 * `rows`: by question, as search.mjs has them for Node; `page`: milliseconds of what else a visitor may do, as the worker answers; `acts`: the
 * same as the page shows it.
 */
export async function askPage(browser, files, queries, warmUp) {
  const server = await serve(siteOf(files));
  const scripts = Object.keys(SITE_ASSETS).filter((path) => path.includes('/search'));
  try {
    const rows = [];
    const worker = await openWorkers(browser, server.origin, SEARCH_WORKER_PATH);
    for (const { text } of warmUp) await worker.ask({ text });
    for (const { kind, text, id } of queries) {
      server.sent.length = 0;
      const { answer } = await worker.askCold({ text });
      const sent = [...server.sent];
      await worker.ask({ text });
      const { milliseconds } = await worker.ask({ text });
      rows.push({
        kind,
        milliseconds,
        rank: answer.hits.slice(0, 10).findIndex((hit) => hit.id.join('') === id) + 1,
        // The page's own script comes with the page; the worker is among what was sent.
        bytes: sum(sent) + server.sizeOf(scripts.find((path) => path !== SEARCH_WORKER_PATH)),
        files: sent.length + 1,
      });
    }
    return { rows, page: await pageTimes(browser, server.origin, worker, queries), acts: await act(browser, server.origin) };
  } finally {
    await server.close();
  }
}

async function pageTimes(browser, origin, worker, queries) {
  const times = { visit: [], everything: [], facets: [], sorted: [], filtered: [], typing: [] };
  for (const { text } of queries.slice(0, VISITS)) times.visit.push(await visit(browser, origin, text));
  // Twice: the first time fetches the columns.
  for (let round = 0; round < 2; round += 1) {
    const first = await worker.ask({ text: '', facets: OPEN_FACETS });
    const all = await worker.ask({ text: '', facets: ALL_FACETS });
    const sorted = await worker.ask({ text: '', sort: 'owner', facets: OPEN_FACETS });
    const [owner] = all.counted.facets.owner;
    const filtered = await worker.ask({ text: '', filters: { owner: [owner.value] }, facets: ALL_FACETS });
    if (filtered.answer.total !== owner.count)
      throw new Error(`${filtered.answer.total} documents pass a filter that ${owner.count} have`);
    if (round === 0) continue;
    times.everything.push(first.milliseconds);
    times.facets.push(first.counted.milliseconds, all.counted.milliseconds, filtered.counted.milliseconds);
    times.sorted.push(sorted.milliseconds);
    times.filtered.push(filtered.milliseconds);
  }
  // A name, key by key, as the page asks while somebody types.
  for (const { text } of queries.filter(({ kind }) => kind === 'name').slice(0, 10))
    for (let end = 1; end <= text.length; end += 1) {
      const question = { text: text.slice(0, end), facets: OPEN_FACETS };
      await worker.ask(question);
      times.typing.push((await worker.ask(question)).counted.milliseconds);
    }
  return times;
}

const sum = (items) => items.reduce((total, { length }) => total + length, 0);
