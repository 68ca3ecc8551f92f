/** Environment variables that keys are read from: PEM, or base64 of it; several keys may follow one another in each. */
export const KEY_VARIABLES = {
  root: 'CHORA_ROOT_KEY',
  targets: 'CHORA_TARGETS_KEY',
  snapshot: 'CHORA_SNAPSHOT_KEY',
  timestamp: 'CHORA_TIMESTAMP_KEY',
  'airgap-timestamp': 'CHORA_AIRGAP_TIMESTAMP_KEY',
} as const;

/** A public key as TUF metadata hold it. */
export interface TufKey {
  readonly keytype: string;
  readonly scheme: string;
  /** `public`: 64 hex digits for ed25519. */
  readonly keyval: { readonly public: string };
}

export interface VerificationKey {
  /** 64 hex digits: the sha256 of the canonical JSON of `publicKey`. */
  readonly keyId: string;
  readonly publicKey: TufKey;
}

/** Signs with one key, wherever that key is: a file, a secret of the environment, a service that never gives it away. */
export interface Signer extends VerificationKey {
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** The keys at hand. Which of them is of which role is for root.json to say. */
export interface KeyRing {
  signer(keyId: string): Signer | null;
}

/** Where keys are kept. */
export interface KeyFolder {
  /** How messages call it. */
  readonly name: string;
  /** Every key there. @throws ChoraError `publish/key-file` */
  signers(): readonly Signer[];
  /** Makes a key for a role and keeps it; never touches another one. @throws ChoraError `io/write` */
  make(role: string): Signer;
}

/** The published tree, by paths relative to its root with `/` between their parts. */
export interface PublishedTree {
  /** How messages call it. */
  readonly name: string;
  /** A file's bytes, or null where there is none. @throws ChoraError `io/read`, `publish/file-too-large` */
  read(path: string): Uint8Array | null;
  /** Bytes of a file, or null where there is none. */
  size(path: string): number | null;
  /** Files below a folder, relative to it, at all depths. @throws ChoraError `publish/link` where there is a link */
  list(folder: string): readonly string[];
  /** Replaces a file in one step; it and its name are on the disk before this returns. @throws ChoraError `io/write` */
  write(path: string, bytes: Uint8Array): void;
  /** Gives a file a second name, by a copy where links are refused. As durable as `write`. @throws ChoraError `io/write` */
  link(from: string, to: string): void;
  remove(path: string): void;
  /**
   * Keeps other publishers out until what it gives is called. `lost`: another one took over.
   * @throws ChoraError `publish/already-running`
   */
  lock(lost: () => void): () => void;
}

/** What a client trusts of a view before it looks at a release. */
export interface TrustedFiles {
  readonly root: Uint8Array;
  /** Null for a client that has never seen a release. */
  readonly online: { readonly timestamp: Uint8Array; readonly snapshot: Uint8Array; readonly targets: Uint8Array } | null;
}

/** A release as a client would find it, before any of it is in its place. */
export interface ReleaseFiles {
  /** A file of the view's metadata folder, such as `4.snapshot.json`; null where there is none. */
  metadata(name: string): Uint8Array | null;
  /** A target by its plain name or by the one with the digest in it; null where there is none. */
  target(path: string): Uint8Array | null;
}

/** Every operation on the outside world that publishing asks for. */
export interface PublishOps {
  now(): Date;
  readonly tree: PublishedTree;
  readonly keys: KeyRing;
  /**
   * Runs the client of mirrors from what it trusts against a release, `targets` included.
   * @throws ChoraError `publish/unverifiable-release`
   */
  verifyRelease(previous: TrustedFiles, release: ReleaseFiles, targets: readonly string[], now: Date): Promise<void>;
}
