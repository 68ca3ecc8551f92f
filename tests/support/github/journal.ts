import type { Resource } from './limits.ts';

export type RequestKind = 'graphql' | 'rest' | 'storage';

/** One request and what became of it. */
export interface JournalEntry {
  readonly number: number;
  readonly kind: RequestKind;
  readonly method: string;
  /** Path and query of the address. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of GraphQL requests. */
  readonly query: string | null;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Milliseconds of the server's clock. */
  readonly at: number;
  /** Zero until it is answered; the status of what was cut or reset is the one that would have been sent. */
  status: number;
  resource: Resource | null;
  /** Points of the primary limit that it used. */
  points: number;
  /** Nodes that the query could have. */
  nodes: number;
  /** Repositories, Git objects and tree entries that were read for it. */
  weight: number;
  /** Of the body that was sent. */
  bytes: number;
  /** Milliseconds that the answer took to make, without latency. */
  milliseconds: number;
  /** The fault that it met. */
  fault: string | null;
  /** Requests under way when it came, itself included. */
  readonly concurrent: number;
}

export interface Totals {
  readonly requests: number;
  readonly points: number;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly concurrent: number;
}

export class Journal {
  #entries: JournalEntry[] = [];

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  add(entry: JournalEntry): void {
    this.#entries.push(entry);
  }

  of(kind: RequestKind): JournalEntry[] {
    return this.#entries.filter((entry) => entry.kind === kind);
  }

  clear(): void {
    this.#entries = [];
  }

  totals(kind?: RequestKind): Totals {
    const entries = kind === undefined ? this.#entries : this.of(kind);
    const sum = (value: (entry: JournalEntry) => number): number => entries.reduce((all, entry) => all + value(entry), 0);
    return {
      requests: entries.length,
      points: sum(({ points }) => points),
      bytes: sum(({ bytes }) => bytes),
      milliseconds: sum(({ milliseconds }) => milliseconds),
      concurrent: Math.max(0, ...entries.map(({ concurrent }) => concurrent)),
    };
  }
}
