// `npm run bench:site -- [--size N] [--peers eleventy,pagefind] [--json]`: writes the catalog of N capabilities into an empty folder,
// then again with nothing changed, with a release of one capability in a hundred, and with other texts as well; beside Eleventy
// rendering the same pages and Pagefind indexing them, in the same run. Needs `npm run build`, which the npm script does.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installPeers } from './peers/install.mjs';
import { countPages, eleventy, pagefind, writeEleventyData } from './site-peers.mjs';

/** Beyond, the peers take many minutes: they are measured when asked for. */
const MOST_FOR_PEERS = 10_000;

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1000' },
    peers: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const size = Number(values.size);
const peers = (values.peers ?? (size <= MOST_FOR_PEERS ? 'eleventy,pagefind' : '')).split(',').filter((name) => name !== '');
if (peers.includes('pagefind') && !peers.includes('eleventy')) throw new Error('Pagefind indexes the pages that Eleventy wrote');
const here = fileURLToPath(new URL('.', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'chora-bench-'));
const say = (text) => process.stderr.write(`${text}\n`);

/** Runs a node script to its end; gives milliseconds, what it printed and the peak memory of its process in bytes. */
async function measure({ script, args, cwd, env = {} }) {
  const peakFile = join(work, 'peak');
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', join(here, 'peak-memory.mjs'), script, ...args], {
    cwd: cwd ?? work,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env, BENCH_PEAK_FILE: peakFile },
  });
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  const milliseconds = performance.now() - started;
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${out}`);
  return { milliseconds, out, peak: Number(readFileSync(peakFile, 'utf8')) };
}

const site = join(work, 'site');
async function write(changed) {
  say(`chora, ${changed} changed …`);
  const { out, peak } = await measure({ script: join(here, 'site-write.mjs'), args: [site, String(size), changed] });
  return { ...JSON.parse(out), peak };
}

try {
  if (peers.length > 0)
    installPeers(
      peers.map((name) => (name === 'eleventy' ? '@11ty/eleventy' : name)),
      say,
    );
  const cold = await write('nothing');
  const same = await write('nothing');
  // freshness.json has the time of the run in it.
  if (same.files.written !== 1) throw new Error(`a run with nothing changed wrote ${same.files.written} files`);
  const others = [];
  if (peers.includes('eleventy')) {
    const [data, pages] = [join(work, 'data.json'), join(work, 'pages')];
    const expected = writeEleventyData(site, data);
    say('Eleventy …');
    others.push({ name: 'Eleventy', ...(await measure(eleventy(data, pages))) });
    const written = countPages(pages);
    if (written !== expected) throw new Error(`Eleventy wrote ${written} pages, not ${expected}`);
    if (peers.includes('pagefind')) {
      say('Pagefind …');
      others.push({ name: 'Pagefind', ...(await measure(pagefind(pages))) });
    }
  }
  const released = await write('version');
  const reworded = await write('text');
  for (const { changed } of [released, reworded])
    if (changed !== Math.ceil(size / 100)) throw new Error(`${changed} capabilities changed, not ${Math.ceil(size / 100)}`);

  const round = (value, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits;
  const mebibytes = (bytes) => Math.round(bytes / 1024 / 1024);
  const result = (name, value, unit, goal = null, against = null) => ({
    name,
    value,
    unit,
    goal,
    ok: goal === null || value <= goal,
    ...(against === null ? {} : { against }),
  });
  const peersTime = others.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const report = {
    size,
    machine: {
      cores: cpus().length,
      memory_gib: Math.round(totalmem() / 1024 ** 3),
      node: process.versions.node,
      text: cold.text,
    },
    results: [
      ...(others.length === 2
        ? [
            result(
              'cold / (Eleventy + Pagefind)',
              round(cold.whole / peersTime),
              'ratio',
              0.33,
              'Eleventy rendering the same pages, Pagefind indexing them',
            ),
          ]
        : []),
      result('1 % released / cold, time of writing', round(released.writing / cold.writing, 3), 'ratio', 0.05),
      result('1 % released / cold, processor time', round(released.cpu / cold.cpu, 3), 'ratio', 0.05),
      result('1 % reworded / cold, time of writing', round(reworded.writing / cold.writing, 3), 'ratio'),
      result('nothing changed / cold, time of writing', round(same.writing / cold.writing, 3), 'ratio'),
      result('peak memory', mebibytes(Math.max(...[cold, same, released, reworded].map(({ peak }) => peak))), 'MiB', 2048),
      result('cold, with the start of the process', round(cold.whole / 1000), 's'),
      result('cold, time of writing', round(cold.writing / 1000), 's'),
      result('1 % released, time of writing', round(released.writing / 1000), 's'),
      result('1 % reworded, time of writing', round(reworded.writing / 1000), 's'),
      result('files', cold.files.files, 'files'),
      result('bytes written, cold', mebibytes(cold.bytes), 'MiB'),
      result('files written, 1 % released', released.files.written, 'files'),
      ...others.map(({ name, milliseconds }) => result(name, round(milliseconds / 1000), 's')),
      ...others
        .filter(({ name }) => name === 'Eleventy')
        .map(({ peak }) => result('peak memory of Eleventy', mebibytes(peak), 'MiB')),
    ],
  };
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    process.stdout.write(`${size} capabilities: ${cold.text}\n`);
    for (const { name, value, unit, goal, ok } of report.results)
      process.stdout.write(
        `${ok ? ' ' : '!'} ${name.padEnd(40)} ${value} ${unit}${goal === null ? '' : ` (goal: at most ${goal})`}\n`,
      );
  }
  if (report.results.some(({ ok }) => !ok)) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
