// `npm run check`: every check but the tests, two at a time. All of them run, also when one fails; the output of those that
// failed is shown, and the last line counts.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const AT_ONCE = 2;

/** Name, command, and the step that must have passed before. */
const STEPS = [
  ['build', ['tsc']],
  ['types of tests', ['tsc', '--project', 'tests/tsconfig.json']],
  ['types of script', ['tsc', '--project', 'src/site/browser/tsconfig.json']],
  ['types of search', ['tsc', '--project', 'src/site/browser/search/tsconfig.json']],
  ['format and lint', ['biome', 'check', '--error-on-warnings', '--max-diagnostics=100', '.']],
  [
    'imports',
    ['depcruise', 'src', 'tests', 'schemas', 'docs', '--config', '.dependency-cruiser.mjs', '--output-type', 'err-long'],
  ],
  ['outside world', ['node', 'tests/checks/outside-world.mjs']],
  ['words', ['node', 'tests/checks/words.mjs']],
  ['unused code', ['knip', '--no-progress', '--no-config-hints']],
  ['generated code', ['node', 'schemas/generate.mjs', '--check']],
  ['generated script', ['node', 'src/site/generate.mjs', '--check']],
  ['generated pages', ['node', 'docs/generate.mjs', '--check'], 'build'],
  ['benchmarks', ['node', 'tests/checks/benchmarks.mjs'], 'build'],
  ['package', ['publint', '--strict'], 'build'],
];

const results = new Map();
const waiting = [...STEPS];
await Promise.all(Array.from({ length: AT_ONCE }, worker));

const failed = [...results].filter(([, result]) => !result.ok);
for (const [name, { output }] of failed) console.log(`\n── ${name} ──\n${output.trim()}`);
console.log(`\n${results.size - failed.length} passed, ${failed.length} failed`);
if (failed.length > 0) process.exitCode = 1;

async function worker() {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const [name, command, needs] = step;
    const began = Date.now();
    const result = await (needs === undefined ? run(command) : runAfter(needs, command));
    results.set(name, result);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`${result.ok ? 'ok    ' : 'failed'}  ${name.padEnd(16)} ${seconds} s`);
  }
}

/** Steps start in order, so the one that is needed has started; its result is there soon. */
async function runAfter(needs, command) {
  while (!results.has(needs)) await new Promise((resolve) => setTimeout(resolve, 50));
  return results.get(needs).ok ? run(command) : { ok: false, output: `not run: ${needs} failed` };
}

function run([program, ...args]) {
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`;
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, PATH: path, FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ ok: false, output: `${program} could not be started: ${error.message}` }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}
