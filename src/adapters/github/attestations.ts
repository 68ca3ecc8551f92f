import type { AttestationRequest } from '../../indexer/ops.js';
import { type GitHubRepository, SourceError } from '../../model/source.js';
import { BodyTooLarge, networkDetail, readBody } from './body.js';
import { type GitHubClient, GitHubError } from './client.js';
import { isObject, parseJson } from './graphql-answer.js';
import { decompressSnappy, SnappyError } from './snappy.js';

/** Bundles beyond these are not looked at: one manifest needs one. */
const MOST_BUNDLES = 16;
const MOST_PAGES = 4;
const PER_PAGE = 16;
const LIMITS = { milliseconds: 30_000, bytes: 1024 * 1024 };
/** A page of inline bundles, with some room for what is around them. */
const PAGE_BYTES = (PER_PAGE + 1) * LIMITS.bytes;

/**
 * The Sigstore bundles that a GitHub keeps about a digest, newest first, each as JSON. One that is too large or cannot be fetched or
 * decompressed is left out when others are there; what remains is proof enough or is not.
 * @throws SourceError when GitHub does not answer, or when no bundle of those that it has can be had
 */
export async function readAttestations(
  client: GitHubClient,
  { owner, name }: GitHubRepository,
  { digest, signal }: Pick<AttestationRequest, 'digest' | 'signal'>,
): Promise<readonly Uint8Array[]> {
  const bundles: Uint8Array[] = [];
  let trouble: string | null = null;
  try {
    for await (const attestation of attestationsOf(client, owner, name, digest, signal)) {
      const bundle = await bundleOf(attestation, client, signal);
      if (typeof bundle === 'string') trouble = bundle;
      else bundles.push(bundle);
      if (bundles.length === MOST_BUNDLES) break;
    }
  } catch (error) {
    throw error instanceof GitHubError ? error.asSourceError() : error;
  }
  client.ledger.bought('attestations', bundles.length);
  if (bundles.length === 0 && trouble !== null) throw unreachable(trouble);
  return bundles;
}

/** Page by page: `after` is in the `link` header, as GitHub writes it, and nothing else of that address is used. */
async function* attestationsOf(
  client: GitHubClient,
  owner: string,
  repo: string,
  digest: string,
  signal: AbortSignal,
): AsyncGenerator<Record<string, unknown>> {
  let after: string | null = null;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await client
      .rest({
        stage: 'attestations',
        route: 'GET /repos/{owner}/{repo}/attestations/{digest}',
        parameters: { owner, repo, digest, per_page: PER_PAGE, ...(after === null ? {} : { after }) },
        limit: PAGE_BYTES,
        signal,
      })
      .catch(noneAtAll);
    if (answer === null) return;
    const body = parseJson(answer.bytes);
    if (!isObject(body) || !Array.isArray(body['attestations'])) throw unreachable('GitHub’s answer is no list of attestations');
    yield* body['attestations'].filter(isObject);
    after = nextPage(answer.headers['link']);
    if (after === null) return;
  }
}

/** 404 is how GitHub says that it has none. */
function noneAtAll(error: unknown): null {
  if (error instanceof GitHubError && error.trouble.kind === 'missing') return null;
  throw error;
}

/** The `after` cursor of the next page, or null. */
function nextPage(link: string | undefined): string | null {
  const address = /<([^<>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  return address !== undefined && URL.canParse(address) ? new URL(address).searchParams.get('after') : null;
}

/** The bytes of a bundle, or why they cannot be had. */
async function bundleOf(
  attestation: Record<string, unknown>,
  client: GitHubClient,
  signal: AbortSignal,
): Promise<Uint8Array | string> {
  const { bundle, bundle_url: url } = attestation;
  if (isObject(bundle)) {
    const bytes = Buffer.from(JSON.stringify(bundle));
    return bytes.length > LIMITS.bytes ? `a bundle is longer than ${LIMITS.bytes} bytes` : bytes;
  }
  if (typeof url !== 'string') return 'an attestation has neither a bundle nor an address of one';
  const address = storageAddress(url, client.api);
  return address === null ? 'the address of a bundle is neither https nor on the same host' : await fetchBundle(address, signal);
}

/** Blob storage is another host; what it gives is proven by the signature in it, but must not be fetched in the clear. */
function storageAddress(text: string, api: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return null;
  if (url.protocol === 'https:') return url;
  const base = new URL(api);
  return url.protocol === 'http:' && base.protocol === 'http:' && url.hostname === base.hostname ? url : null;
}

/** Fetched without the token: the address itself is the permission, and belongs to another host. */
async function fetchBundle(url: URL, signal: AbortSignal): Promise<Uint8Array | string> {
  const deadline = AbortSignal.timeout(LIMITS.milliseconds);
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.any([signal, deadline]) });
    if (!response.ok) {
      await response.body?.cancel();
      return `the storage of bundles answered ${response.status}`;
    }
    const block = await readBody(response, LIMITS.bytes);
    return decompressSnappy(block, LIMITS.bytes);
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) return `the storage of bundles gave no answer within ${LIMITS.milliseconds / 1000} s`;
    if (error instanceof SnappyError) return `a bundle cannot be decompressed: ${error.message}`;
    // Not the message of others: it may hold the address, and who has that may fetch.
    return error instanceof BodyTooLarge ? error.message : networkDetail(error);
  }
}

function unreachable(detail: string): SourceError {
  return new SourceError({ code: 'source/unreachable', state: 'unreachable', transient: false, args: { detail } });
}
