import type { SourceRequest } from '../../indexer/ops.js';
import type { ChoraError } from '../../model/errors.js';
import type { SourceFailure, SourceHead, SourceReading } from '../../model/source.js';

/** What the indexer's process and an agent say to one another. Everything is plain data, copied between the processes. */
export type ToAgent =
  | { readonly id: number; readonly ask: 'readHead'; readonly request: PlainRequest }
  | { readonly id: number; readonly ask: 'readSource'; readonly request: PlainRequest; readonly head: SourceHead | null }
  /** Ends request `id`; `failure` is what it then ends with. */
  | { readonly id: number; readonly ask: 'abort'; readonly failure: SourceFailure };

export type PlainRequest = Omit<SourceRequest, 'signal'>;

export type FromAgent =
  | { readonly id: number; readonly head: SourceHead }
  | { readonly id: number; readonly reading: SourceReading }
  | { readonly id: number; readonly failure: SourceFailure }
  /** What stops the whole run. */
  | { readonly id: number; readonly stop: Pick<ChoraError, 'kind' | 'code' | 'message' | 'hint'> }
  /** What no source explains: a bug. */
  | { readonly id: number; readonly error: string };

/** When a request is ended for another reason than a source's failure: the run itself is stopped. */
export const STOPPED: SourceFailure = {
  code: 'source/unreachable',
  state: 'unreachable',
  transient: false,
  args: { detail: 'the run was stopped' },
};
