import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetFile as TufTarget } from '@tufjs/models';
import type { TufPlaces } from '../../mirror/tuf-client.js';
import { ChoraError } from '../../model/errors.js';
import { quote } from '../../model/quote.js';
import { readBytesIfThere } from '../disk/input-files.js';
import { DiskStore } from '../disk/store.js';
import { endlessData, refusal, unreachable } from './refusal.js';
import type { VerifiedRelease } from './release.js';
import { flatName, isTarget, targetPath, verifyTarget } from './target.js';
import { type ClientMeans, update } from './updater.js';

/** The targets of a release that was verified once, however many of them are read. */
export class ReleaseTargets {
  constructor(
    private readonly means: ClientMeans,
    private readonly places: TufPlaces,
    private readonly verified: VerifiedRelease,
  ) {}

  /** As {@link TufClient.download}. */
  async download(target: string, signal?: AbortSignal): Promise<Uint8Array> {
    return this.fetch(await this.find(target, signal), signal);
  }

  /**
   * Keeps a target as one file in a folder, named by the escaped name of the target. One that is there already is not fetched again.
   * @throws as {@link download}, and ChoraError `io/write`
   */
  async keep(
    target: string,
    folder: string,
    signal?: AbortSignal,
  ): Promise<{ readonly file: string; readonly fetched: boolean }> {
    const found = await this.find(target, signal);
    const name = flatName(found.path);
    const file = join(folder, name);
    const kept = existsSync(file) ? readBytesIfThere(file, this.means.limits.targetBytes) : null;
    if (kept !== null && (await isTarget(found, kept))) return { file, fetched: false };
    const bytes = await this.fetch(found, signal);
    mkdirSync(folder, { recursive: true });
    new DiskStore(folder).write(name, bytes);
    return { file, fetched: true };
  }

  /** The target of the top-level role, or of the first delegated role that may list it. */
  private async find(target: string, signal: AbortSignal | undefined): Promise<TufTarget> {
    const { targets, release } = this.verified;
    const now = this.means.now();
    for (const [role, expires] of Object.entries(release.expires))
      if (expires <= now) throw refusal(new Error(`${role}.json is expired`), null);
    const listed = targets.get(target);
    if (listed !== undefined) return listed;
    // With what is trusted as its starting point, tuf-js asks for nothing but delegated roles. Each target is looked for by an updater
    // of its own, so that a role which is kept is held against whoever delegates to it on the way to this target.
    const found = await update(this.means, this.places, { forceCache: true, signal }, (updater) => updater.getTargetInfo(target));
    // It also gives what every object of the language has, such as toString.
    if (found?.path !== target) throw noSuchTarget(target);
    return found;
  }

  private async fetch(target: TufTarget, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const { limits, transport } = this.means;
    const path = targetPath(target, this.verified.consistentSnapshot);
    if (target.length > limits.targetBytes) throw endlessData(path, limits.targetBytes);
    const bytes = await transport.get(this.places.targets, path, target.length, signal);
    if (bytes === null) throw unreachable(`${this.places.targets.replace(/\/$/, '')}/${path}`, 'it is not there');
    await verifyTarget(target, bytes);
    return bytes;
  }
}

function noSuchTarget(target: string): ChoraError {
  return new ChoraError(
    'refused',
    'tuf/no-such-target',
    `The release has no target ${quote(target)}.`,
    'Refresh lists none that is not signed for; check the name.',
  );
}
