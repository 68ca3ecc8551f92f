import { type Bundle, bundleFromJSON, ValidationError } from '@sigstore/bundle';
import { digestOf } from '../model/digest.js';
import { reasonOf } from './reason.js';

/** One Sigstore bundle, or why what stands there is none. */
export type BundleReading = {
  /** Digest of this bundle's own text: a line's, where a file has one bundle a line. */
  readonly digest: `sha256:${string}`;
} & ({ readonly ok: true; readonly bundle: Bundle } | { readonly ok: false; readonly reason: string });

/** What one file of bundles may cost. Verifying is some ten milliseconds for each log entry and timestamp. */
export const BUNDLE_LIMITS = {
  /** Bytes of one file. */
  bytes: 1024 * 1024,
  /** Bundles of one file. */
  bundles: 16,
  /** Levels of nesting; the format needs seven. */
  depth: 16,
  /** Log entries, timestamps and certificates of one bundle, each. */
  items: 8,
  /** Characters of a certificate, a timestamp, a checkpoint. */
  field: 64 * 1024,
} as const;

const MEDIA_TYPES = new Set([
  'application/vnd.dev.sigstore.bundle+json;version=0.1',
  'application/vnd.dev.sigstore.bundle+json;version=0.2',
  'application/vnd.dev.sigstore.bundle+json;version=0.3',
  'application/vnd.dev.sigstore.bundle.v0.3+json',
]);

/** Reads a file with one bundle, or with one a line (JSON lines). Never throws; a file that is unreadable as a whole is one reading. */
export function readBundles(bytes: Uint8Array): readonly BundleReading[] {
  const whole = (reason: string): BundleReading[] => [{ ok: false, digest: digestOf(bytes), reason }];
  if (bytes.length > BUNDLE_LIMITS.bytes) return whole(`it has ${bytes.length} bytes; at most ${BUNDLE_LIMITS.bytes} are read`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return whole('it is not UTF-8 text');
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2 || !lines.every((line) => line.trimStart().startsWith('{') && line.trimEnd().endsWith('}')))
    return [{ digest: digestOf(bytes), ...parseBundle(text) }];
  if (lines.length > BUNDLE_LIMITS.bundles)
    return whole(`it has ${lines.length} bundles; at most ${BUNDLE_LIMITS.bundles} are read`);
  return lines.map((line) => ({ digest: digestOf(line), ...parseBundle(line) }));
}

function parseBundle(
  text: string,
): { readonly ok: true; readonly bundle: Bundle } | { readonly ok: false; readonly reason: string } {
  try {
    if (text.trim() === '') throw new Error('it is empty');
    if (depthOf(text) > BUNDLE_LIMITS.depth) throw new Error('it is nested too deeply');
    const value: unknown = JSON.parse(text);
    checkShape(value);
    const bundle = bundleFromJSON(value);
    checkCost(bundle);
    return { ok: true, bundle };
  } catch (error) {
    const fields = error instanceof ValidationError ? ` (${error.fields.join(', ').slice(0, 200)})` : '';
    return { ok: false, reason: `it is not a bundle: ${reasonOf(error)}${fields}` };
  }
}

/** Deepest nesting of brackets outside of strings; counted before any parser recurses over it. One pass, whatever the text. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}

/** Fields that protobuf-specs hands to Buffer.from as they are. */
const BINARY = new Set(
  'rawBytes signature payload sig digest canonicalizedBody signedEntryTimestamp rootHash keyId signedTimestamp'.split(' '),
);

/** Of each of these a bundle has one. Which of two a reader takes differs, and then two readers verify different things. */
const CONTENTS = ['messageSignature', 'dsseEnvelope'];
const SIGNERS = ['certificate', 'x509CertificateChain', 'publicKey'];

function checkShape(value: unknown): void {
  if (!isObject(value)) throw new Error('it is not a JSON object');
  const mediaType = value['mediaType'];
  if (typeof mediaType !== 'string' || !MEDIA_TYPES.has(mediaType)) throw new Error(`its media type is ${String(mediaType)}`);
  for (const [of, names] of [[value, CONTENTS] as const, [value['verificationMaterial'], SIGNERS] as const])
    if (isObject(of) && names.filter((name) => (of[name] ?? null) !== null).length > 1)
      throw new Error(`it has more than one of ${names.join(', ')}`);
  checkBinary(value);
}

/** `{"rawBytes": {"length": 2000000000}}` would make Buffer.from allocate two gigabytes: binary fields must be text. */
function checkBinary(value: unknown, name?: string): void {
  if (name !== undefined && BINARY.has(name) && value !== null && typeof value !== 'string')
    throw new Error(`“${name}” is not text`);
  if (Array.isArray(value)) {
    if (name === 'hashes' && value.some((hash) => typeof hash !== 'string')) throw new Error('“hashes” is not a list of text');
    for (const item of value) checkBinary(item);
  } else if (isObject(value)) for (const [key, item] of Object.entries(value)) checkBinary(item, key);
}

/** Many or huge parts cost much to check before the first of them fails. */
function checkCost({ verificationMaterial, content }: Bundle): void {
  const { tlogEntries, timestampVerificationData, content: key } = verificationMaterial;
  const stamps = timestampVerificationData?.rfc3161Timestamps ?? [];
  const certificates =
    key.$case === 'x509CertificateChain'
      ? key.x509CertificateChain.certificates
      : key.$case === 'certificate'
        ? [key.certificate]
        : [];
  for (const list of [tlogEntries, stamps, certificates])
    if (list.length > BUNDLE_LIMITS.items) throw new Error('it has too many log entries, timestamps or certificates');
  const sizes = [
    ...stamps.map(({ signedTimestamp }) => signedTimestamp.length),
    ...certificates.map(({ rawBytes }) => rawBytes.length),
    ...tlogEntries.map(({ inclusionProof }) => inclusionProof?.checkpoint?.envelope.length ?? 0),
  ];
  if (sizes.some((size) => size > BUNDLE_LIMITS.field)) throw new Error('it has a part that is too large');
  // Numbers are turned into BigInt, whose cost grows faster than their length.
  const numbers = tlogEntries.flatMap(({ logIndex, integratedTime, inclusionProof }) => [
    logIndex,
    integratedTime,
    inclusionProof?.logIndex ?? '0',
    inclusionProof?.treeSize ?? '0',
  ]);
  if (numbers.some((number) => !/^\d{1,19}$/.test(number))) throw new Error('it has a number that is none');
  if (content.$case === 'dsseEnvelope' && content.dsseEnvelope.payload.length > BUNDLE_LIMITS.bytes)
    throw new Error('its payload is too large');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
