/** Why a run cannot go on. `refused` exits with 1, `unknown` and `network` with 3, `trust` with 4; the others with 2. */
export type ErrorKind = 'usage' | 'config' | 'io' | 'refused' | 'unknown' | 'network' | 'trust';

/** Wrong use, broken configuration, disk or key failure: what stops a run. Remote content never throws this. */
export class ChoraError extends Error {
  override readonly name = 'ChoraError';
  constructor(
    readonly kind: ErrorKind,
    /** Stable, such as `config/invalid`. */
    readonly code: string,
    message: string,
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Exit codes, the same for every verb. */
export const EXIT = { done: 0, no: 1, usage: 2, partial: 3, trust: 4, bug: 70 } as const;

const EXIT_OF_KIND: Record<ErrorKind, number> = {
  usage: EXIT.usage,
  config: EXIT.usage,
  io: EXIT.usage,
  refused: EXIT.no,
  unknown: EXIT.partial,
  network: EXIT.partial,
  trust: EXIT.trust,
};

export function exitCodeOf(error: unknown): number {
  return error instanceof ChoraError ? EXIT_OF_KIND[error.kind] : EXIT.bug;
}
