import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';

/** Content of the store, if its bytes are those of its digest. @throws ChoraError `mirror/damaged` */
export function whole<Bytes extends Uint8Array>(bytes: Bytes | null, digest: string): Bytes {
  if (bytes !== null && digestOf(bytes) === digest) return bytes;
  throw new ChoraError(
    'io',
    'mirror/damaged',
    `${digest} is not in the store any more.`,
    'chora mirror sync DIR --repair fetches it again.',
  );
}
