/** Longer addresses are refused: the longest file name of a catalog has 150 characters, each three when it is escaped. */
const LONGEST = 2_048;
/** What a store writes beside a file before it takes its place. */
const PIECE = /\.tmp-\d+$/;

/**
 * The path of the file that a request asks for, relative to the folder that is served and with `/` between its parts.
 * `malformed`: the address of no file, such as one with `..`, with a broken escape, or with a slash or a control character inside a
 * part. `hidden`: a folder, a file whose name starts with a dot, or one that is being written.
 */
export type RequestPath = { readonly path: string } | { readonly refused: 'malformed' | 'hidden' };

/** Reads the target of a request line, such as `/capabilities/a.b.c.html?x=1`. Each part is decoded once. */
export function requestPath(target: string): RequestPath {
  const [escaped = ''] = target.split(/[?#]/, 1);
  if (!escaped.startsWith('/') || escaped.length > LONGEST) return { refused: 'malformed' };
  if (escaped === '/') return { path: 'index.html' };
  const parts: string[] = [];
  for (const part of escaped.slice(1).split('/')) {
    const name = decode(part);
    if (name === null || !isName(name)) return { refused: 'malformed' };
    parts.push(name);
  }
  const isFolder = parts.at(-1) === '';
  if (parts.slice(0, -1).includes('')) return { refused: 'malformed' };
  if (isFolder || parts.some((part) => part.startsWith('.') || PIECE.test(part))) return { refused: 'hidden' };
  return { path: parts.join('/') };
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** Whether it can name a file in a folder, whatever the system: `\` and `:` lead elsewhere on Windows. */
function isName(part: string): boolean {
  return part !== '.' && part !== '..' && !/[/\\:\p{Cc}]/u.test(part);
}
