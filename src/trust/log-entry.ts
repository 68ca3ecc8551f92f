import { createPublicKey, X509Certificate } from 'node:crypto';
import type { Bundle, TransparencyLogEntry } from '@sigstore/bundle';
import type { TrustMaterial } from '@sigstore/verify';

/** Kinds of log entries that can speak of each content. Rekor's second version logs statements as hashedrekord, too. */
const KINDS: Record<Bundle['content']['$case'], readonly string[]> = {
  messageSignature: ['hashedrekord'],
  dsseEnvelope: ['dsse', 'intoto', 'hashedrekord'],
};

/**
 * What sigstore-js leaves open about an entry whose inclusion and signature it has verified: that its kind fits the content,
 * that it names the key of this bundle, so that who watches the log sees the same signer as we do, and that the proof is one
 * for the tree that the checkpoint signs.
 */
export function checkLogEntry(entry: TransparencyLogEntry, bundle: Bundle, signerKey: Buffer): void {
  if (!KINDS[bundle.content.$case].includes(entry.kindVersion.kind))
    throw new Error(`a log entry of the kind ${entry.kindVersion.kind} does not fit what was signed`);
  const named = verifierOf(JSON.parse(entry.canonicalizedBody.toString('utf8')));
  if (named === undefined || !keyOf(named).equals(signerKey)) throw new Error('the log entry names another signer');
  checkTree(entry);
}

/** sigstore-js takes size and hash of the tree from the checkpoint, and lets the proof state others. */
function checkTree({ inclusionProof }: TransparencyLogEntry): void {
  if (inclusionProof === undefined) return;
  const [, size, hash] = inclusionProof.checkpoint?.envelope.split('\n') ?? [];
  if (size !== inclusionProof.treeSize || hash !== inclusionProof.rootHash.toString('base64'))
    throw new Error('the inclusion proof is for another tree than the checkpoint');
}

/** How sigstore-js writes that a key has no end. */
const NO_END = 8_640_000_000_000_000;

/**
 * That the log's key was in use at the time: sigstore-js asks only where there is a signed entry timestamp, which entries of
 * Rekor's second version lack. Where nothing says when, as a plain key's signature may have it, the key must be in use still.
 */
export function checkLogKey(entry: TransparencyLogEntry, { tlogs }: TrustMaterial, time: Date | null): void {
  const valid = tlogs.some(
    ({ logID, validFor: { start, end } }) =>
      logID.equals(entry.logId.keyId) && (time === null ? end.getTime() === NO_END : start <= time && time <= end),
  );
  if (!valid) throw new Error('the key of the transparency log was not in use at that time');
}

/** The certificate or key that the entry names: base64 of PEM in Rekor's first version, of DER in its second. */
function verifierOf(body: unknown): string | undefined {
  for (const path of PLACES) {
    let value: unknown = body;
    for (const step of path)
      value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
    if (typeof value === 'string') return value;
  }
  return undefined;
}

const PLACES: readonly (readonly string[])[] = [
  ['spec', 'signature', 'publicKey', 'content'],
  ['spec', 'signatures', '0', 'verifier'],
  ['spec', 'content', 'envelope', 'signatures', '0', 'publicKey'],
  ...['hashedRekordV002', 'dsseV002'].flatMap((kind) =>
    [['signature'], ['signatures', '0']].flatMap((signature) => [
      ['spec', kind, ...signature, 'verifier', 'x509Certificate', 'rawBytes'],
      ['spec', kind, ...signature, 'verifier', 'publicKey', 'rawBytes'],
    ]),
  ),
];

function keyOf(encoded: string): Buffer {
  const bytes = Buffer.from(encoded, 'base64');
  return spki(bytes.toString('latin1').startsWith('-----') ? bytes.toString('latin1') : bytes);
}

/** SPKI of a certificate or key, in PEM or DER. */
function spki(data: string | Buffer): Buffer {
  try {
    return new X509Certificate(data).publicKey.export({ type: 'spki', format: 'der' });
  } catch {
    const key = typeof data === 'string' ? createPublicKey(data) : createPublicKey({ key: data, format: 'der', type: 'spki' });
    return key.export({ type: 'spki', format: 'der' });
  }
}
