import { CELL, COLUMN_HEAD, ROW_HEAD } from '../../matrix/sizes.js';
import { visible } from '../../text.js';
import { element } from '../search/elements.js';
import { fill, range, withPlace } from './fill.js';
import { targetOf } from './keys.js';
import type { Cell, Line, View } from './view.js';
import { offsetFor, windowOf } from './windows.js';
import { cellWords, idLink, letter } from './words.js';

/** One place of the matrix, from 0. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface GridListener {
  /** A cell was pressed, or Enter was, which moves the focus on. */
  readonly onOpen: (cell: Cell, byKey: boolean) => void;
  /** A place is pointed at or has the focus; null when none is. */
  readonly onPoint: (words: string) => void;
  readonly onEscape: () => void;
}

interface DrawnRow {
  readonly element: HTMLElement;
  readonly cells: Map<number, HTMLElement>;
}

/**
 * The drawn matrix (ARIA’s grid pattern). Of rows, heads and cells only those in sight are elements, and of places without a dependency
 * only the one that has the focus: how much there is to draw depends on the window and not on the catalog.
 */
export class Grid {
  readonly element = element('div', { class: 'grid', role: 'grid', 'aria-label': 'Rows need columns' });
  private readonly heads = element('div', { class: 'heads', role: 'row', 'aria-rowindex': '1' });
  private readonly body = element('div', { class: 'body', role: 'rowgroup' });
  private readonly band = element('div', { class: 'band', 'aria-hidden': 'true' });
  private readonly drawnHeads = new Map<number, HTMLElement>();
  private readonly drawnRows = new Map<number, DrawnRow>();
  private readonly places = new WeakMap<Element, Place>();
  private view: View = { rows: [], columns: [], shown: [], counts: new Map() };
  private active: Place = { row: 0, column: 0 };
  private pointed: Place | null = null;
  private frame = 0;

  constructor(private readonly listener: GridListener) {
    const corner = element('div', { class: 'corner', role: 'columnheader', 'aria-colindex': '1' }, 'needs →');
    this.heads.append(corner);
    this.body.append(this.band);
    this.element.append(this.heads, this.body);
    // Browsers tell of scrolling once for each frame, before they paint it.
    this.element.addEventListener('scroll', () => this.draw(), { passive: true });
    new ResizeObserver(() => this.drawSoon()).observe(this.element);
    this.element.addEventListener('keydown', (event) => this.press(event));
    this.element.addEventListener('click', (event) => this.click(event));
    this.element.addEventListener('pointermove', (event) => this.point(this.placeUnder(event)));
    this.element.addEventListener('pointerleave', () => this.point(null));
    this.element.addEventListener('focusin', (event) => this.point(this.placeOf(event.target)));
  }

  show(view: View): void {
    this.view = view;
    const { rows, columns } = view;
    this.element.setAttribute('aria-rowcount', String(rows.length + 1));
    this.element.setAttribute('aria-colcount', String(columns.length + 1));
    const width = `${ROW_HEAD + columns.length * CELL}px`;
    this.heads.style.width = width;
    this.body.style.width = width;
    this.body.style.height = `${rows.length * CELL}px`;
    for (const { element } of this.drawnRows.values()) element.remove();
    for (const head of this.drawnHeads.values()) head.remove();
    this.drawnRows.clear();
    this.drawnHeads.clear();
    this.active = firstCell(rows);
    this.point(null);
    this.element.scrollTo(0, 0);
    this.draw();
  }

  /** Goes to a place, scrolls it into sight and, where asked to, gives it the focus. */
  goTo({ row, column }: Place, focus: boolean): void {
    const { rows, columns } = this.view;
    this.active = { row: within(row, rows.length), column: within(column, columns.length) };
    const { scrollLeft, scrollTop } = this.element;
    const { across, down } = this.room();
    const left = offsetFor(this.active.column, scrollLeft, across, CELL);
    const top = offsetFor(this.active.row, scrollTop, down, CELL);
    if (left !== scrollLeft || top !== scrollTop) this.element.scrollTo(left, top);
    this.draw();
    if (focus) this.cellAt(this.active)?.focus({ preventScroll: true });
  }

  focus(): void {
    this.goTo(this.active, true);
  }

  private room(): { readonly across: number; readonly down: number } {
    return { across: this.element.clientWidth - ROW_HEAD, down: this.element.clientHeight - COLUMN_HEAD };
  }

