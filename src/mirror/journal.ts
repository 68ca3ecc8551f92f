import { canonicalJson } from '../model/canonical-json.js';
import { digestOf } from '../model/digest.js';
import type { MirrorEvent, MirrorState } from '../model/generated/types.js';
import { validateMirrorEvent } from '../model/validators.js';

/** An event as it is told; the journal chains it. */
export type JournalEntry = Omit<MirrorEvent, 'prev'>;
type Head = MirrorState['journal'];

export interface JournalReading {
  /** Of the lines that are whole and well chained, up to the first that is not. */
  readonly events: readonly MirrorEvent[];
  /** Where the chain stands after them. */
  readonly head: Head;
  /** Bytes up to the end of the last whole line. */
  readonly whole: number;
  /** What follows the last whole line: the beginning of one that was not written to its end. */
  readonly torn: Buffer | null;
  /** What is wrong with the lines, or null. */
  readonly problem: string | null;
  /** Where the chain goes on, whatever is wrong: after the last whole line. */
  readonly tail: Head;
  /** Whether the journal itself says what is wrong. */
  readonly told: boolean;
}

/** The line of an event, with its end, and where the chain stands after it. */
export function chain(entry: JournalEntry, before: Head): { readonly line: string; readonly head: Head } {
  const event: MirrorEvent = { ...entry, prev: before.head };
  const text = canonicalJson(event);
  return { line: `${text}\n`, head: { lines: before.lines + 1, head: digestOf(text) } };
}

/**
 * Reads a journal and checks its chain. `known` is what the state remembers of it: a journal that is shorter, or that has another
 * line there, was tampered with. One that is longer is not: it is written first.
 */
export function readJournal(bytes: Buffer | null, known: Head): JournalReading {
  const content = bytes ?? Buffer.alloc(0);
  const whole = content.lastIndexOf(0x0a) + 1;
  const torn = whole === content.length ? null : content.subarray(whole);
  const events: MirrorEvent[] = [];
  let head: Head = { lines: 0, head: null };
  let seen = known.lines === 0 && known.head === null;
  const lines = content.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
  const last = lines.at(-1);
  const tail: Head = { lines: lines.length, head: last === undefined ? null : digestOf(last) };
  const ended = (problem: string | null): JournalReading => {
    const told =
      problem !== null && lines.some((text) => text.includes(`"event":"damaged","message":${JSON.stringify(problem)}`));
    return { events, head, whole, torn, problem, tail, told };
  };
  for (const text of lines) {
    const number = head.lines + 1;
    const event = parseEvent(text);
    if (event === null) return ended(`line ${number} is not an event`);
    if (canonicalJson(event) !== text) return ended(`line ${number} is not written as this program writes it`);
    if (event.prev !== head.head) return ended(`line ${number} does not follow the line before it`);
    events.push(event);
    head = { lines: number, head: digestOf(text) };
    if (number === known.lines) {
      if (head.head !== known.head) return ended(`line ${number} is not the one that was written`);
      seen = true;
    }
  }
  if (!seen) return ended(`it ends after ${head.lines} lines, and ${known.lines} were written`);
  return ended(null);
}

/** Events of a sync that came to its end, and so found the clock to be right. */
const ENDS: ReadonlySet<string> = new Set(['released', 'unchanged', 'import']);

/**
 * The latest time that the journal has since the last sync that came to its end; null where it has none. Not that of the last line: a sync
 * that is refused for a clock which went back is written down with the time of that clock, and must not make it right.
 */
export function latestTime(events: readonly MirrorEvent[]): string | null {
  const end = events.findLastIndex(({ event }) => ENDS.has(event));
  return events
    .slice(Math.max(end, 0))
    .reduce<string | null>((latest, { at }) => (latest !== null && Date.parse(latest) >= Date.parse(at) ? latest : at), null);
}

function parseEvent(text: string): MirrorEvent | null {
  try {
    const value: unknown = JSON.parse(text);
    return validateMirrorEvent(value) ? (value as MirrorEvent) : null;
  } catch {
    // What is no JSON is no event; the caller says which line.
    return null;
  }
}
