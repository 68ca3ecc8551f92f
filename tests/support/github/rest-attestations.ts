import { type Answer, refuse } from './answer.ts';
import type { KeptAttestation } from './attestations.ts';
import type { Model } from './model.ts';
import type { Repository } from './repository.ts';
import { pageSize, type RestRequest } from './rest-request.ts';
import { snappy } from './snappy.ts';

const DIGEST = /^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}|sha1:[0-9a-f]{40})$/;

/** Newest first, in pages whose cursors only the Link header tells. Nothing about the digest is 404. */
export function attestations(repository: Repository, request: RestRequest, [digest = '']: readonly string[]): Answer {
  if (!DIGEST.test(digest)) return refuse(422, 'Invalid request.\n\nsubject_digest is not a digest.');
  const wanted = request.url.searchParams.get('predicate_type');
  const all = repository.attestations.about(digest).filter(({ bundle }) => wanted === null || isAbout(bundle, wanted));
  if (all.length === 0) return refuse(404, 'Not Found', {}, '/rest/repos/repos#list-attestations');
  const { searchParams } = request.url;
  const size = pageSize(searchParams);
  const after = readCursor(searchParams.get('after'));
  const before = readCursor(searchParams.get('before'));
  const range = all.filter(({ id }) => (after === null || id < after) && (before === null || id > before));
  const page = before === null ? range.slice(0, size) : range.slice(-size);
  const [first, last] = [page[0], page.at(-1)];
  const links = [
    ...(last !== undefined && all.at(-1) !== last ? [link(request, 'after', last, 'next')] : []),
    ...(first !== undefined && all[0] !== first ? [link(request, 'before', first, 'prev')] : []),
  ];
  const body = { attestations: page.map((attestation) => shape(repository, attestation, request)) };
  return { status: 200, body, ...(links.length > 0 && { headers: { link: links.join(', ') } }) };
}

function shape(repository: Repository, attestation: KeptAttestation, { parts }: RestRequest): object {
  const { bundle, stored = false, initiator = 'user', id } = attestation;
  // Storage gives a bundle to whoever has the address, which is signed and soon ends; a token sent there is refused.
  const address = `${parts.siteUrl}/storage/attestations/${repository.databaseId}/${id}.json.sn?sig=${id}`;
  return {
    bundle: stored ? null : bundle,
    repository_id: repository.databaseId,
    bundle_url: stored ? address : '',
    initiator,
  };
}

/** Short names of predicate types, and how the types begin. */
const PREDICATES: Readonly<Record<string, readonly string[]>> = {
  provenance: ['https://slsa.dev/provenance/'],
  sbom: ['https://spdx.dev/Document', 'https://cyclonedx.org/bom'],
  release: ['https://in-toto.io/attestation/release/'],
};

function isAbout(bundle: object, wanted: string): boolean {
  const { dsseEnvelope } = bundle as { readonly dsseEnvelope?: { readonly payload: string } };
  if (dsseEnvelope === undefined) return false;
  const statement = JSON.parse(Buffer.from(dsseEnvelope.payload, 'base64').toString()) as { readonly predicateType?: string };
  return (PREDICATES[wanted] ?? [wanted]).some((beginning) => statement.predicateType?.startsWith(beginning) === true);
}

/** The bytes that `bundle_url` leads to: the bundle in Snappy's block format. */
export function storage(model: Model, path: string): Answer {
  const match = /^\/storage\/attestations\/(\d+)\/(\d+)\.json\.sn\?sig=(\d+)$/.exec(path);
  const attestation = model.findById(Number(match?.[1]))?.attestations.find(Number(match?.[2]));
  if (attestation === undefined || match?.[2] !== match?.[3]) {
    return { status: 404, body: '<?xml version="1.0"?><Error><Code>BlobNotFound</Code></Error>', contentType: 'application/xml' };
  }
  const bytes = snappy(Buffer.from(JSON.stringify(attestation.bundle)));
  return { status: 200, bytes, contentType: 'application/x-snappy' };
}

function link({ url }: RestRequest, parameter: 'after' | 'before', { id }: KeptAttestation, relation: string): string {
  const target = new URL(url);
  target.searchParams.delete('after');
  target.searchParams.delete('before');
  target.searchParams.set(parameter, Buffer.from(`cursor:${id}`).toString('base64'));
  return `<${target.href}>; rel="${relation}"`;
}

function readCursor(text: string | null): number | null {
  const match = text === null ? null : /^cursor:(\d+)$/.exec(Buffer.from(text, 'base64').toString());
  return match === null ? null : Number(match[1]);
}
