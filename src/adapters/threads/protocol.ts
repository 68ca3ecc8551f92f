/** What a thread is started with: a module that exports `prepare`, and what to call it with. */
export interface ThreadData {
  readonly module: string;
  readonly setup: unknown;
}

export interface ToThread {
  readonly id: number;
  readonly question: unknown;
}

export type FromThread = { readonly id: number } & ({ readonly answer: unknown } | { readonly error: unknown });

/** What a module must export to run on threads. */
export interface ThreadModule<Setup, Question, Answer> {
  prepare(setup: Setup): (question: Question) => Answer;
}
