import { counted, grouped, visible } from '../../text.js';
import { element } from './elements.js';
import type { Found } from './protocol.js';
import { changed, type SearchState, writeState } from './state.js';

/** What a screen reader is told, and everybody sees above the results. */
export function summary({ total, unfiltered, holds }: Found, { text, filters }: SearchState): string {
  const found = counted(total, 'capability', 'capabilities');
  const filtered = Object.keys(filters).length > 0 && total < unfiltered ? ` of ${grouped(unfiltered)}` : '';
  if (total === 0) return 'Nothing found';
  if (text.trim() === '') return `${found}${filtered}`;
  return holds === 'all' ? `${found}${filtered} found` : `${found}${filtered} with some of the words`;
}

/** What stands between the question and its results: what it may have meant, what was not found, and where to go from there. */
export function remarks({ total, unfiltered, unknown, didYouMean }: Found, state: SearchState): Node[] {
  const nodes: Node[] = [];
  if (didYouMean !== null && didYouMean !== state.text)
    nodes.push(
      element('p', {}, 'Did you mean ', link(changed(state, { text: didYouMean }), element('bdi', {}, visible(didYouMean))), '?'),
    );
  if (unknown.length > 0 && state.text.trim() !== '') {
    const quoted = unknown.flatMap((word, index) => [index > 0 ? ', ' : '', '“', element('bdi', {}, word), '”']);
    nodes.push(element('p', {}, 'No capability has ', ...quoted.filter((each) => each !== ''), '.'));
  }
  if (total > 0) return nodes;
  if (unfiltered > 0) {
    const without = link(changed(state, { filters: {} }), 'Without filters');
    nodes.push(
      element(
        'p',
        {},
        without,
        ` there ${unfiltered === 1 ? 'is' : 'are'} ${counted(unfiltered, 'capability', 'capabilities')}.`,
      ),
    );
    return nodes;
  }
  nodes.push(
    element(
      'p',
      {},
      state.text.trim() === ''
        ? 'There are no capabilities yet. '
        : 'Fewer words find more, and so do parts of an id. Or look through the ',
      element('a', { href: 'index.html#domains' }, 'domains'),
      ', the ',
      element('a', { href: 'owners.html' }, 'owners'),
      ' or the ',
      element('a', { href: 'sources.html' }, 'sources'),
      '.',
    ),
  );
  return nodes;
}

/** The search cannot be had at all. */
export function failure(message: string, again: (() => void) | null): Node[] {
  const ways = element(
    'p',
    {},
    'Everything can be found without it: by ',
    element('a', { href: 'index.html#domains' }, 'domain'),
    ', by ',
    element('a', { href: 'owners.html' }, 'owner'),
    ' or by ',
    element('a', { href: 'sources.html' }, 'source'),
    '.',
  );
  const said = element('p', {}, element('span', { class: 'mark warn' }, message));
  if (again === null) return [said, ways];
  const button = element('button', { type: 'button' }, 'Try again');
  button.addEventListener('click', again);
  said.append(' ', button);
  return [said, ways];
}

export const IN_A_FOLDER =
  'Browsers do not let a page in a folder read the files beside it, so there is no search here. It works as soon as the folder is served, by any web server.';

/** A link to another state of this page. `page.ts` follows it without loading anything. */
export function link(state: SearchState, text: Node | string): HTMLAnchorElement {
  return element('a', { href: `search.html${writeState(state)}`, 'data-state': '' }, text);
}
