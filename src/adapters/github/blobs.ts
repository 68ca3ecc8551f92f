import { createHash } from 'node:crypto';
import { readText } from '../../sources/github-answers.js';
import { type BlobQuestion, blobsQuery } from '../../sources/github-queries.js';
import type { Batcher, BatchKind } from './batcher.js';
import { type GitHubClient, GitHubError } from './client.js';
import { errorOf } from './heads.js';

/** Files of one request, and their bytes together. */
const MOST = 200;
const MOST_BYTES = 1_500_000;
/** GitHub cuts the text of larger files. */
const LONGEST_TEXT = 500_000;

/** Null: the text is not the file, or not all of it. */
export function blobsBatch(client: GitHubClient): BatchKind<BlobQuestion, Uint8Array | null> {
  return {
    most: MOST,
    mostBytes: MOST_BYTES,
    bytesOf: ({ size }) => size,
    send: async (items, signal) => {
      const query = blobsQuery(items);
      const answer = await client.graphql('blobs', query, signal);
      return items.map(({ object }, index) => {
        const bytes = readText(answer.data[`a${index}`]);
        const error = bytes === null ? errorOf(answer, index) : null;
        // All else that is missing here is asked for by REST, which says why.
        if (error?.trouble.kind === 'heavy') return error;
        return bytes !== null && hasId(bytes, object) ? bytes : null;
      });
    },
  };
}

/**
 * The bytes of a file, which have its object's id; null when GitHub has no such object or gives other bytes.
 * @throws GitHubError
 */
export async function readBlob(
  client: GitHubClient,
  batcher: Batcher<BlobQuestion, Uint8Array | null>,
  question: BlobQuestion,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  const bytes =
    (question.size <= LONGEST_TEXT ? await askForText(batcher, question, signal) : null) ??
    (await readRaw(client, question, signal));
  if (bytes !== null) client.ledger.bought('blobs', 1);
  return bytes;
}

async function askForText(
  batcher: Batcher<BlobQuestion, Uint8Array | null>,
  question: BlobQuestion,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  try {
    return await batcher.ask(question, signal);
  } catch (error) {
    if (error instanceof GitHubError && error.trouble.kind === 'heavy') return null;
    throw error;
  }
}

async function readRaw(
  client: GitHubClient,
  { owner, name, object, size }: BlobQuestion,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  try {
    const { bytes } = await client.rest({
      stage: 'blobs',
      route: 'GET /repos/{owner}/{repo}/git/blobs/{object}',
      parameters: { owner, repo: name, object },
      accept: 'application/vnd.github.raw+json',
      limit: size + 1024,
      signal,
    });
    return hasId(bytes, object) ? bytes : null;
  } catch (error) {
    if (error instanceof GitHubError && error.trouble.kind === 'missing') return null;
    throw error;
  }
}

/** Whether git would give these bytes this id. */
function hasId(bytes: Uint8Array, id: string): boolean {
  const algorithm = id.length === 40 ? 'sha1' : 'sha256';
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === id;
}
