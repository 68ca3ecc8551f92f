import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { SerializedBundle } from '@sigstore/bundle';

export type LogEntry = SerializedBundle['verificationMaterial']['tlogEntries'][number];

const hash = (...parts: Uint8Array[]) => parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest();

/** What one line of a log says: its kind, its version, and what goes with them. */
export interface Body {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: object;
}

/** A transparency log like Rekor's first version: a tree of more than one leaf, signed checkpoints and promises. */
export interface TransparencyLog {
  /** SPKI in DER; the log's id is its SHA-256. */
  readonly publicKey: Buffer;
  /** Enters the bodies into one tree at one time, and gives what a bundle holds of each. Other leaves lie around them. */
  enter(bodies: readonly Body[], at: Date): LogEntry[];
  /** Signs a note, as a checkpoint is signed. */
  note(text: string, name?: string): string;
}

export function transparencyLog(name: string): TransparencyLog {
  const keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' });
  const logId = hash(publicKey);
  const note = (text: string, signer = name) => {
    const signature = Buffer.concat([logId.subarray(0, 4), sign('sha256', Buffer.from(text), keys.privateKey)]);
    return `${text}\n— ${signer} ${signature.toString('base64')}\n`;
  };
  return {
    publicKey,
    note,
    enter: (bodies, at) => {
      const lines = bodies.map((body) => Buffer.from(JSON.stringify(body)));
      const leaves = [Buffer.from('first'), ...lines, Buffer.from('last but one'), Buffer.from('last')];
      const rootHash = root(leaves).toString('base64');
      const checkpoint = { envelope: note(`${name} - 7\n${leaves.length}\n${rootHash}\n`) };
      return lines.map((line, place) => {
        const index = place + 1;
        const integratedTime = Math.floor(at.getTime() / 1000);
        // In the order of the alphabet, as what the log signs has it.
        const promise = { body: line.toString('base64'), integratedTime, logID: logId.toString('hex'), logIndex: 1000 + index };
        return {
          logIndex: String(promise.logIndex),
          logId: { keyId: logId.toString('base64') },
          kindVersion: { kind: bodies[place]?.kind ?? '', version: bodies[place]?.apiVersion ?? '' },
          integratedTime: String(integratedTime),
          inclusionPromise: {
            signedEntryTimestamp: sign('sha256', Buffer.from(JSON.stringify(promise)), keys.privateKey).toString('base64'),
          },
          inclusionProof: {
            logIndex: String(index),
            rootHash,
            treeSize: String(leaves.length),
            hashes: path(index, leaves).map((node) => node.toString('base64')),
            checkpoint,
          },
          canonicalizedBody: promise.body,
        };
      });
    },
  };
}

/** https://www.rfc-editor.org/rfc/rfc6962#section-2.1 */
function root(leaves: readonly Buffer[]): Buffer {
  const [leaf = Buffer.alloc(0)] = leaves;
  if (leaves.length < 2) return hash(Buffer.of(0), leaf);
  const half = halfOf(leaves.length);
  return hash(Buffer.of(1), root(leaves.slice(0, half)), root(leaves.slice(half)));
}

function path(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length < 2) return [];
  const half = halfOf(leaves.length);
  return index < half
    ? [...path(index, leaves.slice(0, half)), root(leaves.slice(half))]
    : [...path(index - half, leaves.slice(half)), root(leaves.slice(0, half))];
}

const halfOf = (count: number) => 2 ** (Math.ceil(Math.log2(count)) - 1);
