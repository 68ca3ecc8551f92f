import type { CheckedBundle } from '../trust/check.js';
import type { Trust } from '../trust/examine.js';
import type { Question } from '../trust/prove.js';
import type { Carrier } from './carrier.js';
import type { ReleaseFormat } from './format.js';
import type { MirrorStore } from './store.js';
import type { TufClient, TufPlaces } from './tuf-client.js';

export type * from './carrier.js';
export type * from './format.js';
export type * from './store.js';

/** Every operation of the mirror on the outside world. All of them may be called concurrently. */
export interface MirrorOps {
  /** The time, in UTC. */
  now(): Date;
  /** Milliseconds on a clock that never goes back; for durations. */
  elapsed(): number;
  /** Waits, or rejects when the signal fires. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** A number in [0, 1) for jitter. */
  random(): number;
  readonly tuf: TufClient;
  /** Where the client of TUF finds the metadata and the targets of what this mirror follows, and keeps what it trusts. */
  readonly places: TufPlaces;
  /** The published tree that this mirror follows. */
  readonly origin: Origin;
  readonly store: MirrorStore;
  /** The mirror's own policy and trusted root; null where mirror.yaml names none. @throws ChoraError for whatever is wrong in them */
  ownTrust(): Trust | null;
  /** What the bundles of a manifest prove. Never rejects for what is wrong with a bundle. */
  prove(trust: Trust, question: Question): Promise<readonly CheckedBundle[]>;
  readonly format: ReleaseFormat;
  readonly carrier: Carrier;
}

/** A published tree, over HTTP, in a folder, or in a file that was carried here. Paths are relative to its root. */
export interface Origin {
  /** How messages call it. */
  readonly name: string;
  /**
   * Opens a file, at the byte `from` where it can. Null when there is no such file.
   * @param path each part escaped as in a URL
   * @throws OriginFailure
   */
  open(path: string, from: number, signal: AbortSignal): Promise<OriginFile | null>;
}

export interface OriginFile {
  /** The byte that `chunks` start at: the one that was asked for, or 0. */
  readonly from: number;
  /** Reading may throw an OriginFailure. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Why a file could not be had. */
export class OriginFailure extends Error {
  override readonly name = 'OriginFailure';
  constructor(
    message: string,
    /** Whether asking again may help. */
    readonly transient: boolean,
    /** Milliseconds that the server asks to wait. */
    readonly wait: number | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
