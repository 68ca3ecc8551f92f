import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TufTransport } from '../../mirror/tuf-client.js';
import { ChoraError } from '../../model/errors.js';
import type { PublishOps, ReleaseFiles, TrustedFiles } from '../../publish/ops.js';
import { systemCode } from '../system-error.js';
import { TufJsClient } from '../tuf/client.js';
import { endlessData } from '../tuf/refusal.js';
import { TUF_LIMITS } from '../tuf/transport.js';

/** The two bases of a release that is in no place yet. */
const METADATA = 'metadata';
const TARGETS = 'targets';

/**
 * Runs the client of mirrors, with its own limits, from what it trusts against a release that is not in its place yet, as
 * `PublishOps.verifyRelease` says.
 * @throws ChoraError `publish/unverifiable-release`; kind `io` where a disk was at fault and not the release
 */
export const verifyRelease: PublishOps['verifyRelease'] = async (previous, release, targets, now) => {
  const trustFolder = inTemporary(() => mkdtempSync(join(tmpdir(), 'chora-verify-')));
  try {
    inTemporary(() => trust(trustFolder, previous));
    const client = new TufJsClient(TUF_LIMITS, transportOf(release), () => now);
    const places = { trustFolder, metadata: METADATA, targets: TARGETS };
    await client.refresh(places);
    const found = client.targets(places);
    for (const name of targets) await found.download(name);
  } catch (error) {
    if (!(error instanceof ChoraError) || error.kind === 'io') throw error;
    throw new ChoraError(
      'trust',
      'publish/unverifiable-release',
      `A client that trusts what is published now would refuse this release: ${error.message}`,
      'Nothing was written. Look at chora publish status: whether a root has expired, and whether the clock is right.',
      { cause: error },
    );
  } finally {
    rmSync(trustFolder, { recursive: true, force: true });
  }
};

/** Makes a folder that of a client which has followed what is published until now. */
function trust(folder: string, { root, online }: TrustedFiles): void {
  for (const [role, bytes] of Object.entries({ root, ...online })) writeFileSync(join(folder, `${role}.json`), bytes);
}

/** @throws ChoraError `io/write` */
function inTemporary<T>(task: () => T): T {
  try {
    return task();
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    throw new ChoraError(
      'io',
      'io/write',
      `${tmpdir()} cannot be written: ${code}. A release is verified there before it is published.`,
      'Check the space and the permissions, or set TMPDIR.',
      { cause: error },
    );
  }
}

function transportOf(release: ReleaseFiles): TufTransport {
  return {
    get: (base, path, limit) =>
      new Promise((resolve) => {
        const name = path.split('/').map(decodeURIComponent).join('/');
        const bytes = base === METADATA ? release.metadata(name) : release.target(name);
        if (bytes !== null && bytes.length > limit) throw endlessData(`${base}/${path}`, limit);
        resolve(bytes);
      }),
  };
}
