// `npm run bench:index -- [--size N] [--json]`: N local repositories of ten manifests each; cold, nothing changed, 1 % changed,
// beside the floor measured in the same run. Needs `npm run build`, which the npm script does.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { commit, makeFederation, manifestText } from './federation.mjs';

const { values } = parseArgs({
  options: { size: { type: 'string', default: '1000' }, json: { type: 'boolean', default: false } },
});
const size = Number(values.size);
const here = fileURLToPath(new URL('.', import.meta.url));
const bin = join(here, '../../dist/bin.js');
const work = mkdtempSync(join(tmpdir(), 'chora-bench-'));
const say = (text) => process.stderr.write(`${text}\n`);

/** Runs a node script to its end; gives milliseconds, what it printed and its peak memory. */
async function measure(script, args) {
  const peakFile = join(work, 'peak');
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', join(here, 'peak-memory.mjs'), script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, BENCH_PEAK_FILE: peakFile },
  });
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  const milliseconds = performance.now() - started;
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${out}`);
  return { milliseconds, out: JSON.parse(out), peak: Number(readFileSync(peakFile, 'utf8')) };
}

try {
  say(`making ${size} repositories …`);
  const folders = await makeFederation(join(work, 'repositories'), size);
  const list = join(work, 'list');
  writeFileSync(list, folders.join('\n'));
  const config = join(work, 'catalog.yaml');
  writeFileSync(
    config,
    `name: Benchmark\nallow_file_urls: true\nsources:\n${folders.map((folder, i) => `  - git: {url: "file://${folder}", id: git.example.org/org-${i % 20}/service-${i}}\n`).join('')}`,
  );
  const index = () =>
    measure(bin, ['index', '--config', config, '--out', join(work, 'out'), '--cache', join(work, 'cache'), '--json']);

  say('floor, cold …');
  const floorCold = await measure(join(here, 'floor.mjs'), ['cold', list, join(work, 'clones')]);
  say('chora index, cold …');
  const cold = await index();
  say('floor, ls-remote …');
  const floorHeads = await measure(join(here, 'floor.mjs'), ['heads', list]);
  say('chora index, nothing changed …');
  const same = await index();
  if (same.out.files.written !== 0) throw new Error('a run with nothing changed wrote content');
  const some = Math.max(1, Math.round(size / 100));
  for (let i = 0; i < some; i += 1)
    await commit(folders[(i * 100) % size], { 'capabilities/action-0.yaml': manifestText((i * 100) % size, 0, '1.3.0') }, 2);
  say('chora index, 1 % changed …');
  const few = await index();
  if (few.out.plan.changed.length !== some) throw new Error(`expected ${some} changes, not ${few.out.plan.changed.length}`);

  const ratio = (a, b) => Math.round((a.milliseconds / b.milliseconds) * 100) / 100;
  const seconds = (run) => Math.round(run.milliseconds / 10) / 100;
  const peak = Math.round(Math.max(cold.peak, same.peak, few.peak) / 1024 / 1024);
  const result = (name, value, unit, goal, against) => ({
    name,
    value,
    unit,
    goal,
    ok: goal === null || value <= goal,
    ...(against ? { against } : {}),
  });
  const report = {
    size,
    machine: { cores: cpus().length, memory_gib: Math.round(totalmem() / 1024 ** 3), node: process.versions.node },
    results: [
      result(
        'cold / floor',
        ratio(cold, floorCold),
        'ratio',
        1.6,
        'git clone + ls-tree + cat-file for each repository, yaml parse, ajv',
      ),
      result('nothing changed / floor', ratio(same, floorHeads), 'ratio', 1.2, 'git ls-remote for each repository'),
      result('1 % changed / floor', ratio(few, floorHeads), 'ratio', null, 'git ls-remote for each repository'),
      result('peak memory', peak, 'MiB', 500),
      result('cold', seconds(cold), 's', null),
      result('cold floor', seconds(floorCold), 's', null),
      result('nothing changed', seconds(same), 's', null),
      result('ls-remote floor', seconds(floorHeads), 's', null),
      result('1 % changed', seconds(few), 's', null),
      result('manifests per second, cold', Math.round(cold.out.counts.manifests / (cold.milliseconds / 1000)), '1/s', null),
    ],
  };
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else
    for (const { name, value, unit, goal, ok } of report.results)
      process.stdout.write(
        `${ok ? ' ' : '!'} ${name.padEnd(28)} ${value} ${unit}${goal === null ? '' : ` (goal: at most ${goal})`}\n`,
      );
  if (report.results.some(({ ok }) => !ok)) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
