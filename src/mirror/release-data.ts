import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import type { Entry, MirrorRelease } from '../model/generated/types.js';
import { GENERATOR } from '../model/generator.js';
import type { Trust } from '../trust/examine.js';
import { parsePolicy } from '../trust/policy.js';
import { parseTrustedRoot } from '../trust/trusted-root.js';
import type { Target } from './names.js';
import type { EarlierContents, MirrorOps, ReadTarget, ReleaseContents } from './ops.js';
import { manifestsOf } from './prove.js';
import { selectEntries } from './select.js';

/** A release's data, from targets that are in the store. @throws ChoraError */
export async function releaseData(
  targets: readonly Pick<Target, 'name' | 'digest'>[],
  { store, format }: Pick<MirrorOps, 'store' | 'format'>,
): Promise<ReleaseContents> {
  return await format.read(namesOf(targets), readerOf(targets, store));
}

/** The data of the release before, beside the one that is made; null where its targets are gone: then everything is new. */
export async function earlierData(
  { targets }: MirrorRelease,
  now: { readonly data: ReleaseContents; readonly targets: readonly Pick<Target, 'name' | 'digest'>[] },
  { store, format }: Pick<MirrorOps, 'store' | 'format'>,
): Promise<EarlierContents | null> {
  const [names, read] = [namesOf(targets), readerOf(targets, store)];
  const digests = new Map(now.targets.map(({ name, digest }) => [name, digest]));
  const same = new Set(targets.filter(({ name, digest }) => digests.get(name) === digest).map(({ name }) => name));
  try {
    return await (format.readEarlier?.(names, read, { data: now.data, same }) ?? format.read(names, read));
  } catch (error) {
    if (error instanceof ChoraError && error.code === 'mirror/damaged') return null;
    throw error;
  }
}

const namesOf = (targets: readonly Pick<Target, 'name'>[]) => targets.map(({ name }) => name);

function readerOf(targets: readonly Pick<Target, 'name' | 'digest'>[], store: MirrorOps['store']): ReadTarget {
  const byName = new Map(targets.map(({ name, digest }) => [name, digest]));
  return (name) => {
    const digest = byName.get(name);
    if (digest === undefined) return Promise.resolve(null);
    const bytes = store.read('targets', digest);
    if (bytes !== null && digestOf(bytes) === digest) return Promise.resolve(bytes);
    return Promise.reject(new ChoraError('io', 'mirror/damaged', `The target ${name} is not in the store any more.`, REPAIR));
  };
}
const REPAIR = 'chora mirror sync DIR --repair fetches it again.';

/** The entries of a release as the mirror made it: the filter's part, without what was kept out. */
export function mirroredEntries(data: EarlierContents, { only, judged }: MirrorRelease): Entry[] {
  const out = new Set(
    judged.filter(({ quarantined }) => quarantined).map((each) => `${each.source} ${each.path} ${each.manifest}`),
  );
  return selectEntries(data.catalog, only).entries.filter(
    ({ source, path, manifest }) => !out.has(`${source} ${path} ${manifest.digest}`),
  );
}

/** The mirror's own word goes before that of the release. @throws ChoraError `trust/policy`, `trust/trusted-root` */
export function trustFor(own: Trust | null, { catalog }: Pick<ReleaseContents, 'catalog'>): Trust | null {
  if (own !== null) return own;
  if (catalog.trust === null) return null;
  return {
    policy: parsePolicy(catalog.trust.policy.text, 'targets/policy.yaml'),
    root: parseTrustedRoot(catalog.trust.root.text, 'targets/trusted_root.json'),
  };
}

/** What was judged for the release before, by the same policy and version of the program, with nothing to say about it. */
export function knownKeys(
  trust: Trust,
  own: boolean,
  before: MirrorRelease | null,
  earlier: EarlierContents | null,
): Set<string> {
  const same =
    before?.proofs === true &&
    before.trust?.own === own &&
    before.trust.policy === trust.policy.digest &&
    before.trust.trusted_root === trust.root.digest &&
    before.generator.own === GENERATOR.version;
  if (!same || earlier === null) return new Set();
  const judged = new Set(before.judged.map(({ source, path, manifest }) => `${source} ${path} ${manifest}`));
  const selected = selectEntries(earlier.catalog, before.only);
  return new Set(
    manifestsOf(selected).flatMap(({ key, entries: [{ source, path, manifest }] }) =>
      judged.has(`${source} ${path} ${manifest.digest}`) ? [] : [key],
    ),
  );
}
