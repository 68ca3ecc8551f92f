// The example federation, indexed as `npm start` does it, with a history of two runs at fixed times. Needs `npm run build`.
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const FIRST = '2026-01-05T06:00:00.000Z';
const SECOND = '2026-01-06T06:00:00.000Z';

/**
 * Copies the example to a folder, which has to exist, and indexes it twice: with the first release of one repository, then with its
 * head. Gives the folder of the catalog.
 */
export function makeExampleCatalog(folder) {
  const catalog = join(folder, 'catalog');
  for (const name of ['example', 'catalog.yaml', 'policy.yaml', 'trusted_root.json', 'decisions.ndjson', 'waivers'])
    cpSync(join(root, 'catalog', name), join(catalog, name), { recursive: true });
  run(folder, 'interfaces/start.js', []);
  rmSync(join(catalog, 'dist'), { recursive: true });
  const config = join(catalog, 'catalog.yaml');
  const whole = readFileSync(config, 'utf8');
  const earlier = whole.replace('github.com/wherry-libraries/lending,', 'github.com/wherry-libraries/lending, ref: v1.0.0,');
  if (earlier === whole) throw new Error('catalog.yaml no longer lists the repository that the history is made with');
  for (const [text, now] of [
    [earlier.replace('tags: "v*" }\n', '}\n'), FIRST],
    [whole, SECOND],
  ]) {
    writeFileSync(config, text);
    run(folder, 'bin.js', ['index', '--config', config, '--cache', join(catalog, '.cache'), '--now', now]);
  }
  return join(catalog, 'dist');
}

/** Runs a compiled file. A run that could not read all sources ends with 3; the example has none of these. */
function run(folder, file, args) {
  execFileSync(process.execPath, [join(root, 'dist', file), ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}
