import { ChoraError } from '../model/errors.js';
import type { MirrorExport, MirrorImportReport } from '../model/generated/types.js';
import { quote } from '../model/quote.js';
import { contentAt, parseExport, unpackRules } from './carried.js';
import type { MirrorConfig } from './config.js';
import type { MirrorOps, Origin, UnpackedFile } from './ops.js';
import { compareFolders, parseRelease } from './record.js';
import { type SyncOptions, syncUnderLock } from './sync.js';
import { trustedNow } from './trusted.js';
import { underLock } from './under-lock.js';

/**
 * Brings a mirror up to date with a file that was carried here: the sync, from that file. All that is refused of what is published is
 * refused of what is carried. What the file says of itself is asked for one thing alone: to refuse at once what cannot end well, before
 * anything of it is trusted.
 * @throws ChoraError as `syncMirror`; `mirror/import-file`, `mirror/other-view`, `mirror/import-needs-base`, `mirror/import-incomplete`
 */
export async function importMirror(
  config: MirrorConfig,
  ops: MirrorOps,
  path: string,
  options: SyncOptions,
): Promise<MirrorImportReport> {
  let file: string | undefined;
  const about = () => (file === undefined ? {} : { file });
  return await underLock(
    ops,
    options.signal,
    'sync',
    async (ledger, signal) => {
      options.watch({ event: 'stage', stage: 'unpack' });
      const unpacked = await ops.carrier.unpack(path, unpackRules(config.limits, ops.store), signal);
      file = unpacked.digest;
      try {
        const carried = parseExport(unpacked.manifest);
        await refuseEarly(carried, config, ops);
        const from = {
          ...ops,
          origin: originOf(path, unpacked),
          places: { ...ops.places, metadata: unpacked.folder, targets: unpacked.folder },
        };
        // A file does not change by being read again.
        const once = { ...config, limits: { ...config.limits, retries: 0, bandwidth: null } };
        const imported = { ...options, signal, file };
        const sync = await syncUnderLock(once, from, ledger, imported).catch((error: unknown) => {
          throw explained(error, carried, path);
        });
        return { file: { path, digest: unpacked.digest, size: unpacked.size }, export: carried, sync };
      } finally {
        await unpacked.remove();
      }
    },
    about,
  );
}

function originOf(name: string, unpacked: UnpackedFile): Origin {
  return {
    name,
    open: (path, from) => {
      const content = contentAt(path);
      const chunks = content && unpacked.open(content.kind, content.digest, from);
      return Promise.resolve(chunks && { from, chunks });
    },
  };
}

async function refuseEarly({ view, needs, release, roots }: MirrorExport, config: MirrorConfig, ops: MirrorOps): Promise<void> {
  if (view !== config.view)
    throw new ChoraError(
      'usage',
      'mirror/other-view',
      `The file is of the view ${view}, and this mirror follows the view ${config.view}.`,
      `Export from a mirror that follows the view ${config.view}.`,
    );
  const here = newestHere(ops);
  if (needs !== null && (here ?? 0) < needs)
    throw new ChoraError(
      'usage',
      'mirror/import-needs-base',
      `The file goes from release ${needs} to ${release}, and this mirror ${here === null ? 'has no release yet' : `is at release ${here}`}.`,
      here === null
        ? 'Export without --since, or import the files before this one first.'
        : `Export with --since ${here} or without it, or import the files before this one first.`,
    );
  const trusted = await trustedNow(ops);
  if (trusted !== null && trusted.versions.root + 1 < roots.from)
    throw new ChoraError(
      'usage',
      'mirror/import-needs-base',
      `The file holds roots from version ${roots.from} on, and this mirror trusts version ${trusted.versions.root}.`,
      'Export from a mirror that was made with an earlier root: it keeps all those that came after.',
    );
}

/** The greatest release that this mirror has had whole and still keeps. */
function newestHere({ store: { releases } }: MirrorOps): number | null {
  const newest = [...releases.list()].sort(compareFolders).at(-1);
  if (newest === undefined) return null;
  const { release, versions } = parseRelease(releases.readRecord(newest), newest);
  return Math.max(release, versions.targets);
}

/** There is no network to blame, and no address to check: what is not in the file is not in it, or it is not the file that was meant. */
function explained(error: unknown, { catalog, needs, release }: MirrorExport, path: string): unknown {
  if (error instanceof ChoraError && error.code === 'tuf/signature')
    return new ChoraError(
      'trust',
      error.code,
      `${path} is not signed by whom this mirror trusts: ${error.message}`,
      `The release before is still served. The file says that it is of ${quote(catalog ?? 'a catalog without a name')}: import it into the mirror of that catalog, or copy it again.`,
      { cause: error },
    );
  if (!(error instanceof ChoraError) || error.kind !== 'network') return error;
  return new ChoraError(
    'network',
    'mirror/import-incomplete',
    `${path} lacks a part of release ${release} that this mirror lacks too: ${error.message}`,
    needs === null
      ? 'The release before is still served. Export it again, from a mirror that chora mirror verify finds whole.'
      : 'The release before is still served. Export it again, without --since.',
    { cause: error },
  );
}
