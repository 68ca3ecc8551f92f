import { FieldError } from './errors.ts';

export interface Page {
  readonly after?: string | null;
  readonly before?: string | null;
  readonly first?: number | null;
  readonly last?: number | null;
}

/** A connection of the GraphQL schema: its nodes of one page, and what a client needs for the next. */
export interface Connection<T> {
  readonly nodes: readonly T[];
  /** Of each node. */
  readonly cursors: readonly string[];
  readonly totalCount: number;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export type Key = readonly (string | number)[];

/**
 * A page of nodes that are in the order of their keys. The cursor holds the key, not a position: what is added or taken away
 * between two pages neither repeats nor hides another node.
 */
export function keyset<T>(sorted: readonly T[], keyOf: (node: T) => Key, page: Page, descending = false): Connection<T> {
  const sign = descending ? -1 : 1;
  const after = page.after == null ? null : readCursor(page.after);
  const before = page.before == null ? null : readCursor(page.before);
  const later = (node: T): boolean => after === null || sign * compareKeys(keyOf(node), after) > 0;
  const earlier = (node: T): boolean => before === null || sign * compareKeys(keyOf(node), before) < 0;
  const range = sorted.filter((node) => later(node) && earlier(node));
  const nodes = page.first == null ? range.slice(-(page.last ?? 0)) : range.slice(0, page.first);
  const cut = range.length > nodes.length;
  const [hasNextPage, hasPreviousPage] = page.first == null ? [before !== null, cut] : [cut, after !== null];
  const cursors = nodes.map((node) => writeCursor(keyOf(node)));
  return { nodes, cursors, totalCount: sorted.length, hasNextPage, hasPreviousPage };
}

/** A page of a list as it is, by position. */
export function positions<T>(list: readonly T[], page: Page): Connection<T> {
  const numbered = list.map((node, index) => ({ node, key: [index + 1] }));
  const connection = keyset(numbered, ({ key }) => key, page);
  return { ...connection, nodes: connection.nodes.map(({ node }) => node) };
}

function compareKeys(a: Key, b: Key): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

const PREFIX = 'cursor:v2:';

function writeCursor(key: Key): string {
  return Buffer.from(`${PREFIX}${JSON.stringify(key)}`).toString('base64');
}

function readCursor(cursor: string): Key {
  const text = Buffer.from(cursor, 'base64').toString();
  try {
    if (text.startsWith(PREFIX)) return JSON.parse(text.slice(PREFIX.length)) as Key;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new FieldError('INVALID_CURSOR_ARGUMENTS', `\`${cursor}\` does not appear to be a valid cursor.`);
}
