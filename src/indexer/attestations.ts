import pLimit from 'p-limit';
import { digestOf } from '../model/digest.js';
import type { BundleFile, ManifestFile } from '../model/manifest.js';
import type { SourceReading, SourceSpec } from '../model/source.js';
import type { SourceBefore } from './judge.js';
import type { IndexerOps } from './ops.js';

/** Questions to one host at a time, on behalf of one source. */
const AT_ONCE = 8;

export interface AttestedReading extends SourceReading {
  /** The host has nothing of a manifest that is new. Attesting takes its time, so that it is worth asking once more. */
  readonly unsettled: boolean;
}

/**
 * Adds, to each manifest with no bundle beside it, the bundles that the source's host keeps of it. The host is asked about digests
 * that the previous catalog has no entry for; of the others it keeps what it was told then.
 * @throws SourceError when the host does not answer: a manifest must not seem unsigned because of that.
 */
export async function withAttestations(
  reading: SourceReading,
  source: SourceSpec,
  before: SourceBefore,
  ops: Pick<IndexerOps, 'readAttestations'>,
  signal: AbortSignal,
): Promise<AttestedReading> {
  const kept = keptAttestations(before);
  const seen = new Set([...before.entries, ...before.quarantined].map(({ manifest }) => manifest.digest));
  const limit = pLimit(AT_ONCE);
  const asked = new Map<string, Promise<readonly BundleFile[]>>();
  let unsettled = false;

  const bundlesOf = (digest: string): Promise<readonly BundleFile[]> =>
    limit(async () => {
      const before = await kept(digest);
      if (before !== null) return before;
      const answer = await ops.readAttestations({ source, digest, signal });
      if (answer?.length === 0 && !seen.has(digest)) unsettled = true;
      return (answer ?? []).map((bytes) => ({ path: null, bytes }));
    });
  const attested = async (file: ManifestFile): Promise<ManifestFile> => {
    if ((file.bundles ?? []).length > 0) return file;
    const digest = digestOf(file.bytes);
    const answer = asked.get(digest) ?? bundlesOf(digest);
    asked.set(digest, answer);
    const bundles = await answer;
    return bundles.length === 0 ? file : { ...file, bundles };
  };
  const snapshots = await Promise.all(
    reading.snapshots.map(async (snapshot) => ({ ...snapshot, files: await Promise.all(snapshot.files.map(attested)) })),
  );
  return { ...reading, snapshots, unsettled };
}

/** What the previous catalog keeps of a digest's attestations; null where the host is to be asked. */
function keptAttestations({ entries, unsettled, blob }: SourceBefore): (digest: string) => Promise<readonly BundleFile[] | null> {
  const known = new Map(entries.map(({ manifest }) => [manifest.digest, manifest.bundles ?? []]));
  return async (digest) => {
    const bundles = known.get(digest)?.filter(({ path }) => path === undefined);
    if (bundles === undefined || (unsettled && bundles.length === 0)) return null;
    const files: BundleFile[] = [];
    for (const bundle of bundles) {
      const bytes = await blob(bundle.digest);
      if (bytes === null) return null;
      files.push({ path: null, bytes });
    }
    return files;
  };
}
