// `npm start`: makes real git repositories of the example federation, and indexes them as any others.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRepository } from '../compose.js';
import { main } from './cli/main.js';

const EXAMPLE = 'catalog/example';
const REPOSITORIES = 'catalog/.federation';

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

if (!existsSync(EXAMPLE)) {
  process.stderr.write('npm start runs in the root of a checkout of chora-catalog.\n');
  process.exitCode = 2;
} else {
  const count = await makeFederation();
  process.stdout.write(`Made ${count} git repositories in ${REPOSITORIES}, the example federation.\n\n`);
  const code = await main(['index', '--cache', 'catalog/.cache']);
  process.exitCode = code;
  if (code === 0) {
    process.stdout.write(`
What to do next:
  open catalog/dist/index.html                 read the catalog in a browser
  npx chora list                               what there is
  npx chora show lending.loan.issue            one capability: versions, dependencies, who depends on it
  npx chora findings --severity error          what is wrong, and where
  npx chora validate catalog/example/workshop  the same, as an author sees it
  edit catalog/catalog.yaml                    your own repositories; then npx chora index
`);
  }
}
