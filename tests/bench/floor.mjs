// The least that any indexer of git repositories must do, as a script: spawn git for each repository, parse the YAML, validate.
// `floor.mjs cold LIST DIR`: clone one level deep, list the tree, read the manifests, parse, validate. `floor.mjs heads LIST`: ls-remote.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [mode, list, target] = process.argv.slice(2);
const folders = readFileSync(list, 'utf8').trim().split('\n');
const { parse } = mode === 'cold' ? await import('yaml') : {};
const validate = mode === 'cold' ? await schemaValidator() : null;
const CONCURRENCY = 8;
let manifests = 0;
let next = 0;

async function schemaValidator() {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const schema = JSON.parse(readFileSync(new URL('../../schemas/manifest.schema.json', import.meta.url), 'utf8'));
  return new Ajv2020({ strict: false }).compile(schema);
}

async function cold(url, index) {
  const folder = join(target, String(index));
  await git(['clone', '--quiet', '--bare', '--depth=1', url, folder]);
  const tree = await git(['-C', folder, 'ls-tree', '-r', '-z', 'HEAD']);
  const objects = tree
    .toString()
    .split('\0')
    .filter((line) => /\tcapabilities\/[^/]+\.yaml$/.test(line))
    .map((line) => line.split(/[ \t]/)[2]);
  const output = await git(['-C', folder, 'cat-file', '--batch'], `${objects.join('\n')}\n`);
  let at = 0;
  for (const _ of objects) {
    const end = output.indexOf(10, at);
    const size = Number(output.toString('latin1', at, end).split(' ')[2]);
    if (!validate(parse(output.toString('utf8', end + 1, end + 1 + size))))
      throw new Error('the benchmark made a manifest that is not valid');
    manifests += 1;
    at = end + 1 + size + 1;
  }
}

function git(args, input) {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.on('close', (code) =>
      code === 0 ? resolve(Buffer.concat(chunks)) : reject(new Error(`git ${args[0]} ended with ${code}`)),
    );
    child.stdin.end(input);
  });
}

await Promise.all(
  Array.from({ length: CONCURRENCY }, async () => {
    while (next < folders.length) {
      const index = next++;
      const url = `file://${folders[index]}`;
      if (mode === 'cold') await cold(url, index);
      else await git(['ls-remote', url, 'HEAD']);
    }
  }),
);
process.stdout.write(`${JSON.stringify({ repositories: folders.length, manifests })}\n`);
