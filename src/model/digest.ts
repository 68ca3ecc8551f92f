import { createHash } from 'node:crypto';

/** `sha256:` and 64 hexadecimal digits: how everything here is named by its bytes. Text counts as UTF-8. */
export function digestOf(bytes: string | Uint8Array): `sha256:${string}` {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The bytes, if they are the ones that the digest names; else null. */
export function genuine<T extends Uint8Array>(bytes: T | null, digest: string): T | null {
  return bytes !== null && digestOf(bytes) === digest ? bytes : null;
}
