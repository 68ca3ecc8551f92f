import { pinnedOf } from '../indexer/settle.js';
import { canonicalJson } from '../model/canonical-json.js';
import type { Catalog } from '../model/catalog.js';
import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import type { Entry, JudgedManifest, QuarantinedManifest, SourceRow } from '../model/generated/types.js';
import { quote } from '../model/quote.js';
import { hasFailed } from '../model/source.js';
import { type ExaminedManifest, examine, type Trust } from '../trust/examine.js';
import { whole } from './content.js';
import type { MirrorOps } from './ops.js';
import { withEntries } from './select.js';

/** Entries of one manifest. */
export interface ClaimedManifest {
  /** Of all that a judgement depends on, save for policy and trusted root. */
  readonly key: string;
  readonly entries: readonly [Entry, ...Entry[]];
  /** The repository's id that the release names. */
  readonly pinned: string | undefined;
  /** Whether the source was read when the release was made: what is older was judged by the policy and the program of then. */
  readonly settled: boolean;
}

export interface Judgement {
  /** What is mirrored: without what the mirror's own policy keeps out. */
  readonly catalog: Catalog;
  readonly judged: readonly JudgedManifest[];
  /** Manifests that were judged now. */
  readonly verified: number;
  /** Manifests that were judged before. */
  readonly known: number;
}

export interface JudgeOptions {
  readonly trust: Trust;
  /** Whether that is the mirror's own word, or what the release brought along. */
  readonly own: boolean;
  /** Whether this very version of the program made the release: then the words of a judgement are the same too. */
  readonly exact: boolean;
  /** Keys of manifests that were judged before by the same policy, and found to be what the release says. */
  readonly known: ReadonlySet<string>;
  blob(digest: string): Uint8Array | null;
  prove: MirrorOps['prove'];
  told(done: number, total: number): void;
}

/** The manifests that entries are from. */
export function manifestsOf({ entries, sources }: Pick<Catalog, 'entries' | 'sources'>): ClaimedManifest[] {
  const rows = new Map<string, SourceRow>(sources.map((row) => [row.id, row]));
  const groups = new Map<string, [Entry, ...Entry[]]>();
  for (const entry of entries) {
    const { source, path, commit, ref, manifest } = entry;
    const group = canonicalJson([source, path, commit, ref, manifest]);
    const others = groups.get(group);
    if (others === undefined) groups.set(group, [entry]);
    else others.push(entry);
  }
  return [...groups].map(([group, entries]) => {
    const row = rows.get(entries[0].source);
    const pinned = pinnedOf(row);
    const settled = row === undefined || !hasFailed(row.state);
    const claims = entries.map(({ id, provenance }) => [id, provenance ?? null]);
    return { key: digestOf(canonicalJson([group, claims, pinned ?? null, settled])), entries, pinned, settled };
  });
}

/**
 * Judges the manifests of a catalog again, from their bytes and bundles. A manifest that the release calls verified, and that is not,
 * ends it all: whoever publishes does not do as they say, or is not who they were. What the mirror's own policy does not admit
 * is kept out, and told.
 * @throws ChoraError `mirror/proof-refused`
 */
export async function judgeManifests(catalog: Catalog, options: JudgeOptions): Promise<Judgement> {
  const manifests = manifestsOf(catalog);
  const fresh = manifests.filter(({ key }) => !options.known.has(key));
  const judged: JudgedManifest[] = [];
  const replaced = new Map<Entry, Entry | null>();
  const quarantined: QuarantinedManifest[] = [];
  let done = 0;
  const examined = await Promise.all(
    fresh.map(async (manifest) => {
      const result = await examineAgain(manifest, options);
      done += 1;
      options.told(done, fresh.length);
      return { manifest, result };
    }),
  );
  for (const { manifest, result } of examined) {
    const verdict = verdictOf(manifest, result, options);
    if (verdict.lie !== null) throw refusal(manifest.entries[0], verdict.lie);
    if (verdict.judged === null) continue;
    judged.push(verdict.judged);
    const { refused, provenance } = result;
    for (const entry of manifest.entries)
      replaced.set(entry, refused === null ? { ...entry, provenance: { ...provenance } } : null);
    if (refused !== null) quarantined.push(quarantinedManifest(manifest, result, refused));
  }
  const entries = catalog.entries.flatMap((entry) => {
    const now = replaced.get(entry);
    return now === null ? [] : [now ?? entry];
  });
  return {
    catalog:
      replaced.size === 0
        ? catalog
        : {
            ...withEntries(catalog, entries),
            quarantined: [...catalog.quarantined, ...quarantined],
            trust: catalog.trust ?? { policy: options.trust.policy, root: options.trust.root },
          },
    judged,
    verified: fresh.length,
    known: manifests.length - fresh.length,
  };
}

