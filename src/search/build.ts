import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { compareText } from '../model/compare-text.js';
import { ChoraError } from '../model/errors.js';
import type { SearchDocument } from './document.js';
import { CARDS_PER_FILE, documentFiles } from './document-files.js';
import { encodeFile, encodeRoot } from './encode.js';
import { FACETS } from './facet-names.js';
import { MOST_DOCUMENTS, ROOT_PATH, type Root } from './format.js';
import type { MergeOptions } from './merge.js';
import { indexPartition, type Partition } from './partition.js';
import { termFiles } from './term-files.js';

export type BuildOptions = Partial<MergeOptions>;

/** Documents counted at once. Larger lunr builders take more memory and are slower; the files come out the same. */
export const PARTITION_SIZE = 250;

/**
 * The search index of a catalog as files: path relative to the index's folder → bytes (gzip). The same documents give the same
 * files, whatever their order.
 */
export function buildSearch(documents: readonly SearchDocument[], options: BuildOptions = {}): Map<string, Uint8Array> {
  const inOrder = inOrderOfIds(documents);
  const partitions: Partition[] = [];
  for (let first = 0; first < inOrder.length; first += PARTITION_SIZE)
    partitions.push(indexPartition(inOrder.slice(first, first + PARTITION_SIZE), first));
  return assembleSearch(inOrder, partitions, options);
}

/** In the order in which documents are numbered. */
export function inOrderOfIds(documents: readonly SearchDocument[]): readonly SearchDocument[] {
  if (documents.length > MOST_DOCUMENTS)
    throw new ChoraError('refused', 'search/too-many', `A search index holds ${MOST_DOCUMENTS} capabilities at most.`);
  return [...documents].sort((a, b) => compareText(a.id, b.id));
}

/** The files of documents in the order of their ids, whose partitions were counted elsewhere. */
export function assembleSearch(
  documents: readonly SearchDocument[],
  partitions: readonly Partition[],
  { quantise = true }: BuildOptions = {},
): Map<string, Uint8Array> {
  const { contents, tables } = termFiles(partitions, { quantise });
  const root: Root = {
    documents: documents.length,
    cardsPerFile: CARDS_PER_FILE,
    termsTag: tagOf(contents.values()),
    documentsTag: documentsTagOf(documents),
    tables,
    facets: FACETS,
  };
  const files = new Map([[ROOT_PATH, compress(encodeRoot(root))]]);
  for (const [path, content] of contents) files.set(path, compress(encodeFile(path, root.termsTag, content)));
  for (const [path, bytes] of buildDocumentFiles(documents)) files.set(path, bytes);
  return files;
}

/**
 * Of `buildSearch` the files of facets, and of cards where a document is `wanted`, for documents in the order of their ids. Where these
 * and what is searched of them (`searchedTextOf`) are what they were, all other files are too.
 */
export function buildDocumentFiles(
  documents: readonly SearchDocument[],
  wanted: (id: string) => boolean = () => true,
): Map<string, Uint8Array> {
  const tag = documentsTagOf(documents);
  const files = new Map<string, Uint8Array>();
  for (const [path, content] of documentFiles(documents, wanted)) files.set(path, compress(encodeFile(path, tag, content)));
  return files;
}

function documentsTagOf(documents: readonly SearchDocument[]): number {
  return tagOf(documents.map(({ id }) => new TextEncoder().encode(`${id}\n`)));
}

/** 32 bits of a digest: enough to tell two indexes of one catalog apart. */
function tagOf(contents: Iterable<Uint8Array>): number {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest().readUInt32BE(0);
}

/** The header of gzip names the system it was written on; here it is always “unknown”. */
function compress(content: Uint8Array): Uint8Array {
  // A copy: what zlib gives is a piece of a longer buffer, 16 KiB of which would stay in memory with it.
  const bytes = new Uint8Array(gzipSync(content, { level: 9, memLevel: 9, chunkSize: 4096 }));
  bytes[9] = 255;
  return bytes;
}
