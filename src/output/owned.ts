import { LAYOUT, OWNED_FILES, OWNED_FOLDERS } from '../catalog/layout.js';
import type { CatalogStore } from '../model/catalog-store.js';
import { ChoraError } from '../model/errors.js';
import { quote } from '../model/quote.js';

/** Names that publishing gives to targets: readers may be in the middle of a release that lists them. */
const HASHED_TARGET = /^targets\/(?:.*\/)?[0-9a-f]{64}\.[^/]+$/;

/** Whether a file of the folder is the catalog's: one that a run did not write is then from an older run. */
export function isOwned(path: string): boolean {
  return (
    path !== LAYOUT.unfinished &&
    !HASHED_TARGET.test(path) &&
    (OWNED_FOLDERS.some((folder) => path.startsWith(folder)) || OWNED_FILES.some((file) => file === path) || isPieceOfFile(path))
  );
}

/**
 * A folder that already holds something else is not ours to write into and to clean up.
 * @throws ChoraError `catalog/not-a-catalog`
 */
export function guardOutput(store: CatalogStore): void {
  if (store.readSync(LAYOUT.catalog) !== null) return;
  const foreign = store.topLevel().find((name) => !OWNED_TOP_LEVEL.has(name) && !isPieceOfFile(name));
  if (foreign === undefined) return;
  throw new ChoraError(
    'usage',
    'catalog/not-a-catalog',
    `${store.name} holds ${quote(foreign)} and is not a catalog.`,
    'Choose an empty folder for --out.',
  );
}

/** What a store that was killed may leave of a file at the top. */
function isPieceOfFile(name: string): boolean {
  return OWNED_FILES.some((file) => name.startsWith(`${file}.tmp-`));
}

const OWNED_TOP_LEVEL: ReadonlySet<string> = new Set(
  [...OWNED_FOLDERS, ...OWNED_FILES, LAYOUT.metadata, LAYOUT.airgapMetadata].map((path) => path.split('/', 1)[0] ?? path),
);
