import { canonicalJson } from '../model/canonical-json.js';
import { digestOf } from '../model/digest.js';
import type { Validator } from '../model/validators.js';

/** A document that says by a digest of itself whether it is as it was written. That tells of bad disks, not of bad people. */
export interface Sealed {
  readonly digest: string;
}

/** The text of a document, with the digest of all else that it says. */
export function seal(document: object): string {
  const rest = { ...document, digest: undefined };
  return `${canonicalJson({ ...rest, digest: digestOf(canonicalJson(rest)) })}\n`;
}

/** The document, or what is wrong with its bytes. */
export function unseal<T extends Sealed>(
  bytes: Buffer | null,
  validate: Validator,
): { readonly document: T } | { readonly wrong: string } {
  if (bytes === null) return { wrong: 'is missing' };
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return { wrong: 'is not JSON' };
  }
  if (!validate(value)) return { wrong: 'is not what this program writes' };
  return seal(value as T) === bytes.toString('utf8') ? { document: value as T } : { wrong: 'is not as it was written' };
}
