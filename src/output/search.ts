import { createHash } from 'node:crypto';
import { LAYOUT } from '../catalog/layout.js';
import type { CatalogStore } from '../model/catalog-store.js';
import { compareText } from '../model/compare-text.js';
import type { Entry } from '../model/generated/types.js';
import { GENERATOR } from '../model/generator.js';
import { buildDocumentFiles, buildSearch, inOrderOfIds } from '../search/build.js';
import { type SearchDocument, searchDocumentOf, searchedTextOf } from '../search/document.js';
import type { ListedFiles } from './listed-files.js';

/** A catalog that an undisturbed run left: its files, and where to read them. */
export interface WrittenCatalog {
  readonly there: ReadonlySet<string>;
  readonly store: CatalogStore;
}

/**
 * Puts the files of the search index over the current entries. It is made only of what changed since `before`: nothing, facets and cards
 * of capabilities that were `touched` (a new version, another owner), or all of it (a new capability, another text).
 */
export function putSearch(
  entries: readonly Entry[],
  before: WrittenCatalog | null,
  touched: (id: string) => boolean,
  files: ListedFiles,
): void {
  const documents = inOrderOfIds(entries.filter(({ status }) => status === 'current').map(searchDocumentOf));
  const texts = digestOf(documents, searchedTextOf);
  const whole = digestOf(documents, (document) => document);
  const old = before === null ? null : readOld(before);
  if (old !== null && old.inputs === inputsOf(texts, whole, old.paths) && files.leave(...old.paths, LAYOUT.searchInputs)) return;
  if (old?.inputs.startsWith(textsLine(texts)) && old.inputs.endsWith(filesLine(old.paths))) {
    const parts = new Map([...buildDocumentFiles(documents, touched)].map(([path, bytes]) => [LAYOUT.search(path), bytes]));
    for (const path of old.paths) {
      const bytes = parts.get(path);
      if (bytes === undefined) files.leave(path);
      else files.put(path, bytes);
    }
    files.put(LAYOUT.searchInputs, inputsOf(texts, whole, old.paths));
    return;
  }
  const paths: string[] = [];
  for (const [name, bytes] of buildSearch(documents)) {
    const path = LAYOUT.search(name);
    files.put(path, bytes);
    paths.push(path);
  }
  files.put(LAYOUT.searchInputs, inputsOf(texts, whole, paths.sort(compareText)));
}

/** What the index that is there was made of, and the paths of its files in their order. */
function readOld({ there, store }: WrittenCatalog): { readonly inputs: string; readonly paths: readonly string[] } | null {
  const inputs = store.readSync(LAYOUT.searchInputs)?.toString('utf8');
  if (inputs === undefined) return null;
  const folder = LAYOUT.search('');
  const paths = [...there].filter((path) => path.startsWith(folder) && path !== LAYOUT.searchInputs).sort(compareText);
  return { inputs, paths };
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
