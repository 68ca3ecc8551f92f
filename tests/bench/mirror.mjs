// `npm run bench:mirror -- [--size N] [--seconds S] [--json]`: a catalog of N manifests in N/10 folders, published, mirrored over
// loopback and served while releases switch; beside copying the published tree and cloning it with git, in the same run. Needs
// `npm run build`, which the npm script does.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { changeManifests, countingOrigin, makeSources } from './mirror-catalog.mjs';
import { readersOf, readList } from './mirror-clients.mjs';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
  },
});
const size = Number(values.size);
const seconds = Number(values.seconds);
const CLIENTS = 100;
const here = fileURLToPath(new URL('.', import.meta.url));
const bin = join(here, '../../dist/bin.js');
const work = mkdtempSync(join(tmpdir(), 'chora-bench-'));
const out = join(work, 'out');
const mirror = join(work, 'mirror');
const say = (text) => process.stderr.write(`${text}\n`);

/** Runs a command line to its end; gives what it printed, its milliseconds and its peak memory. */
async function chora(...args) {
  const peakFile = join(work, 'peak');
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', join(here, 'peak-memory.mjs'), bin, ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, BENCH_PEAK_FILE: peakFile },
  });
  let text = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  child.stderr.on('data', (chunk) => (errors += chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  const milliseconds = performance.now() - began;
  if (code !== 0) throw new Error(`chora ${args.join(' ')} ended with ${code}: ${errors.slice(-2000)}`);
  return { out: JSON.parse(text), milliseconds, peak: Number(readFileSync(peakFile, 'utf8')) };
}

function timed(program, args) {
  const began = performance.now();
  execFileSync(program, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' },
  });
  return performance.now() - began;
}

const index = () => chora('index', '--config', join(work, 'catalog.yaml'), '--out', out, '--cache', join(work, 'cache'));
const publish = () => chora('publish', '--out', out, '--keys', join(work, 'keys'));
const sync = (folder = mirror) => chora('mirror', 'sync', folder, '--fail-on', 'never');
const init = (folder) => chora('mirror', 'init', folder, '--url', origin.url, '--root', join(out, 'metadata/1.root.json'));

/**
 * Changes manifests, publishes, and syncs. What the release makes necessary is taken from the publisher's report and the files that it
 * names; what moved, from the server.
 */
async function delta(count, version) {
  const own = changeManifests(work, size, count, version);
  await index();
  const { targets } = (await publish()).out.views.find(({ view }) => view === 'main');
  origin.counted();
  const run = await sync();
  const moved = origin.counted();
  const named = [...targets.added, ...targets.changed];
  const bytesOf = (names) => names.reduce((sum, name) => sum + statSync(join(out, 'targets', name)).size, 0);
  const shards = named.filter((name) => name.startsWith('shards/'));
  const small = named.filter((name) => !name.startsWith('shards/'));
  const parts = {
    'own bytes of the manifests': own,
    'shards touched': bytesOf(shards),
    'small targets': bytesOf(small),
    metadata: moved.of('metadata').bytes,
  };
  const allowed = own * 1.1 + parts['shards touched'] + parts['small targets'] + parts.metadata;
  return { count, run, moved, parts, shards: shards.length, allowed, excess: moved.bytes / allowed };
}

/** Serves the mirror to many readers while releases switch back and forth; the one that was published last is not synced yet. */
async function serveWhileSwitching(older, newer) {
  const child = spawn(process.execPath, [join(here, 'mirror-serve.mjs'), mirror], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await new Promise((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk).split('\n'))));
  const { url } = JSON.parse(line);
  const listOf = (folder) => {
    const files = readList(join(mirror, 'releases', `${folder}.sha256`));
    return { files, paths: [...files.keys()] };
  };
  const lists = [listOf(older)];
  // Whoever asks while it is switched may get either.
  const end = performance.now() + seconds * 1000;
  const asked = readersOf(
    url,
    CLIENTS,
    () => lists,
    () => performance.now() > end,
  );
  let switches = 0;
  // The list of the new release is needed before the first answer out of it.
  const learn = watchFor(() => lists.push(listOf(newer)), join(mirror, 'releases', `${newer}.sha256`));
  await sync();
  learn.stop();
  for (let to = older; performance.now() < end; to = to === older ? newer : older, switches += 1)
    await chora('mirror', 'rollback', mirror, '--to', to);
  const seen = await asked;
  child.stdin.end();
  return { ...seen, switches: switches + 1 };
}

/** Calls once a file is there, looking each millisecond; a release has its list before it is served. */
function watchFor(call, file) {
  const look = setInterval(() => {
    if (statSync(file, { throwIfNoEntry: false }) === undefined) return;
    clearInterval(look);
    call();
  }, 1);
  return { stop: () => clearInterval(look) };
}

const hasVerb = (verb) => execFileSync(process.execPath, [bin, 'mirror', '--help'], { encoding: 'utf8' }).includes(`  ${verb} `);
const there = (program) => spawnSync(program, ['--version']).error === undefined;

