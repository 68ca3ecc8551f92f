import { resolve } from 'node:path';
import { systemClock } from '../adapters/clock.js';
import { environmentSigners } from '../adapters/keys/environment.js';
import { keptKeys, keyFolder, readKeyFile } from '../adapters/keys/key-folder.js';
import { DiskTree } from '../adapters/publish/tree.js';
import { verifyRelease } from '../adapters/publish/verify-release.js';
import type { KeyFolder, KeyRing, PublishOps, Signer } from '../publish/ops.js';

export { readPublicKeyFile } from '../adapters/keys/key-folder.js';

export interface PublishPlaces {
  /** Folder that is published. */
  readonly out: string;
  /** Folder of the keys, where there is one. */
  readonly keys?: string | undefined;
  /** Where keys may be, too. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Stands in for the clock. */
  readonly now?: Date | undefined;
}

/** Publishing on the real world. Keys are read when the first one is asked for: what signs nothing needs none. */
export function publishOps({ out, keys, environment, now }: PublishPlaces): { ops: PublishOps; folder: KeyFolder | null } {
  const folder = keys === undefined ? null : keyFolder(resolve(keys), resolve(out));
  return {
    ops: {
      now: systemClock(now).now,
      tree: new DiskTree(resolve(out)),
      keys: keyRing(() => [...(folder?.signers() ?? []), ...environmentSigners(environment)]),
      verifyRelease,
    },
    folder,
  };
}

/** The folder of the keys for a root that is made anew, by the keys that are there; `out`: the folder that is published. */
export function keptKeyFolder(keys: string, out: string): KeyFolder {
  return keptKeys(resolve(keys), resolve(out));
}

/** The keys of one file. */
export function fileSigners(path: string, out: string): readonly Signer[] {
  return readKeyFile(resolve(path), resolve(out));
}

function keyRing(read: () => readonly Signer[]): KeyRing {
  let known: ReadonlyMap<string, Signer> | undefined;
  return {
    signer: (keyId) => {
      known ??= new Map(read().map((signer) => [signer.keyId, signer]));
      return known.get(keyId) ?? null;
    },
  };
}
