import { ChoraError } from '../model/errors.js';
import {
  type Column,
  decodeCards,
  decodeColumn,
  decodeCompletions,
  decodeDictionary,
  decodePostings,
  decodeRoot,
  openFile,
  type PostingsFile,
} from './decode.js';
import { type Card, type Completions, pathOf, ROOT_PATH, type Root } from './format.js';
import type { TermCount } from './postings.js';
import { unpack } from './unpack.js';

/**
 * Gives the bytes of a file of the index, by its path relative to the index's folder. `fresh`: past every cache, because what came
 * before does not belong together.
 */
export type FetchShard = (path: string, options: { readonly fresh: boolean }) => Promise<Uint8Array>;

/** Files kept after use. */
const MOST_KEPT = 500;

/** The files of one index, decoded, each fetched once. */
export class ShardStore {
  private readonly kept = new Map<string, Promise<unknown>>();

  private constructor(
    private readonly fetchShard: FetchShard,
    private readonly fresh: boolean,
    readonly root: Root,
  ) {}

  static async open(fetchShard: FetchShard, fresh: boolean): Promise<ShardStore> {
    const bytes = await unpack(await fetchShard(ROOT_PATH, { fresh }), ROOT_PATH);
    return new ShardStore(fetchShard, fresh, decodeRoot(bytes, ROOT_PATH));
  }

  postings(table: 'p' | 'n', file: number): Promise<PostingsFile> {
    return this.once(pathOf(table, file), async (path) => decodePostings(await this.read(path, this.root.termsTag), path));
  }

  dictionary(table: 'd' | 'r' | 'm', file: number): Promise<readonly TermCount[]> {
    return this.once(pathOf(table, file), async (path) => decodeDictionary(await this.read(path, this.root.termsTag)));
  }

  completions(file: number): Promise<readonly Completions[]> {
    return this.once(pathOf('t', file), async (path) => decodeCompletions(await this.read(path, this.root.termsTag)));
  }

  column(facet: string): Promise<Column> {
    return this.once(pathOf('f', facet), async (path) =>
      decodeColumn(await this.read(path, this.root.documentsTag), this.root.documents),
    );
  }

  async card(document: number): Promise<Card> {
    const { cardsPerFile, documentsTag } = this.root;
    const path = pathOf('g', Math.floor(document / cardsPerFile));
    const cards = await this.once(path, async () => decodeCards(await this.read(path, documentsTag)));
    const card = cards[document % cardsPerFile];
    if (card === undefined)
      throw new ChoraError('io', 'search/damaged', `${path} has too few cards.`, 'Index again, or fetch the catalog again.');
    return card;
  }

  private async read(path: string, tag: number) {
    return openFile(await unpack(await this.fetchShard(path, { fresh: this.fresh }), path), path, tag);
  }

  /** A file that could not be had is asked for again the next time. */
  private once<T>(path: string, load: (path: string) => Promise<T>): Promise<T> {
    const known = this.kept.get(path) as Promise<T> | undefined;
    const file = known ?? load(path);
    this.kept.delete(path);
    this.kept.set(path, file);
    if (known === undefined) {
      file.catch(() => this.kept.delete(path));
      const [oldest] = this.kept.keys();
      if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    }
    return file;
  }
}

/** Number of the file that holds `term`, if any does: the last one that does not start after it. */
export function fileOf(firsts: readonly string[], term: string): number {
  let low = 0;
  let high = firsts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((firsts[middle] ?? '') <= term) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** First and last number of the files that hold terms with this beginning. */
export function filesOf(firsts: readonly string[], prefix: string): readonly [number, number] {
  const first = fileOf(firsts, prefix);
  let last = first;
  while (firsts[last + 1]?.startsWith(prefix)) last += 1;
  return [first, last];
}
