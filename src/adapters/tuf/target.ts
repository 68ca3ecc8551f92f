import { Readable } from 'node:stream';
import type { TargetFile as TufTarget } from '@tufjs/models';
import { ChoraError } from '../../model/errors.js';
import { quote } from '../../model/quote.js';
import { unsafeName } from './refusal.js';
import { reasonOf } from './release.js';

/**
 * Where a target is below the base of the targets, escaped as in a URL.
 * @throws ChoraError `tuf/unsafe-name`
 */
export function targetPath(target: TufTarget, prefixed: boolean): string {
  const parts = checkedParts(target.path);
  if (!prefixed) return parts.map(encodeURIComponent).join('/');
  const digest = target.hashes['sha256'] ?? Object.values(target.hashes)[0] ?? '';
  if (!/^[0-9a-f]{32,128}$/i.test(digest)) throw unsafeName(digest);
  return [...parts.slice(0, -1), `${digest}.${parts.at(-1)}`].map(encodeURIComponent).join('/');
}

/** The name of the one file that a target is kept as; as different for different targets as their names. */
export function flatName(target: string): string {
  return encodeURIComponent(checkedParts(target).join('/'));
}

function checkedParts(name: string): string[] {
  const parts = name.split('/');
  const isSafe = (part: string) =>
    part !== '' && part !== '.' && part !== '..' && !/[\\\p{Cc}]/u.test(part) && part.isWellFormed();
  if (!parts.every(isSafe)) throw unsafeName(name);
  return parts;
}

/** Whether bytes are those of a target. */
export async function isTarget(target: TufTarget, bytes: Uint8Array): Promise<boolean> {
  return (await mismatch(target, bytes)) === null;
}

/** @throws ChoraError `tuf/target` when bytes are not those of a target */
export async function verifyTarget(target: TufTarget, bytes: Uint8Array): Promise<void> {
  const reason = await mismatch(target, bytes);
  if (reason === null) return;
  throw new ChoraError(
    'trust',
    'tuf/target',
    `The bytes of ${quote(target.path)} are not those that were signed: ${reason}.`,
    'Nothing of it was used. Try another mirror; if it stays so, tell the publisher.',
  );
}

async function mismatch(target: TufTarget, bytes: Uint8Array): Promise<string | null> {
  if (Object.keys(target.hashes).length === 0) return 'no digest was signed for it';
  try {
    await target.verify(Readable.from([bytes], { objectMode: true }));
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}
