/**
 * What the mirror asks of a client of The Update Framework (TUF 1.0). Whoever provides it keeps the client workflow of the
 * specification (section 5); what it says is then verified from the pinned root down.
 */

/** Where a view of a release is, as a TUF client sees it. */
export interface TufPlaces {
  /** Folder of the metadata that this client trusts: an absolute path. */
  readonly trustFolder: string;
  /** Base of the metadata: an http(s) URL or the absolute path of a folder. */
  readonly metadata: string;
  /** Base of the targets, of the same two kinds. */
  readonly targets: string;
}

export type TopLevelRole = 'root' | 'timestamp' | 'snapshot' | 'targets';

/** The version of each top-level role. */
export type RoleVersions = Readonly<Record<TopLevelRole, number>>;

/** A target that the top-level targets role lists. */
export interface TargetFile {
  /** Name relative to the base of the targets, `/` between its parts. Written by strangers: not a path until it is checked. */
  readonly path: string;
  /** In bytes. */
  readonly length: number;
  /** 64 hex digits. */
  readonly sha256: string;
}

/** What the trusted metadata says, all of it verified. */
export interface TrustedRelease {
  readonly versions: RoleVersions;
  readonly expires: Readonly<Record<TopLevelRole, Date>>;
  /** `x-generated-at` of the timestamp: when the run began that the release is of. Null where it is absent or no time. */
  readonly generatedAt: Date | null;
  /** `x-catalog` of the timestamp: the name of the catalog. Null where it is absent or no text. */
  readonly catalog: string | null;
  /** By path. Not among them: targets of delegated roles, and those that are described by other digests than sha256 alone. */
  readonly targets: ReadonlyMap<string, TargetFile>;
}

/** What is trusted, in a form that another client can be given. */
export interface TrustedMetadata {
  readonly release: TrustedRelease;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What an exchange may cost. */
export interface TufLimits {
  /** Milliseconds for one whole request. */
  readonly timeoutMs: number;
  /** Milliseconds without a byte after which a request is given up. */
  readonly stallMs: number;
  /** How often a request is made again that broke off or that the server could not answer (5xx, 429). */
  readonly retries: number;
  /** New versions of the root that one refresh may follow. */
  readonly rootRotations: number;
  /** Bytes of one metadata file; a delegated role counts as targets. */
  readonly metadataBytes: Readonly<Record<TopLevelRole, number>>;
  /** Bytes of one target. */
  readonly targetBytes: number;
}

/** Fetches files of a release; knows nothing of what they mean. */
export interface TufTransport {
  /**
   * The bytes at `path` below `base`, or null when there is no such file (403, 404).
   * @param path relative, `/` between its parts, each part escaped as in a URL
   * @param limit in bytes; one byte more is not kept
   * @throws ChoraError `tuf/unreachable`, `tuf/slow`, `tuf/endless-data`, `tuf/unsafe-name`
   */
  get(base: string, path: string, limit: number, signal?: AbortSignal): Promise<Uint8Array | null>;
}

/**
 * A client of TUF. Its errors are ChoraErrors: kind `trust` for what was refused (`tuf/rollback`, `tuf/expired`,
 * `tuf/signature`, `tuf/mix-and-match`, `tuf/endless-data`, `tuf/invalid`, …) and kind `network` for what could not be had
 * (`tuf/unreachable`, `tuf/slow`).
 */
export interface TufClient {
  /** Pins a root, which must be signed by as many of its own keys as it asks for. Refuses a folder that already trusts one. */
  init(trustFolder: string, root: Uint8Array): Promise<void>;
  /**
   * Brings the trusted metadata up to date. What was verified before something is refused stays trusted, as the
   * specification asks; the folder never holds half a file, nor a part of one update, whenever the process ends.
   */
  refresh(places: TufPlaces, signal?: AbortSignal): Promise<TrustedRelease>;
  /**
   * What is trusted now, verified again without the network. Expiry is reported, not refused. Where the last refresh ended midway, such
   * as between a timestamp and its snapshot, it is the whole release that was trusted before: nobody who cuts a line can take that away.
   * @throws ChoraError `tuf/incomplete` when there never was a whole release
   */
  read(trustFolder: string): Promise<TrustedRelease>;
  /**
   * The same, with the bytes of each file under the name that a client of TUF asks for: `timestamp.json`, `7.snapshot.json`,
   * `7.targets.json`, and `2.root.json` for each root from the pinned one on. Not the files of delegated roles.
   * @throws as {@link read}
   */
  metadata(trustFolder: string): Promise<TrustedMetadata>;
  /**
   * The verified bytes of a target, also of one that a delegated role lists. Reads by the name with the digest in it where the
   * root says `consistent_snapshot`. What it gives is of the release that is trusted now: refresh before.
   * @throws ChoraError `tuf/no-such-target`, `tuf/unsafe-name`, `tuf/target`, `tuf/expired`
   */
  download(places: TufPlaces, target: string, signal?: AbortSignal): Promise<Uint8Array>;
}
