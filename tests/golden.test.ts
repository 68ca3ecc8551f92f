// Each folder of golden/ is a case: sources/<step>/ is what a configuration sees at that step, expected/ what the last step gives.
// UPDATE_GOLDEN=1 writes expected/ anew; look at the difference before you keep it.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { differences, Federation, type Tree, temporaryFolder, treeOf, writeFiles } from './support/federation.js';

const HERE = fileURLToPath(new URL('golden/', import.meta.url));
const CASES = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
/** The same for every catalog but for its name; tests/site/machine/openapi.test.ts looks at it. */
const DESCRIPTION = 'api/v1/openapi.json';
/** Names the digest of all pages, which change with their design; tests/output/release.test.ts looks at it. */
const RELEASE = 'targets/catalog.json';
/** Stands in expected/ for the search index, whose files nobody can read. */
const SEARCH = 'search.sha256';
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';

/** Runs all steps of a case below `parent`, each an hour after the one before. */
async function runSteps(name: string, parent: string): Promise<Tree> {
  const federation = Object.assign(new Federation(), {
    root: parent,
    out: join(parent, 'out'),
    configFile: join(parent, 'work', 'catalog.yaml'),
  });
  mkdirSync(parent, { recursive: true });
  const steps = join(HERE, name, 'sources');
  for (const [index, step] of readdirSync(steps).sort().entries()) {
    rmSync(join(parent, 'work'), { recursive: true, force: true });
    cpSync(join(steps, step), join(parent, 'work'), { recursive: true });
    await federation.index({ now: `2026-05-04T0${8 + index}:00:00.000Z` });
  }
  return federation.tree();
}

describe.each(CASES)('the golden case %s', (name) => {
  test('gives the same bytes twice in different places, and they are the expected ones', async () => {
    const first = await runSteps(name, temporaryFolder());
    const second = await runSteps(name, join(temporaryFolder('chora-another-place-'), 'deeper'));
    expect(differences(first, second)).toEqual([]);

    const folder = join(HERE, name, 'expected');
    const data = new Map(
      [...first].filter(([path]) => /^(api|targets)\//.test(path) && path !== DESCRIPTION && path !== RELEASE),
    );
    data.set(SEARCH, searchDigests(first));
    if (UPDATE) {
      rmSync(folder, { recursive: true, force: true });
      writeFiles(folder, Object.fromEntries([...data].map(([path, bytes]) => [path, Buffer.from(bytes, 'latin1')])));
    }
    const expected = treeOf(folder);
    expect([...data.keys()].sort()).toEqual([...expected.keys()]);
    for (const [path, bytes] of expected) {
      if (data.get(path) === bytes) continue;
      // As text first: it shows what differs.
      if (path !== SEARCH) expect({ path, ...parsed(data.get(path)) }).toEqual({ path, ...parsed(bytes) });
      expect({ path, bytes: data.get(path) }).toEqual({ path, bytes });
    }
  });
});

/** A line for each file of the search index: the digest of what it unpacks to, since how it is packed is up to the machine's zlib. */
function searchDigests(tree: Tree): string {
  const lines = [...tree].flatMap(([path, bytes]) => {
    if (!path.startsWith('search/') || !path.endsWith('.bin')) return [];
    const content = gunzipSync(Buffer.from(bytes, 'latin1'));
    return [`${createHash('sha256').update(content).digest('hex')}  ${path}\n`];
  });
  return lines.join('');
}

function parsed(bytes = 'null'): { document: unknown } {
  return { document: JSON.parse(Buffer.from(bytes, 'latin1').toString('utf8')) as unknown };
}
