import type { RunEvent } from '../../indexer/watch.js';
import { printable } from '../../model/quote.js';
import type { Terminal } from './terminal.js';

export const LOG_FORMATS = ['text', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];
type Level = 'info' | 'warning' | 'error';

/** One line of a structured log: JSON with `time`, `level`, `event` and what belongs to the event. */
export function logLine(time: Date, level: Level, event: string, fields: Readonly<Record<string, unknown>> = {}): string {
  // JSON leaves the characters that change the reading order as they are.
  const text = JSON.stringify({ time: time.toISOString(), level, event, ...fields });
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => [...c].map(escaped).join(''));
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
    '',
  );
}

/** The line for what happens in a run; null for what happens too often to be told one by one. */
export function eventLine(time: Date, event: RunEvent): string | null {
  const { event: name, ...fields } = event;
  switch (event.event) {
    case 'source-done':
      return null;
    case 'plan':
    case 'stage-started':
    case 'stage-ended':
      return logLine(time, 'info', name, fields);
    case 'retry':
      return logLine(time, 'warning', name, fields);
    case 'host-down':
      return logLine(time, 'error', name, fields);
    case 'finding':
      return logLine(time, event.finding.severity === 'error' ? 'error' : 'warning', name, { ...event.finding });
  }
}

/** Whether a command line asks for a structured log: needed before it is understood, as it may not be. */
export function wantsJsonLog(args: readonly string[]): boolean {
  return args.some((arg, at) => arg === '--log-format=json' || (arg === '--log-format' && args[at + 1] === 'json'));
}

/** The terminal, of which every line on standard error is an object. */
export function withJsonLog(terminal: Terminal, now: () => Date): Terminal {
  return {
    ...terminal,
    watched: false,
    progress: () => undefined,
    err: (text) => terminal.err(logLine(now(), 'error', 'message', { message: printable(text) })),
    log: (line) => terminal.err(line),
  };
}
