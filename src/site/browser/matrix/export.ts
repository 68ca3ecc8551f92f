import { toCsv } from '../../../model/csv.js';
import { escapeXml } from '../../machine/xml.js';
import { versionsAt } from '../../matrix/dependencies.js';
import { CELL, COLUMN_HEAD, ROW_HEAD } from '../../matrix/sizes.js';
import { VERDICT_ORDER, VERDICTS } from '../../matrix/verdicts.js';
import { visible } from '../../text.js';
import { element } from '../search/elements.js';
import { whyOf } from './judged.js';
import { DRAWINGS } from './shapes.js';
import type { Line, View } from './view.js';

const COLUMNS = [
  'consumer',
  'versions',
  'owner',
  'domain',
  'provider',
  'alias',
  'kind',
  'range',
  'verdict',
  'why',
  'satisfied_by',
  'nearest',
  'waived_until',
  'decision',
];

/** What is shown, one line for each dependency, safe to be opened in a spreadsheet. */
export function csvOf({ rows }: View): string {
  const cells = rows.flatMap(({ cells }) => [...cells.values()].sort((a, b) => a.column - b.column));
  const lines = cells
    .flatMap(({ judged }) => judged)
    .map((each) => {
      const { dependency, consumer, provider, at } = each;
      const { versions, alias, kind, asked } = dependency;
      const words = (all: readonly (string | null)[]) => all.map((version) => version ?? '').join(' ');
      return [
        consumer.id,
        words(versions),
        consumer.owner ?? '',
        consumer.domain,
        provider.id,
        alias?.id ?? '',
        kind,
        asked.range ?? '',
        at.verdict,
        whyOf(each),
        words(versionsAt(dependency.provider, asked.versions ?? [])),
        words(versionsAt(dependency.provider, asked.nearest ?? [])),
        at.waiver?.until ?? '',
        at.waiver?.decision ?? '',
      ];
    });
  return `${toCsv([COLUMNS, ...lines])}\r\n`;
}

const MARGIN = 16;
const LEGEND = 40;

/** What is shown as a drawing of its own: no style sheet, no script, nothing from elsewhere. */
export function svgOf({ rows, columns }: View): string {
  const width = Math.max(2 * MARGIN + ROW_HEAD + columns.length * CELL, 2 * MARGIN + VERDICT_ORDER.length * 120);
  const height = 2 * MARGIN + COLUMN_HEAD + rows.length * CELL + LEGEND;
  const [left, top] = [MARGIN + ROW_HEAD, MARGIN + COLUMN_HEAD];
  const parts: string[] = [];
  const line = (x1: number, y1: number, x2: number, y2: number) => `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="#dde1e5"/>`;
  for (const [place, { side, cells }] of rows.entries()) {
    const y = top + place * CELL;
    parts.push(
      line(MARGIN, y, left + columns.length * CELL, y),
      label(side.id, `x="${left - 8}" y="${y + CELL / 2 + 4}" text-anchor="end"`),
    );
    for (const cell of cells.values()) {
      const what = `${side.id} needs ${columns[cell.column]?.side.id ?? ''}: ${VERDICTS[cell.verdict].word}`;
      parts.push(
        `<g transform="translate(${left + cell.column * CELL + CELL / 2} ${y + CELL / 2})"><title>${escapeXml(visible(what))}</title>${DRAWINGS[cell.verdict]}</g>`,
      );
    }
  }
  for (const [place, column] of columns.entries()) {
    const x = left + place * CELL;
    parts.push(line(x, MARGIN, x, top + rows.length * CELL), columnLabel(column, x + CELL / 2 + 4, top - 8));
  }
  const legend = VERDICT_ORDER.map(
    (verdict, place) =>
      `<g transform="translate(${MARGIN + CELL / 2 + place * 120} ${height - MARGIN - 12})">${DRAWINGS[verdict]}<text x="18" y="4">${VERDICTS[verdict].word}</text></g>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="#1b1f24">
<title>Compatibility: rows need columns</title>
<path fill="#fff" d="M0 0H${width}V${height}H0Z"/>
${parts.join('\n')}
${legend.join('\n')}
</svg>
`;
}

const LONGEST = 30;
const label = (id: string, where: string): string => {
  const shown = [...visible(id)];
  const text = shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1).join('')}…` : shown.join('');
  return `<text ${where} font-family="ui-monospace, monospace" font-size="11">${escapeXml(text)}<title>${escapeXml(visible(id))}</title></text>`;
};
const columnLabel = ({ side }: Line, x: number, y: number): string =>
  label(side.id, `transform="translate(${x} ${y}) rotate(-90)"`);

/** Hands a file to the visitor, without asking anybody for it. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  element('a', { href: url, download: name }).click();
  // The browser has to have begun before the address may go.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
