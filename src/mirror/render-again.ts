import { LAYOUT } from '../catalog/layout.js';
import type { CatalogStore } from '../model/catalog-store.js';
import { digestOf } from '../model/digest.js';
import type { MirrorRelease } from '../model/generated/types.js';
import type { MirrorOps, ReleaseContents } from './ops.js';
import { listOf } from './stage.js';

interface Difference {
  readonly path: string;
  readonly message: string;
}

/** Makes the site of a release once more and tells in which files it is another than the one that is there. Writes nothing. */
export async function renderedAgain(
  record: MirrorRelease,
  data: ReleaseContents,
  { store, format }: Pick<MirrorOps, 'store' | 'format'>,
): Promise<Difference[]> {
  const list = listOf(record, store.releases);
  if (list === null) return [];
  const made = new Map<string, string>();
  const { site } = await format.render(data, record.generated_at, collecting(record.folder, made, store), null);
  made.delete(LAYOUT.freshness);
  const differences: Difference[] = [];
  for (const [path, digest] of made) {
    if (isLinked(path) || list.get(path) === digest) continue;
    differences.push({
      path,
      message: list.has(path) ? 'is not what its targets give' : 'is not there, and its targets give it',
    });
  }
  for (const path of list.keys())
    if (!isLinked(path) && !made.has(path)) differences.push({ path, message: 'does not come from its targets' });
  if (site.digest !== record.site.digest)
    differences.push({ path: '', message: `has another digest than was written down: ${site.digest}` });
  if (record.site.compared === 'equal' && site.digest !== data.site.digest)
    differences.push({ path: '', message: `has another digest than was published: ${data.site.digest}` });
  return differences;
}

function isLinked(path: string): boolean {
  return path.startsWith('targets/') || path.startsWith('blobs/');
}

/** An empty folder, but for blobs, that keeps digests of what is written to it. */
function collecting(folder: string, made: Map<string, string>, { folder: name, releases }: MirrorOps['store']): CatalogStore {
  const read = (path: string) => (isLinked(path) ? releases.readFile(folder, path) : null);
  const put = (path: string, bytes: string | Uint8Array) => {
    made.set(path, digestOf(bytes));
  };
  return {
    name,
    read: (path) => Promise.resolve(read(path)),
    readSync: read,
    has: (path) => read(path) !== null,
    topLevel: () => [],
    list: () => new Set(),
    write: put,
    stage: put,
    publish: () => undefined,
    remove: (path) => {
      made.delete(path);
    },
  };
}
