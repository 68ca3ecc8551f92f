import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Where a command writes. Colours and progress only where a person watches. */
export interface Terminal {
  /** Results: standard output. */
  out(text: string): void;
  /** Everything else: standard error. */
  err(text: string): void;
  /** A line of a structured log: standard error, as it is. */
  log(line: string): void;
  /** Styles a word of the results, where colours are wanted. */
  style(style: Style, text: string): string;
  /** Shows a line in place of the last such line; does nothing where nobody watches. */
  progress(line: string): void;
  /** Whether a person watches a screen: a terminal, and not one of a build server. */
  readonly watched: boolean;
  /** Columns of the screen. */
  readonly width: number;
}

export function processTerminal(): Terminal {
  const watched = process.stderr.isTTY === true && process.env.CI === undefined;
  // A reader that has seen enough, such as head(1), is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? 0);
  });
  let shown = false;
  const clear = () => {
    if (shown) process.stderr.write('\r\u001b[K');
    shown = false;
  };
  const err = (text: string): void => {
    clear();
    process.stderr.write(`${text}\n`);
  };
  return {
    out: (text) => {
      clear();
      process.stdout.write(`${text}\n`);
    },
    err,
    log: err,
    style: (style, text) => styleText(style, text, { stream: process.stdout }),
    progress: (line) => {
      if (!watched) return;
      process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
      shown = true;
    },
    watched,
    width: process.stdout.columns ?? 120,
  };
}
