import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import type { MirrorState } from '../model/generated/types.js';
import { chain, type JournalEntry, type JournalReading, readJournal } from './journal.js';
import type { MirrorOps, MirrorStore } from './ops.js';
import { seal } from './sealed.js';
import { FIRST_STATE, parseMirrorState } from './state.js';

/** state.json and the journal of a mirror, as they are. @throws ChoraError `mirror/not-a-mirror`, `mirror/damaged` */
export function readLedger(store: MirrorStore): { readonly state: MirrorState; readonly journal: JournalReading } {
  if (store.readFile('mirror.yaml') === null)
    throw new ChoraError(
      'usage',
      'mirror/not-a-mirror',
      `${store.folder} is not a mirror: it has no mirror.yaml.`,
      'chora mirror init DIR --url URL --root root.json makes one.',
    );
  const state = parseMirrorState(store.readFile('state.json'), store.folder);
  return { state, journal: readJournal(store.readFile('journal.ndjson'), state.journal) };
}

/** What is remembered besides the journal. */
export type Remembered = Partial<Omit<MirrorState, 'journal' | 'format' | 'digest'>>;

/**
 * State and journal of a mirror for whoever holds its lock. The journal is written first: what it says did happen, and a state that
 * lags behind by a line is put right from it.
 */
export class Ledger {
  private current: Omit<MirrorState, 'digest'>;

  private constructor(
    private readonly ops: Pick<MirrorOps, 'store' | 'now'>,
    state: Omit<MirrorState, 'digest'>,
    readonly before: JournalReading,
  ) {
    this.current = state;
  }

  /** Begins both, for a mirror that is being made. */
  static begin(ops: Pick<MirrorOps, 'store' | 'now'>): Ledger {
    return new Ledger(ops, FIRST_STATE, readJournal(null, FIRST_STATE.journal));
  }

  /** Opens them, and puts right, with a line that says so, what a process that was killed left behind. */
  static open(ops: Pick<MirrorOps, 'store' | 'now'>): Ledger {
    const { state, journal } = readLedger(ops.store);
    const ledger = new Ledger(ops, { ...state, journal: journal.head }, journal);
    ledger.repair();
    return ledger;
  }

  get state(): Omit<MirrorState, 'digest'> {
    return this.current;
  }

  /** Writes down what happened, and what is to be remembered of it. */
  note(entry: Omit<JournalEntry, 'at'>, changes: Remembered = {}): void {
    const { line, head } = chain({ at: this.ops.now().toISOString(), ...entry }, this.current.journal);
    this.ops.store.appendJournal(line);
    this.current = { ...this.current, journal: head };
    this.remember(changes);
  }

  /** Remembers something that is no event. */
  remember(changes: Remembered): void {
    this.current = { ...this.current, ...changes };
    this.ops.store.writeFile('state.json', seal(this.current));
  }

  private repair(): void {
    const { torn, whole, problem, tail } = this.before;
    this.current = { ...this.current, journal: tail };
    if (torn !== null) {
      const bytes = this.ops.store.readFile('journal.ndjson')?.subarray(0, whole) ?? Buffer.alloc(0);
      this.ops.store.writeFile('journal.ndjson', bytes);
      this.note({ event: 'repaired', torn: digestOf(torn), bytes: torn.length });
    }
    if (problem !== null && !this.before.told) this.note({ event: 'damaged', message: problem });
  }
}
