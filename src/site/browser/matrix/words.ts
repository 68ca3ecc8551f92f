import type { ShownVerdict } from '../../matrix/verdicts.js';
import { VERDICTS } from '../../matrix/verdicts.js';
import { readable, visible } from '../../text.js';
import { element } from '../search/elements.js';
import type { Side } from './judged.js';
import type { Cell, View } from './view.js';

/** What a cell is, in words: for a screen reader, and for the line under the matrix. */
export function cellWords({ rows, columns }: View, row: number, column: number, cell: Cell | undefined): string {
  const consumer = visible(rows[row]?.side.id ?? '');
  const provider = visible(columns[column]?.side.id ?? '');
  if (cell === undefined) return `${consumer} does not need ${provider}`;
  const ranges = cell.judged.map(({ dependency: { asked, kind } }) => {
    const range = asked.range === undefined ? 'no range' : visible(asked.range);
    return kind === 'required' ? range : `${range}, ${kind}`;
  });
  return `${VERDICTS[cell.verdict].word}: ${consumer} needs ${provider} ${[...new Set(ranges)].join('; ')}`;
}

/** The letter of a verdict in its shape. */
export function letter(verdict: ShownVerdict): HTMLSpanElement {
  return element('span', { class: `v ${verdict}`, 'aria-hidden': 'true' }, VERDICTS[verdict].letter);
}

export function verdictMark(verdict: ShownVerdict): HTMLSpanElement {
  return element('span', { class: `mark ${VERDICTS[verdict].tone}` }, VERDICTS[verdict].word);
}

/** An id, with a link to its page where it has one. */
export function idLink({ id, file }: Pick<Side, 'id' | 'file'>): HTMLElement {
  if (file === undefined) return element('code', { dir: 'auto' }, visible(id));
  return element('a', { class: 'id', dir: 'auto', href: pageOf(file) }, visible(id));
}

export const pageOf = (file: string): string => `capabilities/${encodeURIComponent(file.toWellFormed())}.html`;

export const ownerWords = (owner: string): string => (owner === '' ? 'not stated' : readable(owner));

export function versionWords(version: string | null): string {
  return version === null ? 'without a version' : visible(version);
}
