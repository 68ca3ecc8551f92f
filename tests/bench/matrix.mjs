// `npm run bench:matrix -- [--size N] [--json]`: N capabilities × 5 versions × 10 dependencies; the matrix beside as many bare
// calls of semver.satisfies, and a gate's answer from the static files. Needs `npm run build`, which the npm script does.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import semver from 'semver';
import { serialize } from '../../dist/catalog/serialize.js';
import { capabilityCompatibilities } from '../../dist/compatibility/capability-documents.js';
import { compatibilityDocument } from '../../dist/compatibility/documents.js';
import { buildMatrix } from '../../dist/compatibility/matrix.js';
import { fileNameOf } from '../../dist/model/file-names.js';
import { validateCapabilityCompatibility, validateCompatibilityDocument } from '../../dist/model/validators.js';

const VERSIONS = ['1.0.0', '1.1.0', '1.2.0', '1.2.1', '2.0.0'];
const DEPENDENCIES = 10;
/** Most ranges hold; some fit only older versions, some none. With its numbers each shape gives twenty texts. */
const SHAPES = [
  (n) => `^1.${n % 3}.${n % 7}`,
  (n) => `>=1.${n % 3}.0 <3.${n}.0`,
  (n) => `~1.2.${n % 2}`,
  (n) => `${1 + (n % 2)}.x`,
  (n) => `^2.0.0 || ^${n + 3}.0.0`,
  (n) => `>=1.0.${n}, <2.0.0`,
  (n) => `^1.1.${n} || ^2.0.0`,
  (n) => `>=1.2.${n % 4}`,
  (n) => `^3.${n}.0`,
  (n) => `1.${n % 3}.0 - 2.${n}.0`,
];

const { values } = parseArgs({
  options: { size: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } },
});
const size = Number(values.size);
const here = fileURLToPath(new URL('.', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'chora-bench-'));
const say = (text) => process.stderr.write(`${text}\n`);

/** The same on every machine: a linear congruential generator. */
let state = 20_261_121;
function below(limit) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}

const someRange = () => SHAPES[below(SHAPES.length)](below(20));
const idOf = (i) => `domain-${i % 50}.capability-${i}.act`;

function makeEntries() {
  const digest = `sha256:${'0'.repeat(64)}`;
  return Array.from({ length: size }, (_, i) => {
    const dependencies = Array.from({ length: DEPENDENCIES }, () => ({ id: idOf(below(size)), version: someRange() }));
    return VERSIONS.map((version, place) => ({
      id: idOf(i),
      version,
      status: place === VERSIONS.length - 1 ? 'current' : 'superseded',
      format: 'chora',
      tier: 'conformant',
      source: `git.example.org/org-${i % 20}/service-${i}`,
      commit: null,
      ref: null,
      path: 'capability.yaml',
      line: 1,
      manifest: { digest, size: 1 },
      capability: {
        id: idOf(i),
        version,
        owner: `team-${i % 100}`,
        lifecycle_stage: 'operate',
        outputs: [{ name: 'report', type: 'sarif' }],
        // A version asks mostly for what the one before asked for.
        dependencies: dependencies.map((each) => (below(3) === 0 ? { ...each, version: someRange() } : each)),
      },
    }));
  }).flat();
}

/** Milliseconds of wall and of processor time. */
function timed(run) {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const value = run();
  const milliseconds = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { value, milliseconds, cpu: (user + system) / 1000 };
}

try {
  say(`making ${size} capabilities …`);
  const entries = makeEntries();
  const edges = entries.flatMap(({ capability }) => capability.dependencies);

  say(`${edges.length} calls of semver.satisfies …`);
  const bare = timed(() => {
    let held = 0;
    for (const [i, { version }] of edges.entries()) if (semver.satisfies(VERSIONS[i % VERSIONS.length], version)) held += 1;
    return held;
  });
  say('the matrix …');
  const built = timed(() => buildMatrix(entries));
  say('its documents …');
  const whole = timed(() => serialize(compatibilityDocument(built.value)));
  let bytes = 0;
  const files = timed(() => {
    let count = 0;
    for (const [id, make] of capabilityCompatibilities(built.value)) {
      const document = make();
      const text = serialize(document);
      bytes += Buffer.byteLength(text);
      if (count === 0 && !validateCapabilityCompatibility(document)) throw new Error('a document is not valid');
      writeFileSync(join(work, `${fileNameOf(id)}.json`), text);
      count += 1;
    }
    return count;
  });
  const peak = process.resourceUsage().maxRSS / 1024;
  if (!validateCompatibilityDocument(JSON.parse(whole.value))) throw new Error('the document is not valid');
  const counted = built.value.rows.reduce((sum, row) => sum + row.edges.length, 0);
  if (counted !== edges.length) throw new Error(`the matrix has ${counted} edges, not ${edges.length}`);

  say('the gate …');
  const current = entries.filter(({ id, status }) => id === idOf(Math.floor(size / 2)) && status === 'current')[0].capability;
  writeFileSync(join(work, 'candidate'), JSON.stringify({ current, candidate: { ...current, version: '3.0.0', outputs: [] } }));
  // In a process of its own: its start and its imports count.
  const answer = JSON.parse(execFileSync(process.execPath, [join(here, 'gate.mjs'), work], { encoding: 'utf8' }));
  if (answer.passes) throw new Error('the gate let a release through that its dependents do not accept');

  const result = (name, value, unit, goal, against) => ({
    name,
    value,
    unit,
    goal,
    ok: goal === null || value <= goal,
    ...(against ? { against } : {}),
  });
  const round = (value, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits;
  const mebibytes = (value) => round(value / 1024 / 1024, 1);
  const report = {
    size,
    machine: { cores: cpus().length, memory_gib: Math.round(totalmem() / 1024 ** 3), node: process.versions.node },
    results: [
      result(
        'matrix / semver.satisfies',
        round(built.milliseconds / bare.milliseconds),
        'ratio',
        3,
        `${edges.length} calls of semver.satisfies`,
      ),
      result('gate, processor time', round(answer.cpu / 1000, 3), 's', 0.3),
      result('peak memory', Math.round(peak), 'MiB', 1024),
      result('matrix', round(built.milliseconds / 1000), 's', null),
      result('bare calls', round(bare.milliseconds / 1000), 's', null),
      result('whole document', round(whole.milliseconds / 1000), 's', null),
      result('whole document, size', mebibytes(Buffer.byteLength(whole.value)), 'MiB', null),
      result('documents of capabilities', round(files.milliseconds / 1000), 's', null),
      result('documents of capabilities, size', mebibytes(bytes), 'MiB', null),
      result('documents that the gate read', answer.documents, 'files', null),
    ],
  };
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else
    for (const { name, value, unit, goal, ok } of report.results)
      process.stdout.write(
        `${ok ? ' ' : '!'} ${name.padEnd(32)} ${value} ${unit}${goal === null ? '' : ` (goal: at most ${goal})`}\n`,
      );
  if (report.results.some(({ ok }) => !ok)) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
