import type { Artifact } from '../model/trust.js';
import { digestOfArtifact } from './artifact.js';

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
const STATEMENTS = new Set(['https://in-toto.io/Statement/v0.1', 'https://in-toto.io/Statement/v1']);
const DIGEST = { sha256: /^[0-9a-f]{64}$/, sha512: /^[0-9a-f]{128}$/ } as const;

/**
 * The predicate type of a statement about the artifact, or an error that says why it is not about it.
 * sigstore-js does not look into a statement at all: without this, any attestation of a signer fits any manifest.
 */
export function checkStatement(payloadType: string, payload: Uint8Array, artifact: Artifact): string {
  if (payloadType !== PAYLOAD_TYPE) throw new Error(`the envelope holds ${payloadType}, not an in-toto statement`);
  const statement = parse(payload);
  const type = statement['_type'];
  if (typeof type !== 'string' || !STATEMENTS.has(type)) throw new Error('the envelope does not hold an in-toto statement');
  const subjects = statement['subject'];
  if (!Array.isArray(subjects) || subjects.length === 0) throw new Error('the statement has no subject');
  if (!subjects.some((subject) => isAbout(subject, artifact))) throw new Error('the statement is about another file');
  const predicate = statement['predicateType'];
  if (typeof predicate !== 'string' || predicate === '') throw new Error('the statement has no predicate type');
  return predicate;
}

/**
 * Whole digests under their own names, and nothing else: a shortened digest fits many files, and a digest under the name of
 * another algorithm is one that nobody computed. A subject that gives two digests means a file that has both.
 */
function isAbout(subject: unknown, artifact: Artifact): boolean {
  const digests: unknown = isObject(subject) ? subject['digest'] : undefined;
  if (!isObject(digests)) return false;
  let compared = 0;
  for (const algorithm of ['sha256', 'sha512'] as const) {
    const claimed = Object.hasOwn(digests, algorithm) ? digests[algorithm] : undefined;
    if (claimed === undefined) continue;
    if (typeof claimed !== 'string' || !DIGEST[algorithm].test(claimed)) return false;
    const actual = digestOfArtifact(artifact, algorithm);
    if (actual === undefined) continue;
    if (actual !== claimed) return false;
    compared += 1;
  }
  return compared > 0;
}

function parse(payload: Uint8Array): Record<string, unknown> {
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  if (!isObject(value)) throw new Error('the envelope does not hold an in-toto statement');
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
