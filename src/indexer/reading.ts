import { digestOf } from '../model/digest.js';
import { GENERATOR } from '../model/generator.js';
import type { SourceSpec } from '../model/source.js';
import type { PullOptions } from './pull.js';

/** Digest of what decides, besides the commits, what is read of a source. Most sources of a run share one. */
export function readingOf({ ref, path, tags }: SourceSpec, { globs, trust }: PullOptions): string {
  const decisive = JSON.stringify([
    GENERATOR.version,
    ref ?? null,
    path ?? null,
    tags ?? null,
    globs,
    trust?.policy.digest ?? null,
    trust?.root.digest ?? null,
  ]);
  const known = digests.get(decisive);
  if (known !== undefined) return known;
  const digest = digestOf(decisive);
  digests.set(decisive, digest);
  return digest;
}
const digests = new Map<string, string>();
