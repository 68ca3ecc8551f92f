import { guardLog } from '../compatibility/guard-log.js';
import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import type { MirrorChanges, MirrorRelease, RecordsComparison } from '../model/generated/types.js';
import { GENERATOR } from '../model/generator.js';
import { MANIFEST_LIMITS } from '../model/limits.js';
import { BUNDLE_LIMITS } from '../trust/bundle.js';
import type { Trust } from '../trust/examine.js';
import { changesBetween } from './changes.js';
import type { MirrorConfig } from './config.js';
import type { Lacking } from './download.js';
import type { Fetcher } from './fetch.js';
import { blobPath, hostile, type Target } from './names.js';
import type { EarlierContents, MirrorOps, ReleaseContents } from './ops.js';
import { partOf } from './part.js';
import { type Judgement, judgeManifests, refuseClaims } from './prove.js';
import { agingOf, folderFor, policyChanged, type ReleaseRecord, sealRelease } from './record.js';
import { compareRecords, knownRecords, NOT_COMPARED } from './records.js';
import { earlierData, knownKeys, mirroredEntries, releaseData, trustFor } from './release-data.js';
import { blobsOf, type Staged, stageRelease } from './stage.js';
import type { TrustedRelease } from './tuf-client.js';
import type { MirrorWatch } from './watch.js';

/** What a release is to be made from. */
export interface Making {
  readonly config: MirrorConfig;
  readonly own: Trust | null;
  readonly targets: readonly Target[];
  readonly trusted: Pick<TrustedRelease, 'versions' | 'catalog'>;
  readonly generatedAt: string;
  readonly fingerprint: string;
  /** The release that is served now. */
  readonly before: MirrorRelease | null;
  /** Whether to judge and to render everything, whatever was judged and rendered before. */
  readonly anew: boolean;
}

export interface MadeRelease {
  readonly record: ReleaseRecord;
  readonly changes: MirrorChanges;
  readonly proofs: { readonly verified: number; readonly known: number };
  /** Whether the release, by which its manifests were judged, brought another policy or trusted root than the one before. */
  readonly policyChanged: boolean;
}

/**
 * Makes a whole release out of targets that are in the store: fetches what blobs are lacking, judges the manifests, renders, and
 * compares with what was published. The release is on the disk then, and is not served yet.
 */
export async function makeRelease(
  making: Making,
  ops: MirrorOps,
  fetcher: Pick<Fetcher, 'fetch'>,
  { signal, watch }: { readonly signal: AbortSignal; readonly watch: MirrorWatch },
): Promise<MadeRelease> {
  const { config, targets, trusted, generatedAt, before } = making;
  const { store } = ops;
  const published = await releaseData(targets, ops);
  const earlier = before === null ? null : await earlierData(before, { data: published, targets }, ops);
  guardLog(earlier?.decisions ?? '', published.decisions);
  const selected = { ...published, catalog: partOf(published.catalog, config.only) };
  await fetcher.fetch(lackingBlobs(selected, config), signal);
  const trust = trustFor(making.own, selected);
  watch({ event: 'stage', stage: 'prove' });
  const judgement = await judge(selected, trust, making, earlier, ops, watch);
  const records = await compare(selected, making, earlier, ops, signal);
  signal.throwIfAborted();
  watch({ event: 'stage', stage: 'render' });
  const data = { ...selected, catalog: judgement.catalog };
  const folder = folderFor(trusted.versions.targets, store.releases.list());
  const staged = await stage(folder, data, published, making, earlier, ops);
  const { site } = staged.rendered;
  const compared = compareSites(site, published, judgement, config);
  const { ttl, alert_after, exceptions } = published.freshness;
  const record: ReleaseRecord = {
    format: 'chora-mirror-release/v1',
    release: trusted.versions.targets,
    folder,
    catalog: trusted.catalog,
    versions: { ...trusted.versions },
    generated_at: generatedAt,
    made_at: ops.now().toISOString(),
    fingerprint: making.fingerprint,
    targets: targets.map(({ name, digest, size }) => ({ name, digest, size })),
    files: digestOf(staged.list),
    site: { digest: site.digest, files: site.files, published: published.site.digest, compared },
    generator: { published: published.catalog.identity.generator.version, own: GENERATOR.version },
    trust: trust && { policy: trust.policy.digest, trusted_root: trust.root.digest, own: making.own !== null },
    proofs: config.proofs,
    records,
    only: config.only,
    judged: [...judgement.judged],
    freshness: { ttl, alert_after, exceptions },
    capabilities: agingOf(judgement.catalog),
  };
  signal.throwIfAborted();
  await staged.finish(sealRelease(record));
  return {
    record,
    changes: changesBetween(
      earlier === null || before === null ? [] : mirroredEntries(earlier, before),
      judgement.catalog.entries,
    ),
    proofs: { verified: judgement.verified, known: judgement.known },
    policyChanged: policyChanged(record, before),
  };
}

