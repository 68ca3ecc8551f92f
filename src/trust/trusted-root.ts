import { TrustedRoot } from '@sigstore/protobuf-specs';
import seeds from '@sigstore/tuf/seeds.json' with { type: 'json' };
import { type TrustMaterial, toTrustMaterial } from '@sigstore/verify';
import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import { encodeOnce } from './encode-once.js';
import { reasonOf } from './reason.js';

/** Whom a verifier believes: certificate authorities, logs and timestamp authorities, read from one trusted_root.json. */
export interface TrustedRootFile {
  readonly material: TrustMaterial;
  /** The file as it was read. */
  readonly text: string;
  /** Digest of the file's bytes. */
  readonly digest: `sha256:${string}`;
  /**
   * When the newest of its keys came into use; ISO 8601. An old one means that the file may miss keys that are in use now. Null
   * for a root that names nobody.
   */
  readonly newestKeyStart: string | null;
}

const MEDIA_TYPES = new Set([
  'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  'application/vnd.dev.sigstore.trustedroot.v0.1+json',
  'application/vnd.dev.sigstore.trustedroot.v0.2+json',
]);

/** No certificate is nested deeper. */
const ALL_PARTS = 16;

/**
 * Reads a trusted root, and refuses one that would let sigstore-js believe more than it should. Whoever verifies signatures of
 * plain `keys` only needs no authorities.
 * @throws ChoraError `trust/trusted-root` for whatever is wrong in it. `name` is how the file is called in messages.
 */
export function parseTrustedRoot(text: string, name: string, of: 'certificates' | 'keys' = 'certificates'): TrustedRootFile {
  const refuse = (message: string) =>
    new ChoraError('config', 'trust/trusted-root', `${name}: ${message}`, 'Take trusted_root.json anew from its publisher.');
  let root: TrustedRoot;
  let material: TrustMaterial;
  try {
    root = rootFromJSON(JSON.parse(text));
    if (of === 'certificates') complete(root);
    material = toTrustMaterial(root);
    usable(material);
    for (const { certChain } of [...material.certificateAuthorities, ...material.timestampAuthorities])
      for (const certificate of certChain) encodeOnce(certificate, ALL_PARTS);
  } catch (error) {
    throw refuse(`not a usable trusted root: ${reasonOf(error)}`);
  }
  const starts = validities(root).map(({ what, start, end }) => {
    // Without a start sigstore-js takes the key as valid since 1970, and with it whatever an old, lost key ever signed.
    if (start === undefined || Number.isNaN(start.getTime())) throw refuse(`${what} does not say since when it is valid`);
    if (end !== undefined && !(end >= start)) throw refuse(`the validity of ${what} ends before it starts`);
    return start.getTime();
  });
  return {
    material,
    text,
    digest: digestOf(text),
    newestKeyStart: starts.length === 0 ? null : new Date(Math.max(...starts)).toISOString(),
  };
}

/** Which trusted root was believed, and how old it is. */
export interface TrustedRootAge {
  readonly digest: string;
  /** When the newest of its keys came into use; null for a root that names nobody. */
  readonly newest_key_start: string | null;
  /** Whole days since then. */
  readonly age_days: number | null;
}

/** The age of a trusted root at the time `now`. */
export function ageOf({ digest, newestKeyStart }: TrustedRootFile, now: Date): TrustedRootAge {
  const age_days = newestKeyStart === null ? null : Math.floor((now.getTime() - Date.parse(newestKeyStart)) / MILLISECONDS_A_DAY);
  return { digest, newest_key_start: newestKeyStart, age_days };
}
const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;

/** The root of Sigstore's public-good instance, as it stood when this program's `@sigstore/tuf` was published. */
export function publicGoodTrustedRoot(): TrustedRootFile {
  const name = 'trusted_root.json of @sigstore/tuf';
  const { targets } = seeds['https://tuf-repo-cdn.sigstore.dev'];
  return parseTrustedRoot(Buffer.from(targets['trusted_root.json'], 'base64').toString('utf8'), name);
}

function rootFromJSON(value: unknown): TrustedRoot {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('it is not a JSON object');
  const mediaType: unknown = 'mediaType' in value ? value.mediaType : undefined;
  if (typeof mediaType !== 'string' || !MEDIA_TYPES.has(mediaType)) throw new Error(`its media type is ${String(mediaType)}`);
  return TrustedRoot.fromJSON(value);
}

function complete(root: TrustedRoot): void {
  // Each list is asked for at every certificate: a root without one refuses everything, which nobody wants to find out later.
  if (root.certificateAuthorities.length === 0) throw new Error('it has no certificate authority');
  if (root.tlogs.length === 0) throw new Error('it has no transparency log');
  if (root.ctlogs.length === 0) throw new Error('it has no certificate transparency log');
}

/** sigstore-js reads certificates and log ids lazily; what is wrong with them should be said now, not at the first bundle. */
function usable({ certificateAuthorities, timestampAuthorities, tlogs, ctlogs }: TrustMaterial): void {
  for (const { certChain } of [...certificateAuthorities, ...timestampAuthorities]) {
    if (certChain.length === 0) throw new Error('an authority has no certificate');
    for (const certificate of certChain) {
      if (!certificate.validForDate(certificate.notBefore)) throw new Error('a certificate has no validity');
      if (certificate.publicKey.length === 0) throw new Error('a certificate has no key');
    }
  }
  for (const { logID } of [...tlogs, ...ctlogs]) if (logID.length === 0) throw new Error('a log has no id');
}

function validities(root: TrustedRoot) {
  const logs = (what: string, list: TrustedRoot['tlogs']) =>
    list.map((log) => ({ what: `${what} ${reasonOf(log.baseUrl)}`, ...log.publicKey?.validFor }));
  const authorities = (what: string, list: TrustedRoot['certificateAuthorities']) =>
    list.map((ca) => ({ what: `${what} ${reasonOf(ca.uri)}`, ...ca.validFor }));
  return [
    ...logs('the transparency log', root.tlogs),
    ...logs('the certificate transparency log', root.ctlogs),
    ...authorities('the certificate authority', root.certificateAuthorities),
    ...authorities('the timestamp authority', root.timestampAuthorities),
  ].map(({ what, start, end }) => ({ what, start, end }));
}
