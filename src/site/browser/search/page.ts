import { SearchClient } from './client.js';
import { part } from './elements.js';
import { chosenItems, FacetGroups } from './facets.js';
import { offerKeys } from './keys.js';
import { failure, IN_A_FOLDER, remarks, summary } from './messages.js';
import type { Found } from './protocol.js';
import { showResults } from './results.js';
import { changed, mayShowMore, PAGE, readState, type SearchState, toggled, writeState } from './state.js';

/** search.html: what its address says is what it shows. */
export function startPage(form: HTMLFormElement, finder: HTMLElement): void {
  const input = part<HTMLInputElement>(form, 'input');
  const [said, nothing, results, chosen, sort, more, filters, narrow] = [
    part(finder, '[data-said]'),
    part(finder, '[data-nothing]'),
    part(finder, '[data-results]'),
    part(finder, '[data-chosen]'),
    part<HTMLSelectElement>(finder, '[data-sort]'),
    part<HTMLButtonElement>(finder, '[data-more]'),
    part(finder, '.filters'),
    part<HTMLButtonElement>(finder, '.narrow'),
  ];
  if (location.protocol === 'file:') {
    form.hidden = true;
    finder.replaceChildren(...failure(IN_A_FOLDER, null));
    return;
  }
  const ttls = JSON.parse(finder.dataset['ttls'] ?? '{}') as Record<string, string[]>;
  let state = readState(location.search);
  /** Whether the address is one to come back to; while somebody types, it is not yet. */
  let settled = true;
  /** Number of the result to go to once it is there. */
  let goTo: number | null = null;
  /** What the counts hang on, of the last question and of those that are shown: neither the order nor more results change them. */
  let askedFor = '';
  let countedFor = '';

  const client = new SearchClient(form.dataset['worker'] ?? '', {
    onFound: (found) => {
      showFound(found);
      if (goTo !== null) results.querySelectorAll<HTMLElement>('a.id')[goTo]?.focus();
      goTo = null;
    },
    onCounted: (counted) => {
      countedFor = askedFor;
      groups.show(counted, state.filters);
    },
    onFailed: (message) => {
      finder.removeAttribute('aria-busy');
      said.textContent = 'There is no answer';
      nothing.replaceChildren(...failure(message, ask));
      results.replaceChildren();
      more.hidden = true;
    },
  });
  const groups = new FacetGroups(filters, (facet, value) => go({ filters: toggled(state.filters, facet, value) }, 'choose'), ask);

  function ask(): void {
    finder.setAttribute('aria-busy', 'true');
    if (said.textContent === '') said.textContent = 'Searching …';
    const facets = groups.wanted(state.filters);
    askedFor = JSON.stringify([state.text, state.filters, facets]);
    client.ask({ ...state, facets: askedFor === countedFor ? [] : facets, ttls });
  }

  /** What was chosen or sent off is a step to come back to. Typing is one step, however many keys it takes. */
  function go(change: Partial<SearchState>, how: 'choose' | 'type' | 'extend'): void {
    const isNew = how === 'choose' || (how === 'type' && settled);
    if (how !== 'extend') settled = how === 'choose';
    state = changed(state, change);
    const address = `search.html${writeState(state)}`;
    if (isNew) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
    showState();
    ask();
  }

  function showState(): void {
    if (input.value !== state.text) input.value = state.text;
    sort.value = state.sort;
    const items = chosenItems(state);
    chosen.replaceChildren(...items);
    chosen.hidden = items.length === 0;
  }

  function showFound(found: Found): void {
    finder.removeAttribute('aria-busy');
    const text = summary(found, state);
    if (said.textContent !== text) said.textContent = text;
    nothing.replaceChildren(...remarks(found, state));
    showResults(results, found.hits, input);
    more.hidden = !mayShowMore(state.shown, found.total);
  }

  input.addEventListener('input', () => go({ text: input.value }, 'type'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    settled = true;
    ask();
  });
  sort.addEventListener('change', () => go({ sort: readState(`?sort=${sort.value}`).sort }, 'choose'));
  more.addEventListener('click', () => {
    goTo = state.shown;
    go({ shown: state.shown + PAGE }, 'extend');
  });
  narrow.addEventListener('click', () => {
    const open = filters.classList.toggle('open');
    narrow.ariaExpanded = String(open);
  });
  finder.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-state]') : null;
    // With a key held down it is the browser's: another tab, another window.
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(readState(link.search), 'choose');
    input.focus();
  });
  addEventListener('popstate', () => {
    state = readState(location.search);
    settled = true;
    showState();
    ask();
  });
  offerKeys(input, results, () => go({ text: '' }, 'type'));

  // What was typed before the script came is not lost.
  if (input.value !== '' && input.value !== state.text && document.activeElement === input)
    state = changed(state, { text: input.value });
  showState();
  ask();
  if (state.text === '' && document.activeElement === document.body) input.focus({ preventScroll: true });
}
