import { createHash } from 'node:crypto';
import { LAYOUT } from '../catalog/layout.js';
import type { CatalogStore } from '../model/catalog-store.js';
import { compareText } from '../model/compare-text.js';
import type { Entry } from '../model/generated/types.js';
import { GENERATOR } from '../model/generator.js';
import { buildDocumentFiles, buildSearch, inOrderOfIds } from '../search/build.js';
import { type SearchDocument, searchDocumentOf, searchedTextOf } from '../search/document.js';

/** A catalog that an undisturbed run left: its files, and where to read them. */
export interface WrittenCatalog {
  readonly there: ReadonlySet<string>;
  readonly store: CatalogStore;
}

/**
 * The files of the search index over the current entries; null stands for the bytes that are there already. The index is made only of
 * what changed since `before`: nothing, facets and cards of capabilities that were `touched` (a new version, another owner), or all of
 * it (a new capability, another text).
 */
export function* searchFiles(
  entries: readonly Entry[],
  before: WrittenCatalog | null,
  touched: (id: string) => boolean,
): Generator<readonly [path: string, bytes: string | Uint8Array | null]> {
  const documents = inOrderOfIds(entries.filter(({ status }) => status === 'current').map(searchDocumentOf));
  const texts = digestOf(documents, searchedTextOf);
  const whole = digestOf(documents, (document) => document);
  const old = before === null ? null : readOld(before);
  if (old !== null && old.inputs === inputsOf(texts, whole, old.paths)) {
    for (const path of [...old.paths, LAYOUT.searchInputs]) yield [path, null];
    return;
  }
  const paths: string[] = [];
  if (old?.inputs.startsWith(textsLine(texts)) && old.inputs.endsWith(filesLine(old.paths))) {
    const made = inFolder(buildDocumentFiles(documents, touched));
    for (const path of old.paths) yield [path, made.get(path) ?? null];
    paths.push(...old.paths);
  } else {
    const made = inFolder(buildSearch(documents));
    yield* made;
    paths.push(...made.keys());
  }
  yield [LAYOUT.searchInputs, inputsOf(texts, whole, paths.sort(compareText))];
}

/** What the index that is there was made of, and the paths of its files in their order. */
function readOld({ there, store }: WrittenCatalog): { readonly inputs: string; readonly paths: readonly string[] } | null {
  const inputs = store.readSync(LAYOUT.searchInputs)?.toString('utf8');
  if (inputs === undefined) return null;
  const folder = LAYOUT.search('');
  const paths = [...there].filter((path) => path.startsWith(folder) && path !== LAYOUT.searchInputs).sort(compareText);
  return { inputs, paths };
}

function inFolder(files: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  return new Map([...files].map(([path, bytes]) => [LAYOUT.search(path), bytes]));
}

/** The names of the files are among it, so that one which is missing, or does not belong there, is noticed. */
function inputsOf(texts: string, documents: string, paths: readonly string[]): string {
  return `${textsLine(texts)}${documents}  documents\n${filesLine(paths)}`;
}

function textsLine(digest: string): string {
  return `${digest}  texts\n`;
}

function filesLine(paths: readonly string[]): string {
  return `${createHash('sha256').update(paths.join('\n')).digest('hex')}  files\n`;
}

/** A call for each document would take longer than what it digests. */
const DIGESTED_AT_ONCE = 500;

/** Another version of this program may make other files of the same. */
function digestOf(documents: readonly SearchDocument[], partOf: (document: SearchDocument) => unknown): string {
  const hash = createHash('sha256').update(`${GENERATOR.version}\n`);
  for (let first = 0; first < documents.length; first += DIGESTED_AT_ONCE) {
    const some = documents.slice(first, first + DIGESTED_AT_ONCE);
    hash.update(some.map((document) => `${JSON.stringify(partOf(document))}\n`).join(''));
  }
  return hash.digest('hex');
}
