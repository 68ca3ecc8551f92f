// `npm run bench:search -- [--size N] [--peers minisearch,pagefind] [--json]`: known documents looked for by name and by words, with and
// without typos. Bytes before the first result with nothing cached, time, and the mean reciprocal rank among ten, beside MiniSearch
// and Pagefind in the same run; then the same in the real page, in headless Chromium, with facets, orders and typing. Needs `npm run
// build`, which the npm script does.
import { cpus, totalmem } from 'node:os';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { buildSearch } from '../../dist/search/build.js';
import { openSearch } from '../../dist/search/query.js';
import { installPeers } from './peers/install.mjs';
import { startChromium } from './search-chromium.mjs';
import { makeDocuments, makeQueries } from './search-corpus.mjs';
import { askPage } from './search-page.mjs';
import { askMiniSearch, askPagefind } from './search-peers.mjs';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1000' },
    peers: { type: 'string', default: 'minisearch,pagefind' },
    json: { type: 'boolean', default: false },
  },
});
const size = Number(values.size);
const wanted = values.peers.split(',').filter((name) => name !== '');
const say = (text) => process.stderr.write(`${text}\n`);
/** By number of documents. */
const RANK_GOALS = { 1000: 0.98, 10000: 0.89, 100000: 0.77 };
const SEED = 11;

if (wanted.length > 0) installPeers(wanted, say);
const { documents, text } = makeDocuments(size);
const queries = makeQueries(documents, SEED);
say(`${size} documents: ${text}`);
say('chora …');
const began = performance.now();
const files = buildSearch(documents);
const built = performance.now() - began;
const peak = process.resourceUsage().maxRSS * 1024;
const warmUp = makeQueries(documents, SEED + 1).slice(0, 40);
const chora = await askChora();
const browser = await startChromium(say);
if (browser !== null) say('chora, in Chromium …');
const inPage = browser === null ? null : await askPage(browser, files, queries, warmUp);
for (const [at, { rank }] of chora.rows.entries())
  if (inPage !== null && inPage.rows[at].rank !== rank)
    throw new Error(`Chromium ranks “${queries[at].text}” otherwise than Node`);
const peers = [];
if (wanted.includes('minisearch')) {
  say('MiniSearch …');
  peers.push({ name: 'MiniSearch', ...(await askMiniSearch(documents, queries)) });
}
if (wanted.includes('pagefind')) {
  say('Pagefind …');
  peers.push({ name: 'Pagefind', ...(await askPagefind(browser, documents, queries)) });
}
await browser?.close();

const part = (numbers, at) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * at))];
const of = (rows, key, at) =>
  Math.round(
    part(
      rows.map((row) => row[key]),
      at,
    ) * 10,
  ) / 10;
const rankOf = (rows) =>
  Math.round((rows.reduce((sum, { rank }) => sum + (rank > 0 ? 1 / rank : 0), 0) / rows.length) * 1000) / 1000;
const kindOf = (kind) => (rows) => rankOf(rows.filter((row) => row.kind === kind));
/** `limit` is the most, or with `least` the least, that the value may be. */
function result(name, figureOf, unit, limit = null, least = false) {
  const value = figureOf(chora.rows);
  const others = peers.flatMap((peer) =>
    figureOf(peer.rows) === undefined || Number.isNaN(figureOf(peer.rows)) ? [] : [`${peer.name} ${figureOf(peer.rows)}`],
  );
  const ok = limit === null || (least ? value >= limit : value <= limit);
  return { name, value, unit, goal: limit, ok, ...(others.length > 0 ? { against: others.join(', ') } : {}) };
}
const plain = (name, value, unit, limit = null, against = []) => ({
  name,
  value,
  unit,
  goal: limit,
  ok: limit === null || value <= limit,
  ...(against.length > 0 ? { against: against.join(', ') } : {}),
});
const report = {
  size,
  machine: { cores: cpus().length, memory_gib: Math.round(totalmem() / 1024 ** 3), node: process.versions.node, text },
  results: [
    result('bytes before the first result, p50', (rows) => of(rows, 'bytes', 0.5), 'B'),
    result('bytes before the first result, p95', (rows) => of(rows, 'bytes', 0.95), 'B', 100_000),
    result('bytes with ten results, p50', (rows) => of(rows, 'allBytes', 0.5), 'B'),
    result('bytes with ten results, p95', (rows) => of(rows, 'allBytes', 0.95), 'B', 100_000),
    result('files before the first result, p95', (rows) => of(rows, 'files', 0.95), 'files'),
    result('query after fetch, p50', (rows) => of(rows, 'milliseconds', 0.5), 'ms'),
    result('query after fetch, p95', (rows) => of(rows, 'milliseconds', 0.95), 'ms', 20),
    result('MRR@10', rankOf, '', RANK_GOALS[size] ?? null, true),
    result('MRR@10, names', kindOf('name'), '', 0.98, true),
    ...['name, typo', 'two words', 'two words, typo'].map((kind) => result(`MRR@10, ${kind}`, kindOf(kind), '')),
    ...(inPage === null ? [] : pageResults(inPage)),
    plain('script, which is among the bytes', chora.script, 'B'),
    plain('all facets', chora.facetBytes, 'B'),
    plain(
      'index',
      [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0),
      'B',
    ),
    plain('files of the index', files.size, 'files'),
    plain(
      'build',
      Math.round(built / 10) / 100,
      's',
      null,
      peers.map((peer) => `${peer.name} ${Math.round(peer.built / 10) / 100}`),
    ),
    plain('peak memory of the build', Math.round(peak / 1024 / 1024), 'MiB', 2048),
  ],
};
if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
else {
  process.stdout.write(`${size} documents: ${text}\n`);
  for (const { name, value, unit, goal, ok, against } of report.results)
    process.stdout.write(
      `${ok ? ' ' : '!'} ${name.padEnd(48)} ${value} ${unit}${goal === null ? '' : ` (goal: ${goal})`}${against ? `  [${against}]` : ''}\n`,
    );
}
if (report.results.some(({ ok }) => !ok)) process.exitCode = 1;

