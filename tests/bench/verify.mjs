// `npm run bench:verify -- [--size N] [--json]`: N verifications of real Sigstore bundles (CHORA_CORPUS, or ../shared/corpus), ours on one
// thread and on two, beside a bare loop over @sigstore/verify in the same run. Needs `npm run build`, which the npm script does.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { ThreadPool } from '../../dist/adapters/threads/pool.js';
import { indexerOps } from '../../dist/compose.js';
import { parseConfig } from '../../dist/indexer/config.js';
import { runIndexer } from '../../dist/indexer/run.js';
import { DEFAULT_GLOBS } from '../../dist/manifest/formats.js';
import { parsePolicy } from '../../dist/trust/policy.js';
import * as prove from '../../dist/trust/prove.js';
import { parseTrustedRoot, publicGoodTrustedRoot } from '../../dist/trust/trusted-root.js';

const { values } = parseArgs({
  options: { size: { type: 'string', default: '1000' }, json: { type: 'boolean', default: false } },
});
const size = Number(values.size);
const root = publicGoodTrustedRoot();
const corpus = join(process.env.CHORA_CORPUS ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url)), 'sigstore');
const say = (text) => process.stderr.write(`${text}\n`);

/** Bundles that verify, each with what it signs. */
function realQuestions() {
  const sigstoreJs = {
    algorithm: 'sha512',
    digest:
      '90f223f992e4c88dd068cd2a5fc57f9d2b30798343dd6e38f29c240e04ba090ef831f84490847c4e82b9232c78e8a258463b1e55c0f7469f730265008fa6633f',
  };
  const reusable = { algorithm: 'sha256', digest: '49a3aa6075e0f49f82843e74b5baa614ad2a588e6675612bf108a0a008c5ac25' };
  const custom = { bytes: readFileSync(join(corpus, 'custom-issuer-artifact')) };
  const files = [
    ['sigstore-js-2.1.0-bundle.json', sigstoreJs],
    ['sigstore-js-2.1.0-bundle-v0.1.json', sigstoreJs],
    ['custom-issuer.sigstore.json', custom],
    ['reusable-workflow-attestation.sigstore.json', reusable],
  ];
  return files.map(([name, artifact]) => ({ artifact, bundles: [readFileSync(join(corpus, name))] }));
}

/** The floor: nothing but what sigstore-js does. It does not look whether a statement is about the artifact at all. */
function bareProver() {
  const material = toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(root.text)));
  const options = { tlogThreshold: 1, ctlogThreshold: 1, timestampThreshold: 1 };
  return ({ artifact, bundles }) =>
    bundles.map((bundle) => {
      const entity = toSignedEntity(bundleFromJSON(JSON.parse(bundle.toString())), artifact.bytes ?? Buffer.alloc(0));
      return new Verifier(material, options).verify(entity);
    });
}

function timed(task) {
  const started = performance.now();
  task();
  return performance.now() - started;
}

if (!existsSync(corpus)) {
  say('There are no real bundles here: set CHORA_CORPUS. Bundles of a test authority verify twice as fast and would say little.');
  process.exit(2);
}
const real = realQuestions();
const questions = Array.from({ length: size }, (_, at) => real[at % real.length]);
const bare = bareProver();
const ours = prove.prepare({ trustedRoot: root.text, keys: [] });
for (const question of real)
  for (const { proof } of ours(question)) if (!proof.valid) throw new Error(`a good bundle is refused: ${proof.reason}`);
for (const question of real) bare(question);

// In slices, one after the other: what else the machine does meets both alike.
say(`${size} verifications, bare and ours, on one thread …`);
let bareTime = 0;
let ourTime = 0;
for (let at = 0; at < size; at += 20) {
  const slice = questions.slice(at, at + 20);
  const first = timed(() => slice.forEach(bare));
  ourTime += timed(() => slice.forEach(ours));
  bareTime += first;
}

say('ours on two threads …');
const pool = new ThreadPool(
  prove,
  new URL('../../dist/trust/prove.js', import.meta.url),
  { trustedRoot: root.text, keys: [] },
  {
    threads: 2,
    answeredHere: 0,
  },
);
const askAll = (list) => Promise.all(list.map((question) => pool.ask(question)));
await askAll(questions.slice(0, 40));
const started = performance.now();
await askAll(questions);
const poolTime = performance.now() - started;
await pool.close();

say('an example catalog, twice …');
/** How many manifests a run proves, the second time with nothing changed. */
async function provenBy() {
  const folder = mkdtempSync(join(tmpdir(), 'chora-bench-'));
  try {
    const example = fileURLToPath(new URL('../../catalog/', import.meta.url));
    const config = join(folder, 'catalog.yaml');
    writeFileSync(
      config,
      `name: Benchmark\nsources: [{ directory: { path: ${JSON.stringify(join(example, 'example'))}, each: true } }]\n`,
    );
    const trust = {
      policy: parsePolicy('default: { require: none }', 'policy.yaml'),
      root: parseTrustedRoot(readFileSync(join(example, 'trusted_root.json'), 'utf8'), 'trusted_root.json'),
    };
    const counts = [];
    for (const run of [0, 1]) {
      counts[run] = 0;
      const ops = indexerOps({ config, out: join(folder, 'out'), cache: join(folder, 'cache'), inProcess: true });
      const prove = (...question) => {
        counts[run] += 1;
        return ops.prove(...question);
      };
      const { signal } = new AbortController();
      const options = {
        globs: DEFAULT_GLOBS,
        concurrency: 4,
        timeout: 60_000,
        bytes: 1e8,
        trust,
        signal,
        progress: () => undefined,
      };
      await runIndexer(parseConfig(readFileSync(config, 'utf8'), config), { ...ops, prove }, options);
    }
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const [provenFirst, provenAgain] = await provenBy();
if (provenFirst === 0) throw new Error('the example has no bundles');

const round = (value) => Math.round(value * 100) / 100;
const against = 'JSON.parse, bundleFromJSON and Verifier.verify of sigstore-js, on one thread';
const result = (name, value, unit, goal, more = {}) => ({ name, value, unit, goal, ok: goal === null || value >= goal, ...more });
const report = {
  size,
  machine: { cores: cpus().length, memory_gib: Math.round(totalmem() / 1024 ** 3), node: process.versions.node },
  results: [
    result('one thread / bare loop', round(bareTime / ourTime), 'ratio of speeds', 0.95, { against }),
    result('two threads / bare loop', round(bareTime / poolTime), 'ratio of speeds', 1.8, { against }),
    { name: 'proven when nothing changed', value: provenAgain, unit: 'manifests', goal: 0, ok: provenAgain === 0 },
    result('one thread', round(size / (ourTime / 1000)), 'bundles/s', null),
    result('two threads', round(size / (poolTime / 1000)), 'bundles/s', null),
    result('bare loop', round(size / (bareTime / 1000)), 'bundles/s', null),
  ],
};
if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
else
  for (const { name, value, unit, goal, ok } of report.results)
    process.stdout.write(
      `${ok ? ' ' : '!'} ${name.padEnd(28)} ${value} ${unit}${goal === null ? '' : ` (goal: ${goal === 0 ? 'none' : `at least ${goal}`})`}\n`,
    );
if (report.results.some(({ ok }) => !ok)) process.exitCode = 1;
