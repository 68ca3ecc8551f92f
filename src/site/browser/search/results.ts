import { element } from './elements.js';
import { outcomeOf, valueLabel } from './labels.js';
import type { Hit, Pieces } from './protocol.js';

/** What the results that are there were made of. */
let madeOf: readonly string[] = [];

/**
 * Shows these results; those at the beginning that are there already stay what they are. An answer that comes late takes nobody's place:
 * who is at a result stays at it, or goes back to the box.
 */
export function showResults(place: HTMLElement, hits: readonly Hit[], input: HTMLElement): void {
  const at = place.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : undefined;
  const texts = hits.map((hit) => JSON.stringify(hit));
  let kept = 0;
  while (kept < place.children.length && texts[kept] === madeOf[kept]) kept += 1;
  while (place.children.length > kept) place.lastElementChild?.remove();
  place.append(...hits.slice(kept).map(resultItem));
  madeOf = texts;
  if (at === undefined || place.contains(document.activeElement)) return;
  const same = [...place.querySelectorAll<HTMLElement>('a.id')].find((link) => link.getAttribute('href') === at);
  (same ?? input).focus();
}

/** A result: where it leads, what it is, and whose. */
function resultItem({ file, version, id, title, description, facets }: Hit): HTMLLIElement {
  const link = element('a', { class: 'id', dir: 'auto', href: `capabilities/${encodeURIComponent(file.toWellFormed())}.html` });
  link.append(...marked(id));
  const item = element('li', {}, element('p', { class: 'head' }, link));
  if (version !== '') item.firstElementChild?.append(' ', element('bdi', { class: 'version' }, version));
  if (title !== null) item.append(element('p', { class: 'title', dir: 'auto' }, ...marked(title)));
  if (description.some((piece) => piece.trim() !== ''))
    item.append(element('p', { class: 'about', dir: 'auto' }, ...marked(description)));
  item.append(element('p', { class: 'detail' }, ...details(facets)));
  return item;
}

function details(facets: Hit['facets']): Node[] {
  const parts: Node[] = [];
  for (const facet of ['owner', 'domain', 'lifecycle_stage'] as const) {
    const value = facets[facet] ?? '';
    if (value !== '') parts.push(element('bdi', {}, valueLabel(facet, value)));
    else if (facet === 'owner') parts.push(element('span', {}, 'no owner'));
  }
  const stability = facets['stability'] ?? '';
  if (stability === 'deprecated') parts.push(element('span', { class: 'mark warn' }, stability));
  else if (stability !== '') parts.push(element('bdi', {}, valueLabel('stability', stability)));
  const outcome = outcomeOf(facets['provenance'] ?? '');
  if (outcome) parts.push(element('span', { class: `mark ${outcome.tone}` }, outcome.word));
  return parts;
}

function marked(pieces: Pieces): (Node | string)[] {
  return pieces.map((piece, index) => (index % 2 === 0 ? piece : element('mark', {}, piece))).filter((piece) => piece !== '');
}
