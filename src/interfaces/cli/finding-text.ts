import { countSeverities, type Finding } from '../../model/findings.js';
import { printable } from '../../model/quote.js';
import type { Terminal } from './terminal.js';

const STYLE = { error: 'red', warning: 'yellow', info: 'blue' } as const;

/** A finding as lines of text: `path:line:column severity code`, what it says, the line it points at, and what to do. */
export function findingLines(finding: Finding, terminal: Terminal, prefix = '', text?: string): string[] {
  const { severity, code, path, ref, line, column, message, hint } = finding;
  const place = [prefix, ref, path]
    .filter((part) => part !== undefined && part !== '')
    .map((part) => printable(part ?? ''))
    .join(' ');
  const at = line === undefined ? place : `${place}:${line}${column === undefined ? '' : `:${column}`}`;
  const lines = [`${at === '' ? '' : `${at} `}${terminal.style(STYLE[severity], severity)} ${code}`, `  ${message}`];
  if (text !== undefined && line !== undefined) lines.push(...pointAt(text, line, column ?? 1, terminal.width));
  if (hint !== undefined) lines.push(`  ${terminal.style('dim', hint)}`);
  return lines;
}

/** The line with a caret under the column. Long lines are cut around the place. */
function pointAt(text: string, line: number, column: number, width: number): string[] {
  const whole = text.split(/\r\n|\n|\r/)[line - 1];
  if (whole === undefined) return [];
  const gutter = `  ${line} | `;
  const room = Math.max(20, width - gutter.length - 1);
  const start = column > room ? column - Math.floor(room / 2) : 0;
  const before = printable(whole.slice(start, column - 1).replaceAll('\t', ' '));
  const shown = before + printable(whole.slice(Math.max(column - 1, start), start + room).replaceAll('\t', ' '));
  return [`${gutter}${shown}`, `${' '.repeat(gutter.length - 2)}| ${' '.repeat(before.length)}^`];
}

/** “1 error, 2 warnings, 3 for information”. */
export function tally(findings: readonly Finding[]): string {
  const { error, warning, info } = countSeverities(findings);
  return `${error} error${error === 1 ? '' : 's'}, ${warning} warning${warning === 1 ? '' : 's'}, ${info} for information`;
}
