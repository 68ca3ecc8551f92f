import { createHash } from 'node:crypto';
import type { SerializedBundle } from '@sigstore/bundle';
import type { Artifact, Proof } from '../../src/model/trust.js';
import { readBundles } from '../../src/trust/bundle.js';
import { parsePolicy } from '../../src/trust/policy.js';
import { parseTrustedRoot, type TrustedRootFile } from '../../src/trust/trusted-root.js';
import { verifyBundle } from '../../src/trust/verify.js';
import type { Authority } from '../support/authority.js';

export const MANIFEST = Buffer.from('id: boats.rope.use\nversion: 1.0.0\n');
export const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

export const rootOf = (authority: Pick<Authority, 'trustedRoot'>): TrustedRootFile =>
  parseTrustedRoot(JSON.stringify(authority.trustedRoot), 'root.json');

export function proofOf(
  bundle: unknown,
  root: TrustedRootFile,
  artifact: Artifact = { bytes: MANIFEST },
  pem: string[] = [],
): Proof {
  const [reading] = readBundles(Buffer.from(JSON.stringify(bundle)));
  if (reading === undefined || !reading.ok) return { valid: false, reason: reading?.reason ?? 'nothing read' };
  return verifyBundle(
    reading.bundle,
    artifact,
    root,
    pem.flatMap((key) => policyOfKey(key).keys),
  );
}

export const policyOfKey = (pem: string, log = 'required') =>
  parsePolicy(
    JSON.stringify({ default: { require: 'verified', identities: [{ public_key: pem, transparency_log: log }] } }),
    'policy.yaml',
  );

type Place = readonly (string | number)[];

/** Every place of a bundle that holds text, with the text. */
export function textPlaces(value: unknown, path: Place = []): [Place, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textPlaces(item, [...path, Array.isArray(value) ? Number(key) : key]));
}

export function withValue(bundle: SerializedBundle, path: Place, value: unknown): SerializedBundle {
  const copy = structuredClone(bundle);
  let parent: unknown = copy;
  for (const step of path.slice(0, -1)) parent = (parent as Record<string, unknown>)[step];
  (parent as Record<string, unknown>)[path.at(-1) as string] = value;
  return copy;
}
