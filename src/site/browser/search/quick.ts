import { SearchClient } from './client.js';
import { part } from './elements.js';
import { offerKeys } from './keys.js';
import { failure, remarks, summary } from './messages.js';
import { showResults } from './results.js';
import { changed, readState, writeState } from './state.js';

const FEW = 8;

/** The box of another page: first results in the place of what stands below it, and the search page for the rest. */
export function startQuick(form: HTMLFormElement, quick: HTMLElement): void {
  const input = part<HTMLInputElement>(form, 'input');
  const [said, nothing, results, all] = [
    part(quick, '[data-said]'),
    part(quick, '[data-nothing]'),
    part(quick, '[data-results]'),
    part<HTMLAnchorElement>(quick, '[data-all]'),
  ];
  let state = readState('');
  const client = new SearchClient(form.dataset['worker'] ?? '', {
    onFound: (found) => {
      // The box was emptied before the answer came.
      if (quick.hidden) return;
      const text = summary(found, state);
      if (said.textContent !== text) said.textContent = text;
      nothing.replaceChildren(...remarks(found, state));
      showResults(results, found.hits, input);
    },
    onCounted: () => undefined,
    onFailed: (message) => {
      said.textContent = 'There is no answer';
      nothing.replaceChildren(...failure(message, ask));
      results.replaceChildren();
    },
  });
  const ask = () => client.ask({ ...state, shown: FEW, facets: [], ttls: {} });
  const read = () => {
    state = changed(state, { text: input.value });
    const searching = state.text.trim() !== '';
    quick.hidden = !searching;
    quick.parentElement?.classList.toggle('searching', searching);
    all.href = `search.html${writeState(state)}`;
    if (searching) {
      if (said.textContent === '') said.textContent = 'Searching …';
      ask();
    } else for (const place of [said, nothing, results]) place.replaceChildren();
  };
  input.addEventListener('input', read);
  // Back on this page, a browser may have kept what was typed.
  addEventListener('pageshow', read);
  offerKeys(input, results, () => {
    input.value = '';
    read();
  });
  client.warm();
  read();
}
