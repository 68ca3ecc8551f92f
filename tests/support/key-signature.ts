import { createHash, type KeyObject, sign } from 'node:crypto';
import { bundleToJSON, type SerializedBundle, toMessageSignatureBundle } from '@sigstore/bundle';
import type { Authority } from './authority.ts';

/**
 * A bundle over the bytes, signed by a plain key and entered into the log. Its hint is the `sha256:` of the public key's SPKI.
 * Nothing in it says who signed: whoever verifies it must know the key.
 */
export async function signWithKey(
  authority: Authority,
  bytes: Uint8Array,
  { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject },
): Promise<SerializedBundle> {
  const digest = createHash('sha256').update(bytes).digest();
  const signature = sign('sha256', bytes, privateKey);
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const answer = await authority.log({
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: { hash: { algorithm: 'sha256', value: digest.toString('hex') } },
      signature: { content: signature.toString('base64'), publicKey: { content: Buffer.from(pem).toString('base64') } },
    },
  });
  const [entry] = Object.values(answer);
  if (entry === undefined) throw new Error('The log gave no entry.');
  const { inclusionProof: proof, signedEntryTimestamp } = entry.verification;
  const keyHint = `sha256:${createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('hex')}`;
  const bundle = bundleToJSON(toMessageSignatureBundle({ digest, signature, keyHint, certificateChain: false }));
  bundle.verificationMaterial.tlogEntries = [
    {
      logIndex: String(entry.logIndex),
      logId: { keyId: Buffer.from(entry.logID, 'hex').toString('base64') },
      kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
      integratedTime: String(entry.integratedTime),
      inclusionPromise: { signedEntryTimestamp },
      inclusionProof: {
        logIndex: String(proof.logIndex),
        rootHash: Buffer.from(proof.rootHash, 'hex').toString('base64'),
        treeSize: String(proof.treeSize),
        hashes: proof.hashes.map((hash) => Buffer.from(hash, 'hex').toString('base64')),
        checkpoint: { envelope: proof.checkpoint },
      },
      canonicalizedBody: entry.body,
    },
  ];
  return bundle;
}
