import { ChoraError } from '../../model/errors.js';
import { printable } from '../../model/quote.js';
import { serviceUrl } from './service-url.js';

/** Sigstore's public instance. */
export const PUBLIC_GOOD = { fulcioURL: 'https://fulcio.sigstore.dev', rekorURL: 'https://rekor.sigstore.dev' } as const;

export interface SigningServices {
  /** Gives a certificate for the identity. */
  readonly fulcioURL: string;
  /** Logs the signature in public, which also proves its time. */
  readonly rekorURL: string;
  /** Timestamp authority: a second proof of the time. */
  readonly tsaURL?: string | undefined;
  /** Milliseconds for one request. */
  readonly timeout: number;
  /** How often a request is sent again after a failure of the network or the server. */
  readonly retries: number;
}

export interface Signed {
  /** The bundle, as it is stored beside the manifest. */
  readonly bundle: Buffer;
  readonly logIndex: string | null;
}

/**
 * Signs bytes without a key of one's own: a key made for this one signature, and a certificate for it that names whom the token
 * names. Everything becomes public in the transparency log except the bytes, of which only the digest does.
 * @throws ChoraError `sign/refused` when the certificate authority does not want the token, `sign/unavailable`,
 * `sign/answer-invalid`, `usage/not-a-url`, `usage/insecure-url`
 */
export async function signBytes(bytes: Uint8Array, token: string, services: SigningServices): Promise<Signed> {
  const options = {
    fulcioURL: base(services.fulcioURL, '--fulcio-url'),
    rekorURL: base(services.rekorURL, '--rekor-url'),
    ...(services.tsaURL === undefined ? {} : { tsaServerURL: base(services.tsaURL, '--timestamp-server-url') }),
    identityToken: token,
    tlogUpload: true,
    timeout: services.timeout,
    retry: { retries: services.retries, minTimeout: 500, maxTimeout: 2000 },
  };
  // Loaded here: every verb imports this file, and only this one needs a third of a second for its libraries.
  const [{ sign }, { bundleFromJSON }] = await Promise.all([import('sigstore'), import('@sigstore/bundle')]);
  try {
    const json = await sign(Buffer.from(bytes), options);
    // Services may answer nonsense; what is written must be a bundle that can be read again.
    const entry = bundleFromJSON(json).verificationMaterial.tlogEntries[0];
    return { bundle: Buffer.from(`${JSON.stringify(json)}\n`), logIndex: entry?.logIndex ?? null };
  } catch (error) {
    throw told(error, token);
  }
}

/** Without the slash at the end: paths are appended to it. */
function base(text: string, name: string): string {
  return serviceUrl(text, name).href.replace(/\/+$/, '');
}

const AUTHORITY = 'The certificate authority';
const SERVICE_OF_CODE: Readonly<Record<string, string>> = {
  CA_CREATE_SIGNING_CERTIFICATE_ERROR: AUTHORITY,
  TLOG_CREATE_ENTRY_ERROR: 'The transparency log',
  TLOG_FETCH_ENTRY_ERROR: 'The transparency log',
  TSA_CREATE_TIMESTAMP_ERROR: 'The timestamp authority',
};

interface Failure {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: { readonly statusCode?: unknown; readonly code?: unknown; readonly type?: unknown };
}

/** Without `cause`: sigstore-js puts the token into one of its messages, and a server may repeat it in its answer. */
function told(error: unknown, token: string): ChoraError {
  if (error instanceof ChoraError) return error;
  const { code, message, cause } = (error ?? {}) as Failure;
  const service = SERVICE_OF_CODE[String(code)];
  const detail =
    typeof cause?.statusCode === 'number' ? undefined : [cause?.code, cause?.type].find((word) => word !== undefined);
  const reason = withoutToken(`${message}${detail === undefined ? '' : ` (${detail})`}`, token);
  if (service === undefined)
    return new ChoraError('io', 'sign/answer-invalid', `What the signing services answered makes no signature: ${reason}.`);
  const status = typeof cause?.statusCode === 'number' ? cause.statusCode : 500;
  if (status >= 400 && status < 500 && status !== 408 && status !== 429)
    return new ChoraError(
      'trust',
      'sign/refused',
      `${service} refused: ${reason}.`,
      service === AUTHORITY ? 'Check the issuer, the audience (sigstore) and the age of the identity token.' : undefined,
    );
  return new ChoraError(
    'io',
    'sign/unavailable',
    `${service} gave no useful answer: ${reason}.`,
    'Check the address and the network; then run again.',
  );
}

/** Takes out the token, its parts, and whatever long enough could be a piece of it. */
function withoutToken(text: string, token: string): string {
  const whole = [token, ...token.split('.')]
    .filter((part) => part.length > 8)
    .reduce((rest, part) => rest.replaceAll(part, '…'), text);
  return printable(whole.replace(/[\w+/=-]{40,}/g, '…')).slice(0, 300);
}
