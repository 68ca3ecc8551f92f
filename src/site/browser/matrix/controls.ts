import { VERDICT_ORDER } from '../../matrix/verdicts.js';
import { grouped, visible } from '../../text.js';
import { element, part } from '../search/elements.js';
import type { Judged } from './judged.js';
import { type MatrixState, type Order, SIDE_FILTERS, type SideFilter } from './state.js';
import type { View } from './view.js';
import { ownerWords } from './words.js';

/** The filters of the page: what they say becomes the state, and the other way round. */
export class Controls {
  private readonly values: Readonly<Record<SideFilter, readonly string[]>>;

  /** `typed` when letters come or go, `chosen` when anything else does. */
  constructor(
    private readonly place: HTMLElement,
    all: readonly Judged[],
    on: { readonly typed: () => void; readonly chosen: () => void },
  ) {
    const distinct = (of: (judged: Judged) => string) => [...new Set(all.map(of))].sort();
    this.values = {
      consumer_owner: distinct(({ consumer }) => consumer.owner ?? ''),
      consumer_domain: distinct(({ consumer }) => consumer.domain),
      provider_owner: distinct(({ provider }) => provider.owner ?? ''),
      provider_domain: distinct(({ provider }) => provider.domain),
    };
    for (const name of SIDE_FILTERS) {
      const words = name.endsWith('owner') ? ownerWords : visible;
      this.select(name).append(
        ...this.values[name].map((value, index) => element('option', { value: String(index) }, words(value))),
      );
    }
    part(place, 'form').addEventListener('submit', (event) => event.preventDefault());
    this.text.addEventListener('input', on.typed);
    place.addEventListener('change', (event) => {
      if (event.target !== this.text) on.chosen();
    });
  }

  read(): Omit<MatrixState, 'open'> {
    return {
      text: this.text.value,
      verdicts: this.ticked('verdict') as MatrixState['verdicts'],
      kinds: this.ticked('kind') as MatrixState['kinds'],
      older: this.ticked('versions').length > 0,
      sides: Object.fromEntries(
        SIDE_FILTERS.map((name) => [name, this.values[name][Number.parseInt(this.select(name).value, 10)] ?? null]),
      ) as MatrixState['sides'],
      order: this.select('order').value as Order,
    };
  }

  /** What an address asks for and nothing has is left out. */
  write({ text, verdicts, kinds, older, sides, order }: MatrixState): void {
    if (this.text.value !== text) this.text.value = text;
    const ticked: readonly string[] = [...verdicts, ...kinds, ...(older ? ['all'] : [])];
    for (const box of this.boxes()) box.checked = ticked.includes(box.value);
    for (const name of SIDE_FILTERS) {
      const index = this.values[name].indexOf(sides[name] ?? '\0');
      this.select(name).value = index < 0 ? '' : String(index);
    }
    this.select('order').value = order;
  }

  showCounts({ counts }: View): void {
    for (const verdict of VERDICT_ORDER)
      part(this.place, `[data-count=${verdict}]`).textContent = grouped(counts.get(verdict) ?? 0);
  }

  private get text(): HTMLInputElement {
    return part<HTMLInputElement>(this.place, 'input[name=q]');
  }

  private select(name: SideFilter | 'order'): HTMLSelectElement {
    return part<HTMLSelectElement>(this.place, `select[name=${name}]`);
  }

  private boxes(): HTMLInputElement[] {
    return [...this.place.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
  }

  private ticked(name: string): string[] {
    return this.boxes().flatMap((box) => (box.name === name && box.checked ? box.value : []));
  }
}
