import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { canonicalJson } from '../../model/canonical-json.js';
import { digestOf } from '../../model/digest.js';
import type { Signer, VerificationKey } from '../../publish/ops.js';

/** Bytes of an ed25519 public key at the end of its SubjectPublicKeyInfo. */
const RAW_BYTES = 32;
const PRIVATE_KEY = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g;

/** Signs in this process with an ed25519 key. */
export function signerOf(privateKey: KeyObject): Signer {
  return {
    ...verificationKey(createPublicKey(privateKey)),
    sign: (bytes) => Promise.resolve(sign(null, bytes, privateKey)),
  };
}

/** The public half, as TUF names it. */
export function verificationKey(publicKey: KeyObject): VerificationKey {
  const hex = publicKey.export({ format: 'der', type: 'spki' }).subarray(-RAW_BYTES).toString('hex');
  const key = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: hex } };
  return { keyId: digestOf(canonicalJson(key)).slice('sha256:'.length), publicKey: key };
}

export function newPrivateKey(): { readonly key: KeyObject; readonly pem: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { key: privateKey, pem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() };
}

/** The keys in PEM text, one after the other. Null where there is none, or one that is not ed25519: never says what the text was. */
export function parsePrivateKeys(text: string): KeyObject[] | null {
  const blocks = text.match(PRIVATE_KEY) ?? [];
  const keys = blocks.map((pem) => parseKey(() => createPrivateKey({ key: pem, format: 'pem' })));
  return keys.length > 0 && keys.every((key) => key !== null) ? keys : null;
}

/** A public key in PEM text; null for anything else, a private key included. */
export function parsePublicKey(text: string): VerificationKey | null {
  if (!/^\s*-----BEGIN PUBLIC KEY-----/.test(text)) return null;
  const key = parseKey(() => createPublicKey({ key: text, format: 'pem' }));
  return key === null ? null : verificationKey(key);
}

function parseKey(parse: () => KeyObject): KeyObject | null {
  try {
    const key = parse();
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    // What the library says of a text that is no key could repeat it.
    return null;
  }
}
