import type { SerializedBundle } from '@sigstore/bundle';
import { type Authority, GITHUB_ISSUER, githubClaims, type SignatureForm, sign } from '../../support/authority.js';
import { type HandBundle, type Signing, signByHand } from '../../support/hand-signed.js';
import { type Instance, SUBJECT } from '../../support/instance.js';
import type { LogEntry } from '../../support/transparency-log.js';
import { MANIFEST, sha256 } from '../signatures.js';

/** What the cases are made of. `stranger` has the names of `instance`, and other keys. */
export interface World {
  readonly authority: Authority;
  readonly instance: Instance;
  readonly stranger: Instance;
}

/** One command line: `chora verify` with a bundle, an artifact or its digest, a signer and a trusted root. */
export interface Given {
  readonly bundle: unknown;
  /** Bytes of the manifest, or what stands for them: `sha256:…`. */
  readonly artifact?: Uint8Array | string;
  /** Options that say who must have signed. */
  readonly signer?: readonly string[];
  /** PEM of the public key that must have signed, instead. */
  readonly key?: string;
  readonly root?: object;
}

export interface Case {
  readonly name: string;
  /** 0 verified, 4 not verified, 2 wrong use or an unusable trusted root. */
  readonly exit: 0 | 2 | 4;
  /** Part of what is said; the exit code alone would not tell one refusal from another. */
  readonly says: string;
  readonly given: (world: World) => Given | Promise<Given>;
}

export const OTHER = Buffer.from('id: another\nversion: 1.0.0\n');
export const IDENTITY = ['--certificate-identity', SUBJECT, '--certificate-oidc-issuer', GITHUB_ISSUER] as const;
export const DIGEST = `sha256:${sha256(MANIFEST)}`;

export const accepted = (name: string, given: Case['given']): Case => ({ name, exit: 0, says: 'Signed by', given });
export const refused = (name: string, says: string, given: Case['given']): Case => ({ name, exit: 4, says, given });
export const misused = (name: string, says: string, given: Case['given']): Case => ({ name, exit: 2, says, given });

/** A signature over the manifest, by hand. */
export const message = (world: World, more: Partial<Signing> = {}) =>
  signByHand({ instance: world.instance, bytes: MANIFEST, ...more });
/** A statement about the manifest, by hand. */
export const statement = (world: World, more: Partial<Signing> = {}) =>
  message(world, { about: [{ digest: { sha256: sha256(MANIFEST) } }], ...more });
/** As sigstore's own client signs it. */
export const byClient = (world: World, form: SignatureForm): Promise<SerializedBundle> =>
  sign(world.authority, MANIFEST, githubClaims('acme/app'), form);

/** Changes a bundle in place, and gives it back. */
export function withBundle(bundle: HandBundle, change: (bundle: HandBundle) => void): { bundle: HandBundle } {
  change(bundle);
  return { bundle };
}

export function entryOf(bundle: HandBundle): LogEntry {
  const [entry] = bundle.verificationMaterial.tlogEntries;
  if (entry === undefined) throw new Error('no entry');
  return entry;
}

export function withEntry(bundle: HandBundle, change: object): { bundle: HandBundle } {
  return withBundle(bundle, ({ verificationMaterial }) => {
    verificationMaterial.tlogEntries = [{ ...entryOf(bundle), ...change } as LogEntry];
  });
}

export function withProof(bundle: HandBundle, change: object): { bundle: HandBundle } {
  return withEntry(bundle, { inclusionProof: { ...entryOf(bundle).inclusionProof, ...change } });
}

type RootList = 'tlogs' | 'ctlogs' | 'certificateAuthorities' | 'timestampAuthorities';
export type Root = Record<RootList, Record<string, unknown>[]>;

/** The trusted root of an instance, changed. */
export function rootWith(instance: Instance, change: (root: Root) => void): Root {
  const root = structuredClone(instance.trustedRoot) as Root;
  change(root);
  return root;
}

/** Sets the validity of all of one list. */
export function validFor(list: RootList, validity: object | undefined): (root: Root) => void {
  return (root) => {
    for (const item of root[list])
      Object.assign(list.endsWith('logs') ? (item['publicKey'] as object) : item, { validFor: validity });
  };
}
