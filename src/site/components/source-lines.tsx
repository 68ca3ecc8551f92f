import type { VNode } from 'preact';
import { dirOf, visible } from '../text.js';

const MOST_CHARACTERS = 160;

/** The lines of a file, as findings count them: a line ends with \n. */
export const linesOf = (text: string): string[] =>
  text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));

/** A file with numbered lines that can be linked to as #L12. `found`: lines that findings speak of. */
export function sourceLines(lines: readonly string[], found: ReadonlySet<number> = new Set()): VNode {
  let html = '';
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    html += `<bdi id="L${number}"${found.has(number) ? ' class="found"' : ''}>${escaped(tabbed(line))}\n</bdi>`;
  }
  return (
    <pre class="source">
      {/* Escaped above. Elements of their own for each of hundreds of lines would take most of a page's time and a tenth of its bytes. */}
      <code dangerouslySetInnerHTML={{ __html: html }} />
    </pre>
  );
}

/** Text between tags: nothing but these two begins anything there. */
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** One line, or of a long one the part around `column` (from 1), which is underlined from there on. */
export function excerpt(line: string, column: number | undefined): VNode {
  const at = Math.min((column ?? 1) - 1, line.length);
  const from = at < MOST_CHARACTERS ? 0 : at - MOST_CHARACTERS / 4;
  const to = Math.min(line.length, from + MOST_CHARACTERS);
  const before = `${from > 0 ? '… ' : ''}${tabbed(line.slice(from, at))}`;
  const after = `${tabbed(line.slice(at, to))}${to < line.length ? ' …' : ''}`;
  return (
    <pre class="excerpt" dir={dirOf(line)}>
      <code>{column === undefined ? before + after : [before.trimStart(), <mark dir={dirOf(after)}>{after}</mark>]}</code>
    </pre>
  );
}

const tabbed = (text: string): string => (text.includes('\t') ? text.split('\t').map(visible).join('\t') : visible(text));
