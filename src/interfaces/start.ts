// `npm start`: makes real git repositories of the example federation, indexes them as any others, publishes the catalog with keys of
// this machine, and mirrors it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRepository } from '../compose.js';
import { EXIT } from '../model/errors.js';
import { main } from './cli/main.js';
import { processTerminal } from './cli/terminal.js';
import { needsRebuild, publishAndMirror, wasIndexed } from './start/steps.js';

const EXAMPLE = 'catalog/example';
const REPOSITORIES = 'catalog/.federation';
const PLACES = { out: 'catalog/dist', keys: 'catalog/.keys', mirror: 'catalog/.mirror' } as const;

/** A folder of the example: each of its folders, in order, is the whole tree of a commit; `2-v1.1.0` is tagged v1.1.0. */
async function makeFederation(): Promise<number> {
  const names = foldersIn(EXAMPLE).filter((name) => name !== 'folders');
  for (const name of names) {
    const commits = foldersIn(join(EXAMPLE, name)).map((step) => ({
      files: filesBelow(join(EXAMPLE, name, step)),
      tag: /^\d+-(v\d.*)$/.exec(step)?.[1],
    }));
    await makeRepository(join(REPOSITORIES, `${name}.git`), commits);
  }
  return names.length;
}

function foldersIn(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function filesBelow(root: string): Record<string, Uint8Array> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(root.length + 1).replaceAll('\\', '/'), readFileSync(path)];
    }),
  );
}

async function start(): Promise<number> {
  const terminal = processTerminal();
  const count = await makeFederation();
  terminal.out(`Made ${count} git repositories in ${REPOSITORIES}, the example federation.\n`);
  const rebuild = await needsRebuild(PLACES.out);
  if (rebuild) terminal.out(`${PLACES.out} was written by another version of chora, or changed by hand: it is made anew.\n`);
  const index = (...options: string[]) => main(['index', '--cache', 'catalog/.cache', ...options], terminal);
  const indexed = await index(...(rebuild ? ['--rebuild'] : []));
  if (!wasIndexed(indexed)) return indexed;
  const published = await publishAndMirror(PLACES, terminal, () => index('--rebuild'));
  terminal.out(`
What to do next:
  open catalog/dist/index.html                 read the catalog in a browser
  npx chora serve                              the same over HTTP, with search
  npx chora search "issue a loan"              search it here
  npx chora list                               what there is
  npx chora show lending.loan.issue            one capability: versions, dependencies, who depends on it
  npx chora findings --severity error          what is wrong, and where
  npx chora validate catalog/example/workshop  the same, as an author sees it
  npx chora mirror status catalog/.mirror      how old the mirror is, and until when it may be believed
  edit catalog/catalog.yaml                    your own repositories; then npx chora index`);
  return published === EXIT.done ? indexed : published;
}

if (existsSync(EXAMPLE)) process.exitCode = await start();
else {
  process.stderr.write('npm start runs in the root of a checkout of chora-catalog.\n');
  process.exitCode = EXIT.usage;
}
