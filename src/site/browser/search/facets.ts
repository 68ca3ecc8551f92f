import { SEARCH_FACETS, type SearchFacet } from '../../search-facets.js';
import { grouped } from '../../text.js';
import { element, part } from './elements.js';
import { facetLabel, valueLabel } from './labels.js';
import { link } from './messages.js';
import type { Counted, FacetValue, Filters } from './protocol.js';
import { changed, type SearchState, toggled } from './state.js';

const AT_FIRST = 8;
const MOST = 200;

/** The groups of filters at the side: values with their counts, to be ticked. */
export class FacetGroups {
  private readonly groups = new Map<SearchFacet, HTMLDetailsElement>();
  private readonly whole = new Set<SearchFacet>();
  private last: { readonly counted: Counted; readonly filters: Filters } | undefined;

  /** `choose` when a value is ticked or not, `open` when counts are wanted that nobody asked for yet. */
  constructor(
    private readonly place: HTMLElement,
    private readonly choose: (facet: SearchFacet, value: string) => void,
    private readonly open: () => void,
  ) {
    for (const { name } of SEARCH_FACETS) {
      const group = part<HTMLDetailsElement>(place, `[data-facet="${name}"]`);
      this.groups.set(name, group);
      // Before the first counts nothing needs to be asked for: they are on their way, and what they lack is seen then.
      group.addEventListener('toggle', () => this.last && this.lacksCounts(group) && open());
    }
  }

  /** Those that are seen, or choose something. Each costs a file, so others wait until they are opened. */
  wanted(filters: Filters): SearchFacet[] {
    return SEARCH_FACETS.map(({ name }) => name).filter((name) => this.groups.get(name)?.open || filters[name] !== undefined);
  }

  show(counted: Counted, filters: Filters): void {
    this.last = { counted, filters };
    const focused = document.activeElement instanceof HTMLInputElement ? document.activeElement.dataset['key'] : undefined;
    for (const [name, group] of this.groups) {
      const values = counted.facets[name];
      group.classList.toggle('counted', values !== undefined);
      part(group, 'ul').replaceChildren(...(values === undefined ? [] : this.items(name, values, filters[name] ?? [])));
    }
    this.place.classList.remove('waiting');
    if ([...this.groups.values()].some((group) => this.lacksCounts(group))) this.open();
    // What was ticked is another element now.
    if (focused !== undefined)
      [...this.place.querySelectorAll('input')].find((input) => input.dataset['key'] === focused)?.focus({ preventScroll: true });
  }

  private lacksCounts(group: HTMLDetailsElement): boolean {
    return group.open && !group.classList.contains('counted');
  }

  private items(facet: SearchFacet, counts: readonly FacetValue[], chosen: readonly string[]): Node[] {
    // What is chosen stays in sight, also where nothing has it any more.
    const missing = chosen.filter((value) => !counts.some((each) => each.value === value)).map((value) => ({ value, count: 0 }));
    const all = [...missing, ...counts];
    const limit = this.whole.has(facet) ? MOST : AT_FIRST;
    const shown = all.filter(({ value }, index) => index < limit || chosen.includes(value));
    const items: Node[] = shown.map((each) => this.item(facet, each, chosen.includes(each.value)));
    const left = all.length - shown.length;
    if (left > 0)
      items.push(element('li', {}, this.whole.has(facet) ? `and ${grouped(left)} more` : this.allButton(facet, left)));
    if (all.length === 0) items.push(element('li', { class: 'none' }, 'nothing to choose'));
    return items;
  }

  private item(facet: SearchFacet, { value, count }: FacetValue, checked: boolean): Node {
    const box = element('input', { type: 'checkbox', 'data-key': `${facet}=${value}` });
    box.checked = checked;
    box.addEventListener('change', () => this.choose(facet, value));
    return element(
      'li',
      {},
      element(
        'label',
        {},
        box,
        element('span', { class: value === '' ? 'none' : 'value', dir: 'auto' }, valueLabel(facet, value)),
        element('span', { class: 'count' }, grouped(count)),
      ),
    );
  }

  private allButton(facet: SearchFacet, left: number): Node {
    const button = element('button', { type: 'button' }, `${grouped(left)} more`);
    button.addEventListener('click', () => {
      this.whole.add(facet);
      if (this.last) this.show(this.last.counted, this.last.filters);
      const boxes = this.groups.get(facet)?.querySelectorAll('input');
      boxes?.[AT_FIRST]?.focus();
    });
    return button;
  }
}

/** The filters in use, each a link to the same without it. */
export function chosenItems(state: SearchState): Node[] {
  const items: Node[] = [];
  for (const { name } of SEARCH_FACETS)
    for (const value of state.filters[name] ?? []) {
      const without = link(changed(state, { filters: toggled(state.filters, name, value) }), '');
      without.append(
        `${facetLabel(name)}: `,
        element('bdi', {}, valueLabel(name, value)),
        element('span', { 'aria-hidden': 'true' }, ' ×'),
      );
      without.setAttribute('aria-label', `Remove the filter ${facetLabel(name)}: ${valueLabel(name, value)}`);
      items.push(element('li', {}, without));
    }
  if (items.length > 1) items.push(element('li', {}, link(changed(state, { filters: {} }), 'Clear all')));
  return items;
}
