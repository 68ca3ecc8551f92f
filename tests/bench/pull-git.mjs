// `node tests/bench/pull-git.mjs [--size N] [--json]`: N git repositories of ten manifests each behind one HTTPS host of this machine;
// cold and nothing changed, beside a bare loop of `git ls-remote` in the same run. Needs `npm run build`.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gitBackend } from '../support/git-backend.ts';
import { httpsHost, makeCertificate } from '../support/hosts.ts';
import { makeFederation } from './federation.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const bin = join(here, '../../dist/bin.js');
/** Of the loop and of the indexer alike. */
const CONCURRENCY = 8;
/** Times that each of the two is measured, in turns; the fastest of each counts. */
const ROUNDS = 3;

/** Measures pulling `size` repositories over HTTPS. `say` is told what is under way. */
export async function benchPullGit(size, say = () => {}) {
  const work = mkdtempSync(join(tmpdir(), 'chora-bench-pull-'));
  const repositories = join(work, 'repositories');
  let host;
  try {
    say(`making ${size} repositories …`);
    const folders = await makeFederation(repositories, size);
    const certificate = makeCertificate(work);
    host = await httpsHost(certificate, gitBackend(repositories));
    const urls = folders.map((folder) => `https://127.0.0.1:${host.port}${folder.slice(repositories.length)}`);
    const config = join(work, 'catalog.yaml');
    writeFileSync(config, `name: Benchmark\nsources:\n${urls.map((url) => `  - git: {url: "${url}"}\n`).join('')}`);
    const env = {
      ...process.env,
      GIT_SSL_CAINFO: certificate.cert,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      no_proxy: '127.0.0.1',
      NO_PROXY: '127.0.0.1',
    };
    const places = ['--config', config, '--out', join(work, 'out'), '--cache', join(work, 'cache')];
    const limits = ['--concurrency', String(CONCURRENCY), '--per-host', String(CONCURRENCY)];
    const index = () => timed(() => run(process.execPath, [bin, 'index', ...places, ...limits, '--json'], env, work));
    const loop = () => timed(() => askAll(urls, env));

    say('chora index, cold …');
    const cold = await index();
    const coldReport = JSON.parse(cold.result);
    if (coldReport.counts.sources !== size || coldReport.failed.length > 0) throw new Error('not every source was read');
    let floor = Number.POSITIVE_INFINITY;
    let same = Number.POSITIVE_INFINITY;
    for (let round = 1; round <= ROUNDS; round += 1) {
      say(`git ls-remote and chora index with nothing changed, ${round} of ${ROUNDS} …`);
      floor = Math.min(floor, (await loop()).seconds);
      const { seconds, result } = await index();
      const report = JSON.parse(result);
      if (report.files.written !== 0 || report.requests.head !== size || report.requests.read !== 0)
        throw new Error('a run with nothing changed did more than ask');
      same = Math.min(same, seconds);
    }
    const ratio = rounded(same / floor);
    return {
      size,
      machine: { cores: cpus().length, memory_gib: Math.round(totalmem() / 1024 ** 3), node: process.versions.node },
      results: [
        {
          name: 'git over HTTP, nothing changed / ls-remote loop',
          value: ratio,
          unit: 'ratio',
          goal: 1.3,
          ok: ratio <= 1.3,
          against: `git ls-remote for each repository, ${CONCURRENCY} at a time`,
        },
        { name: 'git over HTTP, cold', value: rounded(cold.seconds), unit: 's', goal: null, ok: true },
        { name: 'git over HTTP, nothing changed', value: rounded(same), unit: 's', goal: null, ok: true },
        { name: 'ls-remote loop', value: rounded(floor), unit: 's', goal: null, ok: true },
      ],
    };
  } finally {
    await host?.close();
    rmSync(work, { recursive: true, force: true });
  }
}

async function askAll(urls, env) {
  let next = 0;
  const worker = async () => {
    while (next < urls.length) await run('git', ['ls-remote', '--', urls[next++], 'HEAD'], env, tmpdir());
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

async function timed(task) {
  const started = performance.now();
  const result = await task();
  return { seconds: (performance.now() - started) / 1000, result };
}

/** Runs a program to its end; gives what it printed. */
function run(program, args, env, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`${program} ended with ${code}: ${err}`))));
  });
}

function rounded(number) {
  return Math.round(number * 100) / 100;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { size: { type: 'string', default: '300' }, json: { type: 'boolean', default: false } },
  });
  const report = await benchPullGit(Number(values.size), (text) => process.stderr.write(`${text}\n`));
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else
    for (const { name, value, unit, goal, ok } of report.results)
      process.stdout.write(
        `${ok ? ' ' : '!'} ${name.padEnd(50)} ${value} ${unit}${goal === null ? '' : ` (goal: at most ${goal})`}\n`,
      );
  if (report.results.some(({ ok }) => !ok)) process.exitCode = 1;
}
