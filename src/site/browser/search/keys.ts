/**
 * Arrows go from the box to the results and between them; enter follows the link that has the focus, as everywhere. Escape goes back to
 * the box, and in the box it clears.
 */
export function offerKeys(input: HTMLInputElement, results: HTMLElement, clear: () => void): void {
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === 'ArrowDown' && focus(linksOf(results)[0])) event.preventDefault();
    if (event.key === 'Escape' && input.value !== '') {
      event.preventDefault();
      clear();
    }
  });
  results.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const links = linksOf(results);
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    if (at < 0) return;
    const moved =
      (event.key === 'ArrowDown' && focus(links[at + 1])) ||
      (event.key === 'ArrowUp' && focus(links[at - 1] ?? input)) ||
      (event.key === 'Escape' && focus(input));
    if (moved) event.preventDefault();
  });
}

function linksOf(results: HTMLElement): HTMLAnchorElement[] {
  return [...results.querySelectorAll<HTMLAnchorElement>('a.id')];
}

function focus(element: HTMLElement | undefined): boolean {
  element?.focus();
  return element !== undefined;
}
