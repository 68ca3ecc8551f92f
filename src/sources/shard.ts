import { createHash } from 'node:crypto';

/** One of several runs that share the sources of a configuration: the `number`th, from 1, of `count`. */
export interface Shard {
  readonly number: number;
  readonly count: number;
}

/** As many as a byte has values. */
export const MAX_SHARDS = 256;

/**
 * The shard, from 1, that a source falls to: by the first byte of the sha256 of its id, which also names the file of the catalog that
 * holds its entries. So a shard opens no file of another, and who takes what needs no agreement.
 */
export function shardOfSource(id: string, count: number): number {
  return ((createHash('sha256').update(id).digest()[0] ?? 0) % count) + 1;
}

/** What one of the shards may spend of a run's points: an equal share, and at least one. null: no limit. */
export function shareOfPoints(points: number | null, { count }: Shard = { number: 1, count: 1 }): number | null {
  return points === null ? null : Math.max(1, Math.floor(points / count));
}

/** `3/16` → the third of sixteen; null where it is not one. */
export function parseShard(text: string): Shard | null {
  const match = /^([1-9]\d{0,2})\/([1-9]\d{0,2})$/.exec(text);
  const [number, count] = [Number(match?.[1]), Number(match?.[2])];
  return match && number <= count && count <= MAX_SHARDS ? { number, count } : null;
}
