// `site-write.mjs OUT SIZE CHANGED`: writes the catalog of site-catalog.mjs as the indexer does once all sources are read. Prints
// what that took, and what was written. In a process of its own, so that its memory can be measured.
import { performance } from 'node:perf_hooks';
import v8 from 'node:v8';
import { DiskStore } from '../../dist/adapters/disk/store.js';
import { LAYOUT } from '../../dist/catalog/layout.js';
import { parseConfig } from '../../dist/indexer/config.js';
import { countingStore } from '../../dist/indexer/counting-store.js';
import { readPrevious } from '../../dist/indexer/previous.js';
import { releaseCatalog } from '../../dist/indexer/run.js';
import { knownLog, readStewardship } from '../../dist/indexer/stewardship.js';
import { RunWatch } from '../../dist/indexer/watch.js';
import { keepUnchanged, makeSources } from './site-catalog.mjs';

const CONFIGURATION = 'name: Benchmark\nurl: https://catalog.example.org/\nsources:\n  - directory: {path: .}\n';

// As src/bin.ts does.
v8.setFlagsFromString('--heap-growing-percent=50');
const starting = performance.now();
const [out, size, changed] = process.argv.slice(2);
const made = makeSources(Number(size), changed);
const disk = new DiskStore(out);
for (const [digest, text] of made.blobs) if (!disk.has(LAYOUT.blob(digest))) disk.write(LAYOUT.blob(digest), text);
made.blobs.clear();

let before = null;
const watch = new RunWatch(
  () => performance.now(),
  ({ event, stage }) => {
    if (event === 'stage-started' && stage === 'write') before = process.cpuUsage();
  },
);
const store = countingStore(disk, (bytes) => watch.moved('written', bytes));
const previous = await readPrevious(store);
const stewardship = readStewardship({ decisions: '', waivers: [] }, knownLog(store));
// What the previous catalog holds takes the place of what was made, as it would in a run.
made.sources = keepUnchanged(made.sources, await previous.contents());
const report = await releaseCatalog(
  parseConfig(CONFIGURATION, 'catalog.yaml'),
  previous,
  { sources: made.sources, unchanged: false, discard: () => undefined },
  { trust: null, allowShrink: false, now: new Date(), watch, github: null, stewardship },
  store,
);
const { user, system } = process.cpuUsage(before);
const secondsOf = (name) => report.stages.find(({ stage }) => stage === name).seconds;
process.stdout.write(
  `${JSON.stringify({
    writing: secondsOf('write') * 1000,
    /** With the start of the process: what a program that does only this would take. */
    whole: starting + (secondsOf('build') + secondsOf('write')) * 1000,
    cpu: (user + system) / 1000,
    changed: report.plan.changed.length,
    files: report.files,
    bytes: report.bytes.written,
    text: made.text,
  })}\n`,
);