let origin;
try {
  say(`making ${size} manifests, indexing and publishing …`);
  makeSources(work, size);
  const indexed = await index();
  await chora('publish', 'init', '--out', out, '--keys', join(work, 'keys'));
  const published = await publish();
  origin = await countingOrigin(out);

  say('copying and cloning the published tree …');
  const copying = there('rsync') ? ['rsync', ['-a', `${out}/`, join(work, 'copy/')]] : ['cp', ['-r', out, join(work, 'copy')]];
  const copied = timed(...copying);
  const git = (...args) => [
    'git',
    ['-C', join(work, 'copy'), '-c', 'user.name=bench', '-c', 'user.email=bench@example.org', ...args],
  ];
  timed(...git('init', '--quiet'));
  timed(...git('add', '--all'));
  timed(...git('commit', '--quiet', '--message', 'published'));
  const cloned = timed('git', ['clone', '--quiet', `file://${join(work, 'copy')}`, join(work, 'clone')]);
  rmSync(join(work, 'clone'), { recursive: true });
  rmSync(join(work, 'copy'), { recursive: true });

  say('first sync …');
  await init(mirror);
  const first = await sync();
  const firstMoved = origin.counted();
  say('nothing changed …');
  await index();
  await publish();
  origin.counted();
  const same = await sync();
  const sameMoved = origin.counted();
  if (same.out.outcome !== 'unchanged') throw new Error('a release in which nothing changed was made anew');
  const deltas = [];
  for (const count of [1, 10, 100]) {
    say(`${count} changed …`);
    deltas.push(await delta(count, `1.3.${count}`));
  }
  say('mirror verify …');
  const verified = await chora('mirror', 'verify', mirror);
  let carried = null;
  if (hasVerb('export') && hasVerb('import')) {
    say('mirror export, mirror import …');
    const file = join(work, 'carried');
    const exported = await chora('mirror', 'export', mirror, '--out', file);
    await init(join(work, 'imported'));
    const imported = await chora('mirror', 'import', join(work, 'imported'), file);
    carried = { exported, imported, bytes: statSync(file).size };
    rmSync(join(work, 'imported'), { recursive: true });
  } else say('this build has no mirror export and import: not measured');

  say(`${CLIENTS} readers for ${seconds} s while releases switch …`);
  const older = String(deltas.at(-1).run.out.to);
  changeManifests(work, size, 100, '1.4.0');
  await index();
  const [{ sign }] = (await publish()).out.views;
  const newer = String(sign.find(({ role }) => role === 'targets').version);
  const served = await serveWhileSwitching(older, newer);
  served.milliseconds.sort((a, b) => a - b);

  const round = (value, digits = 2) => Number(value.toFixed(digits));
  const inSeconds = ({ milliseconds }) => round(milliseconds / 1000);
  const peak = Math.max(first.peak, ...deltas.map(({ run }) => run.peak)) / 1024 ** 2;
  const result = (name, value, unit, goal = null, more = {}) => ({
    name,
    value,
    unit,
    goal,
    ok: goal === null || value <= goal,
    ...more,
  });
  const report = {
    size,
    machine: { cores: cpus().length, memory_gib: Math.round(totalmem() / 1024 ** 3), node: process.versions.node },
    catalog: { files: indexed.out.files.files, targets: published.out.targets },
    floor: { copying: copying[0] },
    results: [
      result('nothing changed, requests', sameMoved.requests, 'requests', 2),
      result('nothing changed, bytes', sameMoved.bytes, 'bytes'),
      result('nothing changed', inSeconds(same), 's'),
      ...deltas.flatMap(({ count, run, moved, parts, shards, allowed, excess }) => [
        result(`${count} changed, bytes / allowed`, round(excess, 3), 'ratio', 1, {
          bytes: moved.bytes,
          allowed: Math.round(allowed),
          formula: '1.1 × own bytes of the manifests + shards touched + small targets + metadata',
          parts,
          shards,
          requests: moved.requests,
        }),
        result(`${count} changed`, inSeconds(run), 's'),
      ]),
      result('first sync', inSeconds(first), 's'),
      result('first sync, requests', firstMoved.requests, 'requests'),
      result('first sync, bytes', firstMoved.bytes, 'bytes'),
      result('copying the published tree', round(copied / 1000), 's'),
      result('git clone of the published tree', round(cloned / 1000), 's'),
      result('first sync / copying', round(first.milliseconds / copied), 'ratio'),
      result('first sync / git clone', round(first.milliseconds / cloned), 'ratio'),
      result('mirror verify', inSeconds(verified), 's'),
      result('mirror verify, memory', Math.round(verified.peak / 1024 ** 2), 'MiB'),
      ...(carried === null
        ? []
        : [
            result('export', inSeconds(carried.exported), 's'),
            result('export, bytes', carried.bytes, 'bytes'),
            result('import', inSeconds(carried.imported), 's'),
          ]),
      result('peak memory of syncs', Math.round(peak), 'MiB'),
      result('serving, requests', served.requests, 'requests', null, { seconds, clients: CLIENTS, switches: served.switches }),
      result('serving, failures', served.failures.length, 'answers', 0, { some: served.failures.slice(0, 5) }),
      result('serving, mixed', served.mixed.length, 'answers', 0, { some: served.mixed.slice(0, 5) }),
      result('serving, p95', round(served.milliseconds[Math.floor(served.milliseconds.length * 0.95)] ?? 0), 'ms'),
    ],
  };
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else
    for (const { name, value, unit, goal, ok, parts } of report.results) {
      process.stdout.write(
        `${ok ? ' ' : '!'} ${name.padEnd(34)} ${value} ${unit}${goal === null ? '' : ` (goal: at most ${goal})`}\n`,
      );
      for (const [part, bytes] of Object.entries(parts ?? {})) process.stdout.write(`      ${part}: ${bytes} bytes\n`);
    }
  if (report.results.some(({ ok }) => !ok)) process.exitCode = 1;
} finally {
  await origin?.close();
  rmSync(work, { recursive: true, force: true });
}
