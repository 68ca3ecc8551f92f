import { join } from 'node:path';
import type { CarriedFile, CarriedMember, CarriedMetadata, Carrier, UnpackedFile, UnpackRules } from '../../mirror/ops.js';
import { ChoraError } from '../../model/errors.js';
import { TrustFolder } from '../tuf/trust-folder.js';
import { packFile } from './pack.js';
import { unpack } from './unpack.js';

/** Carries what a mirror has to another one, by files. */
export class FileCarrier implements Carrier {
  /** @param root absolute path of the mirror's folder */
  constructor(
    private readonly root: string,
    private readonly trustFolder: string,
  ) {}

  metadata(): CarriedMetadata {
    const folder = new TrustFolder(this.trustFolder);
    const read = (role: string) => {
      const bytes = folder.read(`${role}.json`);
      if (bytes === null)
        throw new ChoraError(
          'io',
          'mirror/damaged',
          `There is no trusted ${role}.json any more.`,
          'chora mirror sync DIR fetches it.',
        );
      return bytes;
    };
    return {
      roots: rootsUpTo(read('root'), folder),
      timestamp: read('timestamp'),
      snapshot: read('snapshot'),
      targets: read('targets'),
    };
  }

  async write(path: string, members: Iterable<CarriedMember>, signal: AbortSignal): Promise<CarriedFile> {
    return await packFile(path, members, signal);
  }

  /** Below the folder of what is fetched in part, which the next sync empties when this one is killed. */
  async unpack(path: string, rules: UnpackRules, signal: AbortSignal): Promise<UnpackedFile> {
    return await unpack(path, join(this.root, 'tmp', 'import'), rules, signal);
  }
}

/** The trusted root, and those before it without a gap, by their versions: a mirror that stands further back needs all that lie between. */
function rootsUpTo(trusted: Uint8Array, folder: TrustFolder): Map<number, Uint8Array> {
  const { signed } = JSON.parse(Buffer.from(trusted).toString('utf8')) as { signed: { version: number } };
  const roots: [number, Uint8Array][] = [[signed.version, trusted]];
  for (let version = signed.version - 1; version > 0; version -= 1) {
    const bytes = folder.readRoot(version);
    if (bytes === null) break;
    roots.push([version, bytes]);
  }
  return new Map(roots.reverse());
}