/** What a manifest's examination means: a release that does not tell the truth, or something to tell of it. */
export function verdictOf(
  manifest: ClaimedManifest,
  result: ExaminedManifest,
  { own, exact }: Pick<JudgeOptions, 'own' | 'exact'>,
): { readonly lie: string | null; readonly judged: JudgedManifest | null } {
  const { provenance, refused } = result;
  const { outcome, reason } = provenance;
  const claimed = manifest.entries[0].provenance?.outcome;
  // “untrusted” means that somebody did sign, whom the mirror's own policy does not name.
  const holds = outcome === 'verified' || (own && outcome === 'untrusted');
  if (!own && refused !== null) return { lie: refused, judged: null };
  if (refused === null && claimed === 'verified' && !holds) return { lie: reason, judged: null };
  if (!own && exact && manifest.settled && !manifest.entries.every((entry) => says(entry, provenance)))
    return { lie: `the release words it otherwise than the proof does: ${reason}`, judged: null };
  if (refused === null && (outcome === claimed || !own)) return { lie: null, judged: null };
  return { lie: null, judged: judgedManifest(manifest, result) };
}

function says({ provenance }: Entry, proved: ExaminedManifest['provenance']): boolean {
  return canonicalJson(provenance ?? null) === canonicalJson(proved);
}

/** A release without a policy says of nobody that they signed. @throws ChoraError `mirror/proof-refused` */
export function refuseClaims(catalog: Pick<Catalog, 'entries' | 'sources'>): void {
  for (const { entries, settled } of manifestsOf(catalog)) {
    const claimed = entries.find(({ provenance }) => provenance !== undefined);
    if (claimed !== undefined && settled) throw refusal(claimed, 'the release has no policy to judge it by.');
  }
}

/** One manifest, by what the mirror has of it. */
export async function examineAgain(
  { entries, pinned }: Pick<ClaimedManifest, 'entries' | 'pinned'>,
  { trust, blob, prove }: Pick<JudgeOptions, 'trust' | 'blob' | 'prove'>,
): Promise<ExaminedManifest> {
  const [{ source, path, commit, line, manifest }] = entries;
  const bytes = whole(blob(manifest.digest), manifest.digest);
  const bundles = (manifest.bundles ?? []).map(({ digest, path: at = null }) => ({
    path: at,
    bytes: whole(blob(digest), digest),
  }));
  const proofs =
    bundles.length === 0 ? [] : await prove(trust, { artifact: { bytes }, bundles: bundles.map((bundle) => bundle.bytes) });
  const aliases = entries.flatMap(({ capability }) => (capability.aliases ?? []).map(({ id }) => id));
  const claims = { commit, ids: entries.map(({ id }) => id), aliases, pinned, line };
  return examine(trust.policy, { source, path, bytes, bundles }, claims, { proofs });
}

function judgedManifest({ entries }: ClaimedManifest, { provenance, refused }: ExaminedManifest): JudgedManifest {
  const [{ source, path, manifest }] = entries;
  return {
    source,
    path,
    manifest: manifest.digest,
    blobs: [manifest.digest, ...(manifest.bundles ?? []).map(({ digest }) => digest)],
    capabilities: entries.map(({ id }) => id),
    outcome: provenance.outcome,
    quarantined: refused !== null,
    reason: refused ?? provenance.reason,
  };
}

function quarantinedManifest(
  { entries }: ClaimedManifest,
  { provenance }: ExaminedManifest,
  reason: string,
): QuarantinedManifest {
  const [{ source, commit, ref, path, manifest }] = entries;
  const capabilities = entries.map(({ id, version }) => ({ id, version }));
  return { source, commit, ref, path, manifest, capabilities, provenance: { ...provenance }, reason };
}

function refusal({ source, path, provenance }: Entry, why: string): ChoraError {
  const claimed = provenance?.outcome;
  const says = claimed === undefined ? 'without a word of who signed it' : `as ${claimed}`;
  return new ChoraError(
    'trust',
    'mirror/proof-refused',
    `The release is refused: it has ${quote(`${source} ${path}`, 300)} ${says}, and its proof does not hold: ${why}`,
    'The release before is still served. Tell whoever publishes it; a policy of your own can keep the manifest out.',
  );
}
