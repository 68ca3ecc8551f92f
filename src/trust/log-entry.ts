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
 * that it names the key of this bundle, so that who watches the log sees the same signer as we do, and that the log's key was
 * in use at the time (asked only for signed entry timestamps otherwise, which entries of Rekor's second version lack).
 */
export function checkLogEntry(entry: TransparencyLogEntry, bundle: Bundle, signerKey: Buffer, time: Date | null): void {
  if (!KINDS[bundle.content.$case].includes(entry.kindVersion.kind))
    throw new Error(`a log entry of the kind ${entry.kindVersion.kind} does not fit what was signed`);
  const named = verifierOf(JSON.parse(entry.canonicalizedBody.toString('utf8')));
  if (named === undefined || !keyOf(named).equals(signerKey)) throw new Error('the log entry names another signer');
  if (time === null) throw new Error('nothing says when the entry was made');
}

export function checkLogKey(entry: TransparencyLogEntry, { tlogs }: TrustMaterial, time: Date): void {
  const valid = tlogs.some(
    ({ logID, validFor }) => logID.equals(entry.logId.keyId) && validFor.start <= time && time <= validFor.end,
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
