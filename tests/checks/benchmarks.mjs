// Runs the short benchmarks over next to nothing, so that a change which breaks one is noticed: what they measure at that size means
// nothing, and goals that are missed are no matter here. Those that start servers or a browser for a minute are left to their own verbs.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SHORT = [
  ['index', '--size', '3'],
  ['matrix', '--size', '20'],
  ['site', '--size', '60', '--peers', ''],
];
const MOST_MILLISECONDS = 120_000;

/** What is wrong with what a benchmark printed; null when nothing is. */
function wrongWith(text, size) {
  const { size: said, machine, results } = JSON.parse(text);
  if (said !== size || typeof machine?.cores !== 'number') return 'it does not say its size and its machine';
  if (!Array.isArray(results) || results.length === 0) return 'it has no results';
  const odd = results.find(
    ({ name, value, unit, goal, ok }) =>
      typeof name !== 'string' ||
      !Number.isFinite(value) ||
      typeof unit !== 'string' ||
      goal === undefined ||
      typeof ok !== 'boolean',
  );
  return odd === undefined ? null : `a result is not whole: ${JSON.stringify(odd)}`;
}

for (const [name, ...args] of SHORT) {
  const script = fileURLToPath(new URL(`../bench/${name}.mjs`, import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, [script, ...args, '--json'], {
    encoding: 'utf8',
    timeout: MOST_MILLISECONDS,
  });
  try {
    const wrong = wrongWith(stdout, Number(args[1]));
    if (wrong === null) continue;
    console.log(`bench:${name}: ${wrong}`);
  } catch (error) {
    console.log(`bench:${name}: ${error.message}\n${stderr.slice(-2000)}`);
  }
  process.exitCode = 1;
}
