// Part of `npm run bench:pull`: N repositories on a local GitHub that answers each request after 50 ms; cold, nothing changed, and 1 %,
// 10 % and all of them changed, beside a client that asks each repository by REST. Needs `npm run build`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { startGitHub } from '../support/github/server.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const bin = join(here, '../../dist/bin.js');
const LATENCY = 50;
/** Requests of the REST client at a time; GitHub allows a hundred. */
const AT_ONCE = 32;
/** More than any run here asks for: the limits are tested elsewhere. */
const PLENTY = 10_000_000;

/** Requests, for each ten thousand repositories. */
const GOALS = { cold: 320, calm: 110, few: 115 };

/** Measures pulling `size` repositories of one manifest each. `say` is told what is under way. */
export async function benchPullGitHub(size, say = () => {}) {
  const work = mkdtempSync(join(tmpdir(), 'chora-bench-pull-'));
  say(`making ${size} repositories …`);
  const hub = await startGitHub({
    latency: LATENCY,
    limits: { core: PLENTY, graphql: PLENTY },
    secondaryLimits: { concurrent: 100, rest: PLENTY, graphql: PLENTY },
  });
  try {
    const names = Array.from({ length: size }, (_, n) => `service-${String(n).padStart(5, '0')}`);
    for (const name of names) {
      const files = {
        'capabilities/serve.yaml': manifest(name, 0),
        'README.md': name,
        'src/index.ts': name,
        'docs/guide.md': name,
      };
      hub.model.repository(`acme/${name}`, { files });
    }
    const index = async (sources, out) => {
      const config = join(work, 'catalog.yaml');
      writeFileSync(config, JSON.stringify({ name: 'Benchmark', sources }));
      hub.requests.clear();
      const started = performance.now();
      const { report, peak } = await indexed(['--config', config, '--out', join(work, out)], hub.token, work);
      const { requests, points, bytes } = hub.requests.totals();
      return { report, peak, requests, points, bytes, seconds: (performance.now() - started) / 1000 };
    };
    const all = [{ github: { org: 'acme', base_url: hub.url } }];

    // All that is loaded, and one request: what memory a run starts from.
    say('chora index of one repository …');
    const start = await index([{ github: { repo: `acme/${names[0]}`, base_url: hub.url } }], 'one');
    say('chora index, cold …');
    const cold = await index(all, 'out');
    if (cold.report.counts.capabilities !== size) throw new Error(`${cold.report.counts.capabilities} of ${size} were read`);
    say('chora index, nothing changed …');
    const calm = await index(all, 'out');
    if (calm.report.files.written !== 0) throw new Error('a run with nothing changed wrote content');
    const changed = {};
    for (const [share, percent] of [
      [0.01, '1 %'],
      [0.1, '10 %'],
      [1, '100 %'],
    ]) {
      const some = names.slice(0, Math.max(1, Math.round(size * share)));
      for (const name of some) hub.model.find(`acme/${name}`)?.push({ 'capabilities/serve.yaml': manifest(name, share * 100) });
      say(`chora index, ${percent} changed …`);
      changed[percent] = await index(all, 'out');
      const found = changed[percent].report.plan.changed.length;
      if (found !== some.length) throw new Error(`expected ${some.length} changes, not ${found}`);
    }
    say('a client that asks each repository by REST …');
    hub.requests.clear();
    const started = performance.now();
    await askEach(hub, names);
    const rest = { requests: hub.requests.totals().requests, seconds: (performance.now() - started) / 1000 };

    const scaled = (goal) => Math.ceil((goal * size) / 10_000);
    const result = (name, value, unit, goal = null, against = undefined) => ({
      name: `GitHub, ${name}`,
      value: Math.round(value * 100) / 100,
      unit,
      goal,
      ok: goal === null || value <= goal,
      ...(against === undefined ? {} : { against }),
    });
    const restClient = `${rest.requests} requests of a REST client, ${AT_ONCE} at a time`;
    const few = changed['1 %'];
    const mib = (bytes) => bytes / 1024 / 1024;
    return [
      result('nothing changed', calm.requests, 'requests', scaled(GOALS.calm), restClient),
      result('nothing changed: memory beyond that of a run over one repository', mib(calm.peak - start.peak), 'MiB', 100),
      result('1 % changed', few.requests, 'requests', scaled(GOALS.few)),
      result('cold', cold.requests, 'requests', scaled(GOALS.cold)),
      result('10 % changed', changed['10 %'].requests, 'requests'),
      result('100 % changed', changed['100 %'].requests, 'requests'),
      result('nothing changed', calm.points, 'points'),
      result('cold', cold.points, 'points'),
      ...[
        ['nothing changed', calm],
        ['1 % changed', few],
        ['10 % changed', changed['10 %']],
        ['100 % changed', changed['100 %']],
        ['cold', cold],
      ].map(([name, { seconds }]) => result(name, seconds, 's')),
      result('REST client, heads alone', rest.seconds, 's'),
      result('nothing changed / REST client', calm.seconds / rest.seconds, 'ratio'),
      result('cold: peak memory', mib(cold.peak), 'MiB'),
    ];
  } finally {
    await hub.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** The commit that each repository is at, one request each, as a simple client does. */
async function askEach(hub, names) {
  let next = 0;
  const worker = async () => {
    while (next < names.length) {
      const url = `${hub.url}/repos/acme/${names[next++]}/commits/HEAD`;
      const response = await fetch(url, { headers: { authorization: `Bearer ${hub.token}` } });
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
      await response.json();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function indexed(args, token, work) {
  const peakFile = join(work, 'peak');
  const child = spawn(process.execPath, ['--import', join(here, 'peak-memory.mjs'), bin, 'index', ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, BENCH_PEAK_FILE: peakFile, CHORA_GITHUB_TOKEN: token, CHORA_CACHE: join(work, 'cache') },
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`chora index ended with ${code}: ${out}`);
  return { report: JSON.parse(out), peak: Number(readFileSync(peakFile, 'utf8')) };
}

function manifest(name, patch) {
  return `id: acme.${name.replace('-', '_')}.serve
version: 1.0.${patch}
owner: team-${name.slice(-2)}
lifecycle_stage: operate
title: Serves ${name}
description: What ${name} does for others, in a sentence or two, as people write them.
interfaces: [{ kind: rest, endpoint: /v1/${name} }]
`;
}