  private drawSoon(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private draw(): void {
    const { rows, columns } = this.view;
    const { scrollLeft, scrollTop } = this.element;
    const { across, down } = this.room();
    const [inSight, ofColumns] = [
      windowOf(scrollTop, down, CELL, rows.length),
      windowOf(scrollLeft, across, CELL, columns.length),
    ];
    const wantedColumns = range(ofColumns);
    const wantedRows = rows.length === 0 ? [] : withPlace(range(inSight), this.active.row);
    fill(
      this.heads,
      this.drawnHeads,
      wantedColumns,
      (head) => head,
      (column) => this.makeHead(column),
    );
    fill(
      this.body,
      this.drawnRows,
      wantedRows,
      (row) => row.element,
      (row) => this.makeRow(row),
    );
    for (const row of wantedRows) {
      const drawn = this.drawnRows.get(row);
      const line = rows[row];
      if (drawn === undefined || line === undefined) continue;
      const filled = wantedColumns.filter((column) => line.cells.has(column));
      const wanted = row === this.active.row ? withPlace(filled, this.active.column) : filled;
      fill(
        drawn.element,
        drawn.cells,
        wanted,
        (cell) => cell,
        (column) => this.makeCell(row, column, line.cells.get(column)),
      );
      for (const [column, cell] of drawn.cells) cell.tabIndex = row === this.active.row && column === this.active.column ? 0 : -1;
    }
    this.showPointed();
  }

  private makeHead(column: number): HTMLElement {
    const side = this.view.columns[column]?.side ?? { id: '', file: undefined };
    const link = idLink(side);
    link.tabIndex = -1;
    const head = element(
      'div',
      { class: 'columnhead', role: 'columnheader', 'aria-colindex': String(column + 2), title: visible(side.id) },
      link,
    );
    head.style.transform = `translateX(${ROW_HEAD + column * CELL}px)`;
    return head;
  }

  private makeRow(row: number): DrawnRow {
    const side = this.view.rows[row]?.side ?? { id: '', file: undefined };
    const link = idLink(side);
    link.tabIndex = -1;
    const head = element('div', { class: 'rowhead', role: 'rowheader', 'aria-colindex': '1', title: visible(side.id) }, link);
    const made = element('div', { class: 'row', role: 'row', 'aria-rowindex': String(row + 2) }, head);
    made.style.transform = `translateY(${row * CELL}px)`;
    return { element: made, cells: new Map() };
  }

  private makeCell(row: number, column: number, cell: Cell | undefined): HTMLElement {
    const made = element('div', {
      class: cell === undefined ? 'cell empty' : 'cell',
      role: 'gridcell',
      'aria-colindex': String(column + 2),
      'aria-label': cellWords(this.view, row, column, cell),
    });
    if (cell !== undefined) made.append(letter(cell.verdict));
    made.style.transform = `translateX(${ROW_HEAD + column * CELL}px)`;
    this.places.set(made, { row, column });
    return made;
  }

  private cellAt({ row, column }: Place): HTMLElement | undefined {
    return this.drawnRows.get(row)?.cells.get(column);
  }

  private dataAt({ row, column }: Place): Cell | undefined {
    return this.view.rows[row]?.cells.get(column);
  }

  private placeOf(target: EventTarget | null): Place | null {
    const cell = target instanceof Element ? target.closest('[role=gridcell]') : null;
    return (cell && this.places.get(cell)) ?? null;
  }

  private placeUnder({ clientX, clientY }: PointerEvent): Place | null {
    const { left, top } = this.element.getBoundingClientRect();
    const [x, y] = [clientX - left - ROW_HEAD, clientY - top - COLUMN_HEAD];
    if (x < 0 || y < 0) return null;
    const column = Math.floor((x + this.element.scrollLeft) / CELL);
    const row = Math.floor((y + this.element.scrollTop) / CELL);
    return row < this.view.rows.length && column < this.view.columns.length ? { row, column } : null;
  }

  private click(event: MouseEvent): void {
    const place = this.placeOf(event.target);
    if (place === null) return;
    this.goTo(place, true);
    const cell = this.dataAt(place);
    if (cell !== undefined) this.listener.onOpen(cell, false);
  }

  private press(event: KeyboardEvent): void {
    // Links in the heads have keys of their own.
    if (this.placeOf(event.target) === null || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key === 'Escape') this.listener.onEscape();
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      const cell = this.dataAt(this.active);
      if (cell !== undefined) this.listener.onOpen(cell, true);
      return;
    }
    const { across, down } = this.room();
    const page = { row: Math.max(1, Math.floor(down / CELL)), column: Math.max(1, Math.floor(across / CELL)) };
    const target = targetOf(event, this.active, this.view, page);
    if (target === null) return;
    event.preventDefault();
    this.goTo(target, true);
  }

  private point(place: Place | null): void {
    if (place?.row === this.pointed?.row && place?.column === this.pointed?.column) return;
    this.pointed = place;
    this.showPointed();
    this.listener.onPoint(place === null ? '' : cellWords(this.view, place.row, place.column, this.dataAt(place)));
  }

  private showPointed(): void {
    const { row, column } = this.pointed ?? { row: -1, column: -1 };
    for (const [place, { element }] of this.drawnRows) element.classList.toggle('on', place === row);
    for (const [place, head] of this.drawnHeads) head.classList.toggle('on', place === column);
    this.band.hidden = column < 0;
    this.band.style.transform = `translateX(${ROW_HEAD + column * CELL}px)`;
  }
}

function firstCell(rows: readonly Line[]): Place {
  const [column] = rows[0]?.cells.keys() ?? [];
  return { row: 0, column: column ?? 0 };
}

const within = (place: number, count: number): number => Math.max(0, Math.min(place, count - 1));