/**
 * Makes the release out of the one before, as far as that goes. Where something else comes of it than was published, it is made anew,
 * since a file of the release before may have been damaged.
 */
async function stage(
  folder: string,
  data: ReleaseContents,
  published: ReleaseContents,
  { targets, generatedAt, before, anew }: Making,
  earlier: EarlierContents | null,
  ops: MirrorOps,
): Promise<Staged> {
  const from = anew || before?.generator.own !== GENERATOR.version ? null : before;
  // Of a part of the catalog, or of one that was judged by another policy, the pages show something else than its targets hold.
  const shown = from?.site.compared === 'equal' && data.catalog === published.catalog ? earlier : null;
  const staged = await stageRelease(folder, data, targets, generatedAt, from && { record: from, shown }, ops);
  const right = staged.rendered.site.digest === published.site.digest || data.catalog !== published.catalog;
  return from === null || right ? staged : await stageRelease(folder, data, targets, generatedAt, null, ops);
}

async function judge(
  { catalog }: ReleaseContents,
  trust: Trust | null,
  { config, own, before, anew }: Making,
  earlier: EarlierContents | null,
  { store, prove }: MirrorOps,
  watch: MirrorWatch,
): Promise<Judgement> {
  if (!config.proofs) return { catalog, judged: [], verified: 0, known: 0 };
  if (trust === null) {
    refuseClaims(catalog);
    return { catalog, judged: [], verified: 0, known: 0 };
  }
  return await judgeManifests(catalog, {
    trust,
    exact: catalog.identity.generator.version === GENERATOR.version,
    own: own !== null,
    known: anew ? new Set() : knownKeys(trust, own !== null, before, earlier),
    blob: (digest) => store.read('blobs', digest),
    prove,
    told: (done, total) => watch({ event: 'proofs', done, total }),
  });
}

async function compare(
  { catalog }: ReleaseContents,
  { config, before, anew }: Making,
  earlier: EarlierContents | null,
  { format, store, sleep }: MirrorOps,
  signal: AbortSignal,
): Promise<RecordsComparison> {
  const { describe } = format;
  if (!config.records || describe === undefined) return { state: 'off', ...NOT_COMPARED };
  if (catalog.identity.generator.version !== GENERATOR.version) return { state: 'other-generator', ...NOT_COMPARED };
  const known = anew ? new Set<string>() : knownRecords(before, earlier);
  return await compareRecords(catalog, { describe, known, blob: (digest) => store.read('blobs', digest), sleep }, signal);
}

function lackingBlobs({ catalog }: ReleaseContents, { limits }: MirrorConfig): Lacking[] {
  const manifests = new Set(catalog.entries.map(({ manifest }) => manifest.digest));
  let total = 0;
  return [...blobsOf(catalog.entries)].map(([digest, size]) => {
    const limit = manifests.has(digest) ? MANIFEST_LIMITS.bytes : BUNDLE_LIMITS.bytes;
    if (size > limit) throw hostile(`it names a file of ${size} bytes, and ${limit} are allowed`);
    total += size;
    if (total > limits.release) throw hostile(`it names files of more than ${limits.release} bytes`, 'limits.release');
    return { kind: 'blobs', path: blobPath(digest), digest, size };
  });
}

/** @throws ChoraError `mirror/site-differs` */
function compareSites(
  site: { readonly digest: string },
  published: ReleaseContents,
  { judged }: Judgement,
  { only }: MirrorConfig,
): MirrorRelease['site']['compared'] {
  if (site.digest === published.site.digest) return 'equal';
  if (only !== null) return 'partial';
  if (judged.length > 0) return 'own-policy';
  if (published.catalog.identity.generator.version !== GENERATOR.version) return 'other-generator';
  throw new ChoraError(
    'trust',
    'mirror/site-differs',
    `The site made from the release has the digest ${site.digest}, and the release says ${published.site.digest}.`,
    'The release before is still served. Whoever publishes it did not make its site with this version of chora, or the data was changed.',
  );
}
