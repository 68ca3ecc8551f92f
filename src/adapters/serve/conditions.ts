import type { IncomingHttpHeaders } from 'node:http';

/** First and last byte, both counted from 0 and both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Whether the asker has these bytes already (RFC 9110, 13.2.2): the entity tag decides, the time only where no tag is sent. */
export function isNotModified(headers: IncomingHttpHeaders, tag: string, modified: Date): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) return tags.trim() === '*' || tags.split(',').some((each) => each.trim().replace(/^W\//, '') === tag);
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return !Number.isNaN(since) && modified.getTime() <= since;
}

/**
 * The part of a file of `size` bytes that is asked for (RFC 9110, 14). Null: all of it, which is also the answer to several ranges, to
 * a unit that is not known and to a range of other bytes (`If-Range`). `unsatisfiable`: it starts behind the end.
 */
export function askedRange(headers: IncomingHttpHeaders, size: number, tag: string): ByteRange | 'unsatisfiable' | null {
  const [, first, last] = /^\s*bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(headers.range ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  const same = headers['if-range'];
  if (same !== undefined && same !== tag) return null;
  if (first === '')
    return Number(last) === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - Number(last)), end: size - 1 };
  if (last !== '' && Number(last) < Number(first)) return null;
  if (Number(first) >= size) return 'unsatisfiable';
  return { start: Number(first), end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}

/** Whether the asker takes gzip (RFC 9110, 12.5.3). */
export function takesGzip(headers: IncomingHttpHeaders): boolean {
  const weights = new Map<string, number>();
  for (const each of String(headers['accept-encoding'] ?? '').split(',')) {
    const [, name, weight = '1'] = /^\s*([\w*-]+)\s*(?:;\s*q=([\d.]+)\s*)?$/i.exec(each) ?? [];
    if (name !== undefined) weights.set(name.toLowerCase(), Number(weight));
  }
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
}
