import { readFileSync, statSync } from 'node:fs';
import { ChoraError } from '../../model/errors.js';
import { serviceUrl } from './service-url.js';

/** Nothing here puts a token into a message, nor into the cause of an error: errors are printed, logged and reported. */

const LIMITS = { milliseconds: 30_000, attempts: 3, bytes: 64 * 1024 };
/** Whom the token is for. Fulcio refuses tokens for others. */
const AUDIENCE = 'sigstore';
/** Clocks differ; whether a token that ended just now still counts, Fulcio decides. */
const LEEWAY_SECONDS = 60;

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The token that says who signs: the one given (itself, or a file that holds it, as with cosign), else SIGSTORE_ID_TOKEN, else
 * one that GitHub Actions makes for the job.
 * @throws ChoraError `sign/no-identity`, `sign/token-invalid`, `sign/token-expired`, `sign/token-unavailable`
 */
export async function identityToken(
  given: string | undefined,
  environment: Environment = process.env,
  limits = LIMITS,
): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken } = environment;
  if (given !== undefined) return checked(fromFile(given) ?? given);
  if (environment.SIGSTORE_ID_TOKEN) return checked(environment.SIGSTORE_ID_TOKEN);
  if (url && requestToken) return checked(await fromGitHub(url, requestToken, limits));
  throw new ChoraError(
    'usage',
    'sign/no-identity',
    'Signing needs an identity token, and there is none.',
    environment.GITHUB_ACTIONS === 'true'
      ? 'Give the job `permissions: id-token: write`; pull requests from forks never get it.'
      : 'Sign in GitHub Actions with `permissions: id-token: write`, or give --identity-token or SIGSTORE_ID_TOKEN.',
  );
}

function fromFile(given: string): string | null {
  try {
    const stats = statSync(given);
    return stats.isFile() && stats.size <= LIMITS.bytes ? readFileSync(given, 'utf8') : null;
  } catch {
    return null;
  }
}

/** https://docs.github.com/en/actions/reference/security/oidc: GET with the request token gives `{"value": …}`. */
async function fromGitHub(requestUrl: string, requestToken: string, limits: typeof LIMITS): Promise<string> {
  const url = serviceUrl(requestUrl, 'ACTIONS_ID_TOKEN_REQUEST_URL');
  url.searchParams.set('audience', AUDIENCE);
  const deadline = AbortSignal.timeout(limits.milliseconds);
  let reason = 'no answer';
  for (let attempt = 1; attempt <= limits.attempts; attempt++) {
    try {
      const response = await fetch(url, {
        headers: { authorization: `Bearer ${requestToken}`, accept: 'application/json' },
        redirect: 'error',
        signal: deadline,
      });
      const text = await bounded(response, limits.bytes);
      if (response.ok) {
        const value: unknown = (JSON.parse(text) as { value?: unknown } | null)?.value;
        if (typeof value === 'string' && value !== '') return value;
        reason = 'the answer holds no token';
      } else {
        reason = `it answered ${response.status}`;
        if (response.status < 500 && response.status !== 429) break;
      }
    } catch (error) {
      // Only a system's code and a kind of error: messages of parsers quote what they read.
      reason = deadline.aborted ? `no answer in ${limits.milliseconds / 1000} s` : kindOf(error);
      if (deadline.aborted) break;
    }
  }
  throw new ChoraError(
    'io',
    'sign/token-unavailable',
    `GitHub Actions gave no identity token: ${reason}.`,
    'Check `permissions: id-token: write`; then run the job again.',
  );
}

async function bounded(response: Response, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > limit) throw new TooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

class TooLong extends Error {}

function kindOf(error: unknown): string {
  if (error instanceof TooLong) return 'the answer is too long';
  if (error instanceof SyntaxError) return 'the answer is not JSON';
  const cause = (error as { cause?: { code?: unknown } } | null)?.cause;
  return typeof cause?.code === 'string' ? `the request failed (${cause.code})` : 'the request failed';
}

/** Fulcio would refuse these too, but says less about why. */
function checked(text: string): string {
  const token = text.trim();
  const invalid = (what: string) =>
    new ChoraError('usage', 'sign/token-invalid', `The identity token ${what}.`, 'Ask the issuer for a new token.');
  if (token.length > LIMITS.bytes) throw invalid('is too long');
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every((part) => /^[\w-]*=*$/.test(part))) throw invalid('is no JSON Web Token, and no file');
  const claims = payload(parts[1] ?? '');
  if (claims === null) throw invalid('cannot be read');
  if (typeof claims.sub !== 'string' && typeof claims.email !== 'string') throw invalid('names no subject');
  if (typeof claims.email === 'string' && claims.email_verified !== true && claims.email_verified !== 'true')
    throw invalid('has an e-mail address that its issuer has not verified');
  if (typeof claims.exp === 'number' && claims.exp + LEEWAY_SECONDS < Date.now() / 1000)
    throw new ChoraError(
      'usage',
      'sign/token-expired',
      `The identity token expired at ${instant(claims.exp)}.`,
      'Such tokens live for minutes: ask for a new one just before signing.',
    );
  return token;
}

function payload(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function instant(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? 'an impossible time' : date.toISOString();
}
