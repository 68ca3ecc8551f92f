import type { KeyObject } from 'node:crypto';
import type { Signer } from '@sigstore/verify';
import { digestOf } from '../model/digest.js';
import type { SignerClaims } from '../model/trust.js';
import { readDer } from './der.js';

/**
 * Extensions of Fulcio's certificates, each a UTF8String in DER.
 * https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
 */
const EXTENSIONS = {
  issuer: '1.3.6.1.4.1.57264.1.8',
  signer_workflow: '1.3.6.1.4.1.57264.1.9',
  runner_environment: '1.3.6.1.4.1.57264.1.11',
  source_repository: '1.3.6.1.4.1.57264.1.12',
  commit: '1.3.6.1.4.1.57264.1.13',
  ref: '1.3.6.1.4.1.57264.1.14',
  source_repository_id: '1.3.6.1.4.1.57264.1.15',
  source_repository_owner_id: '1.3.6.1.4.1.57264.1.17',
} as const satisfies Partial<Record<keyof SignerClaims, string>>;
/** The issuer as old certificates have it: the bare text, without DER around it. */
const LEGACY_ISSUER = '1.3.6.1.4.1.57264.1.1';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';

const SEQUENCE = 0x30;
const UTF8_STRING = 0x0c;
const EMAIL = 0x81;
const URI = 0x86;

/**
 * What the certificate of a verified signer says. Read from its bytes here: sigstore-js decodes names as 7-bit ASCII, which
 * turns other bytes into letters, and takes the first of several.
 * @throws Error where a name is there twice or does not parse.
 */
export function claimsOfCertificate(identity: NonNullable<Signer['identity']>): SignerClaims {
  const extensions = new Map<string, Uint8Array>();
  for (const { oid, value } of identity.oids ?? []) {
    const id = oid?.id.join('.') ?? '';
    if (extensions.has(id)) throw new Error(`the certificate has the extension ${id} twice`);
    extensions.set(id, value);
  }
  const claims: { -readonly [K in keyof SignerClaims]: SignerClaims[K] } = {};
  const legacy = extensions.get(LEGACY_ISSUER);
  if (legacy !== undefined) claims.issuer = text(legacy);
  for (const [claim, oid] of Object.entries(EXTENSIONS) as [keyof typeof EXTENSIONS, string][]) {
    const value = extensions.get(oid);
    if (value !== undefined) claims[claim] = only(value, UTF8_STRING);
  }
  const names = extensions.get(SUBJECT_ALTERNATIVE_NAME);
  if (names !== undefined) claims.subject = subject(names);
  return claims;
}

export function claimsOfKey(key: KeyObject): SignerClaims {
  return { public_key: keyDigest(key) };
}

/** `sha256:` of the key as SPKI in DER: how a key is called in policies and catalogs. */
export function keyDigest(key: KeyObject): `sha256:${string}` {
  return digestOf(key.export({ type: 'spki', format: 'der' }));
}

/** Fulcio gives a certificate exactly one name. With two, it would be open which of them the policy means. */
function subject(extension: Uint8Array): string {
  const [sequence, ...rest] = readDer(extension);
  if (sequence?.tag !== SEQUENCE || rest.length > 0) throw new Error('the subject of the certificate does not parse');
  const [name, ...others] = readDer(sequence.content);
  if (name === undefined || others.length > 0) throw new Error('the certificate does not have exactly one subject');
  if (name.tag !== EMAIL && name.tag !== URI) throw new Error('the subject of the certificate is neither a URI nor an address');
  return text(name.content);
}

function only(extension: Uint8Array, tag: number): string {
  const [value, ...rest] = readDer(extension);
  if (value?.tag !== tag || rest.length > 0) throw new Error('an extension of the certificate does not parse');
  return text(value.content);
}

function text(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
