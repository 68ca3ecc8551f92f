import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SerializedBundle } from '@sigstore/bundle';
import * as mock from '@sigstore/mock';
import { attest, sign as signMessage } from 'sigstore';
import { LOG_NAME, trustedRoot } from './trusted-root.ts';

// Runs under Node's own type stripping too, for catalog/sign-example.mjs: nothing that needs more than types removed.

/** What a token says of who asks for a certificate. GitHub's names become the certificate's extensions, as with the real Fulcio. */
export interface Claims {
  readonly iss?: string;
  /** Subject of the certificate; without it, the URL of `job_workflow_ref`. */
  readonly sub?: string;
  readonly repository?: string;
  readonly repository_id?: string;
  readonly repository_owner_id?: string;
  readonly job_workflow_ref?: string;
  readonly runner_environment?: string;
  readonly ref?: string;
  readonly sha?: string;
  readonly event_name?: string;
  /** Seconds; in ten minutes without it. */
  readonly exp?: number;
}

/** A certificate authority, a transparency log and a timestamp authority of the test's own, on loopback. */
export interface Authority {
  readonly fulcioURL: string;
  readonly rekorURL: string;
  readonly tsaURL: string;
  /** What a verifier needs to believe them, as trusted_root.json has it. */
  readonly trustedRoot: Record<string, unknown>;
  /** An unsigned token; these authorities believe everything but an expired one. */
  token(claims: Claims): string;
  /** Puts an entry into the log by hand: what no client of Fulcio would send. */
  log(entry: object): Promise<Record<string, LogEntry>>;
  close(): Promise<void>;
}

export interface LogEntry {
  readonly body: string;
  readonly integratedTime: number;
  readonly logID: string;
  readonly logIndex: number;
  readonly verification: {
    readonly inclusionProof: {
      readonly logIndex: number;
      readonly treeSize: number;
      readonly rootHash: string;
      readonly hashes: readonly string[];
      readonly checkpoint: string;
    };
    readonly signedEntryTimestamp: string;
  };
}

export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';
export const MANIFEST_PREDICATE = 'https://chora.dev/attestations/capability-manifest/v1';

