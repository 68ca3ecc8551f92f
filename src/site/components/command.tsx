import type { VNode } from 'preact';
import { dirOf, visible } from '../text.js';

/** A command to copy, on several lines that a shell reads as one. Words are quoted where they must be: some are strangers'. */
export const command = (lines: readonly (readonly string[])[]): VNode => (
  <div class="copyable">
    <pre class="command" dir="ltr">
      <code dir={lines.flat().every((word) => dirOf(word) === undefined) ? undefined : 'auto'}>
        {lines.map((words) => visible(words.map(shellWord).join(' '))).join(' \\\n  ')}
      </code>
    </pre>
    <button class="copy" type="button" aria-label="Copy the command">
      Copy
    </button>
  </div>
);

/** POSIX 2.2.2: nothing but a single quote means anything between single quotes. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
