import { VERDICTS } from '../../matrix/verdicts.js';
import { counted, visible } from '../../text.js';
import { element } from '../search/elements.js';
import type { Cell, View } from './view.js';
import { idLink, letter } from './words.js';

/** Consumers shown at first, and with each press more. */
const AT_ONCE = 40;

/** The matrix where there is no room to draw it: consumer by consumer, what it needs. `open` tells why. */
export class List {
  readonly element = element('div', { class: 'consumers' });
  private shown = AT_ONCE;
  private view: View | null = null;

  constructor(private readonly open: (cell: Cell) => void) {}

  show(view: View): void {
    this.view = view;
    this.shown = AT_ONCE;
    this.draw();
  }

  private draw(): void {
    const { rows = [] } = this.view ?? {};
    const items = rows.slice(0, this.shown).map(({ side, cells }) => {
      const needs = [...cells.values()].sort((a, b) => a.column - b.column);
      return element('li', {}, element('h3', {}, idLink(side)), element('ul', {}, ...needs.map((cell) => this.need(cell))));
    });
    const left = rows.length - items.length;
    this.element.replaceChildren(element('ul', { 'aria-label': 'Consumers and what they need' }, ...items));
    if (left <= 0) return;
    const button = element('button', { type: 'button', class: 'narrow' }, `${counted(left, 'consumer')} more`);
    button.addEventListener('click', () => {
      const before = this.shown;
      this.shown += AT_ONCE;
      this.draw();
      this.element.querySelectorAll<HTMLElement>('h3 > *')[before]?.focus();
    });
    this.element.append(button);
  }

  private need(cell: Cell): HTMLLIElement {
    const { id } = this.view?.columns[cell.column]?.side ?? { id: '' };
    const button = element(
      'button',
      { type: 'button' },
      letter(cell.verdict),
      element('span', { class: 'id', dir: 'auto' }, visible(id)),
      element('span', { class: 'detail' }, VERDICTS[cell.verdict].word),
    );
    button.addEventListener('click', () => this.open(cell));
    return element('li', {}, button);
  }
}
