import { printable } from '../model/quote.js';

/** Text of an error that a stranger's bytes provoked: one line, printable, short. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = printable(text.replace(/\s+/g, ' '));
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
