import type { CapabilitiesDocument, CompatibilityDocument } from '../../../model/generated/types.js';
import { NARROW } from '../../matrix/sizes.js';
import { counted, grouped } from '../../text.js';
import { element, part } from '../search/elements.js';
import { Controls } from './controls.js';
import { csvOf, download, svgOf } from './export.js';
import { Grid } from './grid.js';
import { judge } from './judged.js';
import { List } from './list.js';
import { load } from './load.js';
import { ReasonPanel } from './reason.js';
import { type MatrixState, readState, writeState } from './state.js';
import { type Cell, cellOf, type View, viewOf } from './view.js';

const IN_A_FOLDER =
  'Browsers do not let a page in a folder read the files beside it, so the matrix is not drawn here. It is as soon as the folder is served, by any web server.';

/** Fetches the matrix and lets it be looked at. The lists under it are there in any case. */
export async function startMatrix(place: HTMLElement): Promise<void> {
  const said = part(place, '[data-said]');
  const fail = (message: string) => {
    said.replaceChildren(element('span', { class: 'mark warn' }, message));
    place.classList.add('failed');
    place.removeAttribute('aria-busy');
  };
  if (location.protocol === 'file:') return fail(IN_A_FOLDER);
  try {
    const [matrix, capabilities] = await Promise.all([
      load<CompatibilityDocument>('api/v1/compatibility.json'),
      load<CapabilitiesDocument>('api/v1/capabilities.json'),
    ]);
    show(place, said, judge(matrix, capabilities, new Date()));
    place.removeAttribute('aria-busy');
  } catch (error) {
    fail(error instanceof Error ? error.message : 'The matrix cannot be read.');
  }
}

function show(place: HTMLElement, said: HTMLElement, all: ReturnType<typeof judge>): void {
  const frame = part(place, '[data-view]');
  const pointed = part(place, '[data-pointed]');
  let state = readState(location.search);
  let view: View = viewOf(all, state);
  let opener: HTMLElement | null = null;

  const grid = new Grid({
    onOpen: (cell, byKey) => tell(cell, byKey),
    onPoint: (words) => {
      pointed.textContent = words;
    },
    onEscape: () => panel.isOpen && close(),
  });
  const list = new List((cell) => tell(cell, true));
  const panel = new ReasonPanel(part(place, '[data-reason]'), () => close());
  const controls = new Controls(place, all, { typed: () => change('typed'), chosen: () => change('chosen') });

  const isNarrow = () => place.clientWidth < NARROW;
  let narrow: boolean | null = null;
  const draw = () => {
    narrow = isNarrow();
    const { shown, rows, columns } = view;
    said.textContent =
      shown.length === 0
        ? `Nothing to show of ${counted(all.length, 'dependency', 'dependencies')}`
        : `${counted(shown.length, 'dependency', 'dependencies')} of ${counted(rows.length, 'consumer')} on ${counted(columns.length, 'provider')}`;
    controls.showCounts(view);
    frame.replaceChildren(...(rows.length === 0 ? [] : [narrow ? list.element : grid.element]));
    if (narrow) list.show(view);
    else grid.show(view);
    for (const button of place.querySelectorAll<HTMLButtonElement>('[data-export]')) button.disabled = rows.length === 0;
  };
  const address = (next: MatrixState, how: 'push' | 'replace') => {
    state = next;
    const url = `${location.pathname}${writeState(state)}`;
    if (how === 'push') history.pushState(null, '', url);
    else history.replaceState(null, '', url);
  };
  /** Typing is one step of the history however many keys it takes. */
  let typing = false;
  const change = (how: 'typed' | 'chosen') => {
    address({ ...controls.read(), open: null }, how === 'typed' && typing ? 'replace' : 'push');
    typing = how === 'typed';
    panel.close();
    view = viewOf(all, state);
    draw();
  };
  const tell = (cell: Cell, focus: boolean) => {
    const [consumer, provider] = [view.rows[cell.row]?.side.id, view.columns[cell.column]?.side.id];
    if (consumer === undefined || provider === undefined) return;
    opener = frame.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
    panel.open(cell, focus);
    place.classList.add('told');
    address({ ...state, open: { consumer, provider } }, 'replace');
    if (!narrow) grid.goTo(cell, false);
    panel.uncover(opener);
  };
  const close = () => {
    panel.close();
    place.classList.remove('told');
    address({ ...state, open: null }, 'replace');
    if (narrow) opener?.focus();
    else grid.focus();
  };
  const restore = () => {
    controls.write(state);
    view = viewOf(all, state);
    panel.close();
    place.classList.remove('told');
    draw();
    const cell = state.open && cellOf(view, state.open.consumer, state.open.provider);
    if (!cell) return;
    if (!narrow) grid.goTo(cell, false);
    tell(cell, false);
  };

  addEventListener('popstate', () => {
    state = readState(location.search);
    typing = false;
    restore();
  });
  new ResizeObserver(() => {
    if (narrow !== null && narrow !== isNarrow()) draw();
  }).observe(place);
  part(place, '[data-filters]').addEventListener('click', ({ currentTarget }) => {
    const open = place.classList.toggle('open');
    if (currentTarget instanceof Element) currentTarget.setAttribute('aria-expanded', String(open));
  });
  place.addEventListener('click', (event) => {
    const kind = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-export]')?.dataset.export : undefined;
    if (kind === 'csv') download('compatibility.csv', 'text/csv;charset=utf-8', csvOf(view));
    if (kind === 'svg') download('compatibility.svg', 'image/svg+xml', svgOf(view));
  });
  restore();
  if (all.length === 0) said.textContent = `${grouped(0)} dependencies`;
}
