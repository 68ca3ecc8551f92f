import type { ComponentChild } from 'preact';
import { fileNameOf } from '../../../model/file-names.js';
import type { DependencyRow, DependentRow } from '../../../model/generated/types.js';
import { type Row, runs } from '../../components/runs.js';
import { table } from '../../components/table.js';
import { compatibilityJson, compatibilityOf } from '../../links.js';
import { KIND_ORDER, urgencyOf } from '../../matrix/verdicts.js';
import { counted } from '../../text.js';

/** Rows that a page has at most of one list: about 300 KB. */
const MOST = 1_000;

/** Rows of the current version: what wants attention most, first; then required before optional. */
export const ordered = <R extends DependencyRow | DependentRow>(rows: readonly R[]): R[] =>
  rows
    .filter(({ current }) => current)
    .sort((a, b) => urgencyOf(a.verdict) - urgencyOf(b.verdict) || KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind));

/** A list of relations that stays readable however long it is. `id`: whose document has all rows, where that can be more than a page holds. */
export function rowsTable(caption: string, headings: readonly string[], rows: readonly Row[], id?: string): ComponentChild {
  if (rows.length === 0) return null;
  return [
    runs(rows.slice(0, MOST), (cells) => table(caption, headings, cells, 'verdicts')),
    rows.length > MOST && id !== undefined && (
      <p class="more">
        And {counted(rows.length - MOST, 'more', 'more')}: in the <a href={`../${compatibilityOf(id)}`}>matrix</a> and{' '}
        <a href={`../${compatibilityJson(fileNameOf(id))}`}>as JSON</a>.
      </p>
    ),
  ];
}
