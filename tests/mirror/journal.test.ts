import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chain, type JournalEntry, readJournal } from '../../src/mirror/journal.js';

const EMPTY = { lines: 0, head: null };

function journalOf(entries: readonly JournalEntry[]) {
  let head: Parameters<typeof chain>[1] = EMPTY;
  const lines: string[] = [];
  for (const entry of entries) {
    const next = chain(entry, head);
    lines.push(next.line);
    head = next.head;
  }
  return { bytes: Buffer.from(lines.join('')), head, lines };
}

const entry = (n: number): JournalEntry => ({ at: `2026-05-04T08:0${n % 10}:00.000Z`, event: 'unchanged', release: n + 1 });
const THREE = [0, 1, 2].map(entry);

describe('a journal', () => {
  test('reads back as it was written, whatever the messages hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (messages) => {
        const entries = messages.map((message, n): JournalEntry => ({ ...entry(n), message }));
        const { bytes, head } = journalOf(entries);
        const reading = readJournal(bytes, head);
        expect(reading).toMatchObject({ head, problem: null, torn: null });
        expect(reading.events.map(({ message }) => message)).toEqual(messages);
      }),
    );
  });

  test('of which any byte is flipped is found out', () => {
    const { bytes, head } = journalOf(THREE);
    for (let at = 0; at < bytes.length; at += 1) {
      const spoilt = Buffer.from(bytes);
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      const { problem, torn } = readJournal(spoilt, head);
      expect([at, problem === null && torn === null]).toEqual([at, false]);
    }
  });

  test('that lost a line in its middle is found out', () => {
    const { lines, head } = journalOf(THREE);
    expect(readJournal(Buffer.from(`${lines[0]}${lines[2]}`), head).problem).toBe('line 2 does not follow the line before it');
  });

  test('that lost its last line is found out by what the state remembers', () => {
    const { lines, head } = journalOf(THREE);
    expect(readJournal(Buffer.from(`${lines[0]}${lines[1]}`), head).problem).toBe('it ends after 2 lines, and 3 were written');
  });

  test('that was written anew from the start is found out', () => {
    const { head } = journalOf(THREE);
    const other = journalOf([entry(7), entry(8), entry(9)]);
    expect(readJournal(other.bytes, head).problem).toBe('line 3 is not the one that was written');
  });

  test('that is ahead of the state by a line is what a crash leaves, and is well', () => {
    const { bytes } = journalOf(THREE);
    expect(readJournal(bytes, journalOf(THREE.slice(0, 2)).head)).toMatchObject({ problem: null, head: { lines: 3 } });
  });

  test('whose last line broke off says so, and keeps the others', () => {
    const { bytes, head } = journalOf(THREE);
    const more = chain(entry(3), head).line;
    for (let length = 1; length < more.length; length += 1) {
      const { torn, problem, events } = readJournal(Buffer.concat([bytes, Buffer.from(more.slice(0, length))]), head);
      expect([torn?.length, problem, events.length]).toEqual([length, null, 3]);
    }
  });
});
