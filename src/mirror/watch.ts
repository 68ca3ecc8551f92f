/** What happens in a sync. */
export type MirrorStage = 'unpack' | 'refresh' | 'fetch' | 'prove' | 'render' | 'switch';

export type MirrorProgress =
  | { readonly event: 'stage'; readonly stage: MirrorStage }
  /** So many files and bytes are to be fetched. */
  | { readonly event: 'lacking'; readonly files: number; readonly bytes: number }
  | { readonly event: 'bytes'; readonly done: number; readonly total: number; readonly files: number; readonly of: number }
  | { readonly event: 'retry'; readonly path: string; readonly attempt: number; readonly reason: string; readonly wait: number }
  | { readonly event: 'proofs'; readonly done: number; readonly total: number };

/** Told of all that happens; must not throw. */
export type MirrorWatch = (progress: MirrorProgress) => void;