/** What the real page needs and takes. */
function pageResults({ rows, page, acts }) {
  const milliseconds = (name, times, at, limit = null) =>
    plain(`Chromium: ${name}`, Math.round(part(times, at) * 10) / 10, 'ms', limit);
  const asked = rows.map((row) => row.milliseconds);
  return [
    plain('Chromium: bytes before the first results, p50', of(rows, 'bytes', 0.5), 'B'),
    plain('Chromium: bytes before the first results, p95', of(rows, 'bytes', 0.95), 'B', 100_000),
    plain('Chromium: files before the first results, p95', of(rows, 'files', 0.95), 'files'),
    milliseconds('query after fetch, p50', asked, 0.5),
    milliseconds('query after fetch, p95', asked, 0.95, 20),
    milliseconds('visit with nothing cached, p50', page.visit, 0.5),
    milliseconds('visit with nothing cached, p95', page.visit, 0.95),
    milliseconds('a key, with facets counted, p95', page.typing, 0.95),
    milliseconds('everything, sorted by id', page.everything, 1),
    milliseconds('everything, sorted by owner', page.sorted, 1),
    milliseconds('everything, of one owner', page.filtered, 1),
    milliseconds('everything, with facets counted, at most', page.facets, 1),
    ...[
      ['choose a facet', acts.choose],
      ['sort by …', acts.sort],
      ['next results', acts.next],
    ].flatMap(([name, { results, counts = [] }]) => [
      milliseconds(`page: ${name}, p50`, results, 0.5),
      milliseconds(`page: ${name}, p95`, results, 0.95, 100),
      ...(counts.length === 0 ? [] : [milliseconds(`page: ${name}, with counts, p95`, counts, 0.95)]),
    ]),
  ];
}

/** What a browser has to fetch to search at all, compressed as any host does it. */
async function scriptBytes() {
  const query = fileURLToPath(new URL('../../dist/search/query.js', import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [query],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  return gzipSync(outputFiles[0].contents).length;
}

/** Every question by someone who has fetched nothing yet. Files come from memory: the time is that of unpacking and searching. */
async function askChora() {
  const script = await scriptBytes();
  const ask = async ({ kind, text: question, id }) => {
    const fetched = new Map();
    const search = openSearch((path) => {
      fetched.set(path, files.get(path));
      return Promise.resolve(files.get(path));
    });
    const started = performance.now();
    const answer = await search(question);
    const milliseconds = performance.now() - started;
    const sizes = [...fetched].map(([path, bytes]) => ({ card: path.startsWith('g/'), length: bytes.length }));
    const sum = (rows) => rows.reduce((total, { length }) => total + length, 0);
    const cards = sizes.filter(({ card }) => card);
    const rest = sizes.filter(({ card }) => !card);
    return {
      kind,
      milliseconds,
      rank: answer.results.findIndex((found) => found.id === id) + 1,
      bytes: script + sum(rest) + (cards[0]?.length ?? 0),
      allBytes: script + sum(sizes),
      files: 1 + rest.length + Math.min(1, cards.length),
    };
  };
  for (const query of warmUp) await ask(query);
  const rows = [];
  for (const query of queries) rows.push(await ask(query));
  const facetBytes = [...files].filter(([path]) => path.startsWith('f/')).reduce((sum, [, bytes]) => sum + bytes.length, 0);
  return { rows, facetBytes, script };
}
