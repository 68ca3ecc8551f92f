import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Metadata, MetadataKind } from '@tufjs/models';
import { type BaseFetcher, Updater } from 'tuf-js';
import { DownloadHTTPError, DownloadLengthMismatchError } from 'tuf-js/dist/error.js';
import { ChoraError } from '../model/errors.js';
import type { PublishOps, ReleaseFiles } from '../publish/ops.js';

const METADATA = 'https://release.invalid/metadata/';
const TARGETS = 'https://release.invalid/targets/';

type Fetcher = Pick<BaseFetcher, 'downloadBytes' | 'downloadFile'>;

/** Runs a client of TUF from what it trusts against a release that is not in its place yet, as `PublishOps.verifyRelease` says. */
export const verifyRelease: PublishOps['verifyRelease'] = async (previous, release, targets, now) => {
  const folder = mkdtempSync(join(tmpdir(), 'chora-publish-'));
  try {
    writeFileSync(join(folder, 'root.json'), previous.root);
    for (const [role, bytes] of Object.entries(previous.online ?? {})) writeFileSync(join(folder, `${role}.json`), bytes);
    const updater = new Updater({
      metadataDir: folder,
      targetDir: folder,
      metadataBaseUrl: METADATA,
      targetBaseUrl: TARGETS,
      fetcher: fetcherOf(release, folder),
      config: { targetsMaxLength: 64 * 1024 * 1024 },
    });
    setTime(updater, now);
    await updater.refresh();
    // The library would verify the list anew for each target, which takes longer the longer it is.
    const listed = Metadata.fromJSON(MetadataKind.Targets, JSON.parse(readFileSync(join(folder, 'targets.json'), 'utf8')));
    for (const name of targets) {
      const info = listed.signed.targets[name];
      if (info === undefined) throw new Error(`${name} is not listed`);
      await updater.downloadTarget(info, join(folder, 'target'));
    }
  } catch (error) {
    throw new ChoraError(
      'trust',
      'publish/unverifiable-release',
      `A client that trusts what is published now would refuse this release: ${error instanceof Error ? error.message : String(error)}.`,
      'Nothing was written. Look at chora publish status: whether a root has expired, and whether the clock is right.',
      { cause: error },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The library takes the time from the system alone; what it compares expiries with is a field of its trusted set. */
function setTime(updater: Updater, now: Date): void {
  const { trustedSet } = updater as unknown as { trustedSet?: { referenceTime?: unknown } };
  if (!(trustedSet?.referenceTime instanceof Date))
    throw new TypeError('tuf-js keeps its time elsewhere than this was written for');
  trustedSet.referenceTime = now;
}

function fetcherOf(release: ReleaseFiles, folder: string): Fetcher {
  const get = (url: string, limit: number): Buffer => {
    const bytes = url.startsWith(METADATA)
      ? release.metadata(decodeURIComponent(url.slice(METADATA.length)))
      : release.target(decodeURIComponent(url.slice(TARGETS.length)));
    if (bytes === null) throw new DownloadHTTPError(`${url.replace('https://release.invalid/', '')} is missing`, 404);
    if (bytes.length > limit) throw new DownloadLengthMismatchError(`${url} has more than ${limit} bytes`);
    return Buffer.from(bytes);
  };
  const settle = async <T>(make: () => T): Promise<Awaited<T>> => await make();
  return {
    downloadBytes: (url, limit) => settle(() => get(url, limit)),
    downloadFile: (url, limit, handler) =>
      settle(() => {
        const file = join(folder, 'download');
        writeFileSync(file, get(url, limit));
        return handler(file);
      }),
  };
}