/** Keys of their own for each, and nothing kept but the trusted root. Without `ctLog`, no certificate log sees certificates. */
export async function startAuthority({ ctLog = true }: { ctLog?: boolean } = {}): Promise<Authority> {
  const ctlogKey = keyPair();
  const ctlog = await mock.initializeCTLog(ctlogKey);
  const ca = await mock.initializeCA(keyPair(), ctLog ? ctlog : undefined);
  const rekor = await mock.initializeTLog(LOG_NAME, keyPair());
  // Whole seconds: the mock writes 0.120 s as .12, which DER wants and sigstore-js does not read.
  const wholeSeconds = () => new Date(Math.floor(Date.now() / 1000) * 1000);
  const tsa = Object.assign(await mock.initializeTSA(keyPair()), { getCurrentTime: wholeSeconds });
  // The mock keeps a proposed entry as it is; Rekor keeps what it read out of it, and that is what verifiers compare.
  const log = (entry: object) => rekor.log(canonicalDsse(entry)) as unknown as Promise<Record<string, LogEntry>>;
  const handlers = [
    mock.fulcioHandler(ca),
    mock.rekorHandler({ ...rekor, log: log as unknown as typeof rekor.log }),
    mock.tsaHandler(tsa),
  ];

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const handler = handlers.find(({ path }) => path === request.url);
    if (handler === undefined) return response.writeHead(404).end();
    if (expired(body)) {
      response.writeHead(400, { 'content-type': 'application/json' });
      return response.end('{"code":3,"message":"There was an error processing the identity token"}');
    }
    const answer = await handler.fn(body);
    response.writeHead(answer.statusCode, { 'content-type': answer.contentType ?? 'text/plain' });
    return response.end(answer.response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    fulcioURL: url,
    rekorURL: url,
    tsaURL: url,
    trustedRoot: trustedRoot({
      start: new Date(Date.now() - 60_000),
      tlog: rekor.publicKey,
      ctlog: spki(ctlogKey.publicKey),
      ca: [ca.rootCertificate],
      tsa: [tsa.intCertificate, tsa.rootCertificate],
    }),
    token,
    log,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface SignatureForm {
  /** `message`: a signature of the bytes. `dsse`: an in-toto statement whose subject is the bytes' digest, with a timestamp. */
  readonly kind: 'message' | 'dsse';
  readonly predicateType?: string;
  /** Stands in for the subjects of the statement: none, another's, several. */
  readonly subject?: readonly { name?: string; digest: Record<string, string> }[];
  /** How the log keeps a statement: `dsse` as GitHub's attestations have it, `intoto` as older clients do. */
  readonly entryType?: 'dsse' | 'intoto';
}

/** A bundle over the bytes, signed by whom the claims name. */
export function sign(authority: Authority, bytes: Uint8Array, claims: Claims, form: SignatureForm): Promise<SerializedBundle> {
  const options = {
    fulcioURL: authority.fulcioURL,
    rekorURL: authority.rekorURL,
    identityToken: authority.token(claims),
    tlogUpload: true,
  };
  if (form.kind === 'message') return signMessage(Buffer.from(bytes), options);
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: form.subject ?? [{ name: 'manifest', digest: { sha256: createHash('sha256').update(bytes).digest('hex') } }],
    predicateType: form.predicateType ?? MANIFEST_PREDICATE,
    predicate: {},
  };
  return attest(Buffer.from(JSON.stringify(statement)), 'application/vnd.in-toto+json', {
    ...options,
    tsaServerURL: authority.tsaURL,
    legacyCompatibility: form.entryType === 'intoto',
  });
}

/** Claims as GitHub Actions gives them to a job of `owner/name`. */
export function githubClaims(repository: string, more: Claims = {}): Claims {
  return {
    iss: GITHUB_ISSUER,
    repository,
    repository_id: '1001',
    repository_owner_id: '77',
    job_workflow_ref: `${repository}/.github/workflows/sign.yml@refs/heads/main`,
    runner_environment: 'github-hosted',
    ref: 'refs/heads/main',
    sha: '0123456789abcdef0123456789abcdef01234567',
    event_name: 'push',
    ...more,
  };
}

function token(claims: Claims): string {
  const subject =
    claims.sub ?? (claims.job_workflow_ref === undefined ? 'nobody' : `https://github.com/${claims.job_workflow_ref}`);
  const now = Math.floor(Date.now() / 1000);
  const payload = { iss: GITHUB_ISSUER, aud: 'sigstore', iat: now, exp: now + 600, ...claims, sub: subject };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(payload)}.`;
}

function expired(body: string): boolean {
  const jwt: unknown = JSON.parse(body || '{}')?.credentials?.oidcIdentityToken;
  if (typeof jwt !== 'string') return false;
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()).exp * 1000 < Date.now();
}

/** https://github.com/sigstore/rekor/blob/main/pkg/types/dsse/v0.0.1/dsse_v0_0_1_schema.json */
function canonicalDsse(entry: object): object {
  const { kind, spec } = entry as { kind?: string; spec?: { proposedContent?: { envelope: string; verifiers: string[] } } };
  if (kind !== 'dsse' || spec?.proposedContent === undefined) return entry;
  const { envelope, verifiers } = spec.proposedContent;
  const { payload, signatures } = JSON.parse(envelope) as { payload: string; signatures: { sig: string }[] };
  const hash = (bytes: Buffer) => ({ algorithm: 'sha256', value: createHash('sha256').update(bytes).digest('hex') });
  return {
    apiVersion: '0.0.1',
    kind,
    spec: {
      envelopeHash: hash(Buffer.from(envelope)),
      payloadHash: hash(Buffer.from(payload, 'base64')),
      signatures: signatures.map(({ sig }, at) => ({ signature: sig, verifier: verifiers[at] })),
    },
  };
}

const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const spki = (key: KeyObject) => key.export({ format: 'der', type: 'spki' });
