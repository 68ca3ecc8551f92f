// `npm run bench:pull -- [--size N] [--json]`: N repositories on a local GitHub, and 300 for each 10,000 of them over git's own HTTP. Needs
// `npm run build`, which the npm script does.
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchPullGit } from './pull-git.mjs';
import { benchPullGitHub } from './pull-github.mjs';

const { values } = parseArgs({
  options: { size: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } },
});
const size = Number(values.size);
const say = (text) => process.stderr.write(`${text}\n`);
const github = await benchPullGitHub(size, say);
const git = await benchPullGit(Math.max(20, Math.round((size * 300) / 10_000)), say);
const report = {
  size,
  machine: { cores: cpus().length, memory_gib: Math.round(totalmem() / 1024 ** 3), node: process.versions.node },
  results: [...github, ...git.results],
};
if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
else
  for (const { name, value, unit, goal, ok } of report.results)
    process.stdout.write(
      `${ok ? ' ' : '!'} ${name.padEnd(68)} ${value} ${unit}${goal === null ? '' : ` (goal: at most ${goal})`}\n`,
    );
if (report.results.some(({ ok }) => !ok)) process.exitCode = 1;
