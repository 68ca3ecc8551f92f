import { isPast } from '../../../compatibility/verdict-at.js';
import { versionsAt } from '../../matrix/dependencies.js';
import { VERDICTS } from '../../matrix/verdicts.js';
import { prose, readable, visible } from '../../text.js';
import { element } from '../search/elements.js';
import { evidenceOf } from './evidence.js';
import { hintOf } from './hints.js';
import { type Judged, type Side, whyOf } from './judged.js';
import type { Cell } from './view.js';
import { idLink, ownerWords, verdictMark, versionWords } from './words.js';

const MOST_VERSIONS = 8;
/** Pixels between the panel and what it was opened from. */
const SPACE = 16;

/** The panel beside the matrix that tells why a cell is what it is. `onClose` when it is closed by its button or by Escape. */
export class ReasonPanel {
  constructor(
    private readonly place: HTMLElement,
    private readonly onClose: () => void,
  ) {
    place.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.onClose();
    });
  }

  get isOpen(): boolean {
    return !this.place.hidden;
  }

  open({ judged, verdict }: Cell, focus: boolean): void {
    const [first] = judged;
    if (first === undefined) return;
    const { consumer, provider } = first;
    const close = element('button', { type: 'button', class: 'narrow' }, 'Close');
    close.addEventListener('click', () => this.onClose());
    this.place.replaceChildren(
      element('div', { class: 'top' }, element('h2', { id: 'reason' }, 'Why ', verdictMark(verdict)), close),
      element('p', { class: 'pair' }, idLink(consumer), ' ', version(consumer)),
      element('p', { class: 'pair' }, element('span', { class: 'detail' }, 'needs '), idLink(provider), ' ', version(provider)),
      ...judged.map(dependencyPart),
      evidenceOf(first),
    );
    this.place.hidden = false;
    this.place.scrollTop = 0;
    if (focus) this.place.focus({ preventScroll: true });
  }

  /** Where the panel lies over what it was opened from, that is scrolled into sight. */
  uncover(opener: Element | null): void {
    const { top, left, width } = this.place.getBoundingClientRect();
    const from = opener?.getBoundingClientRect();
    if (from === undefined || from.left > left + width || from.right < left) return;
    const hidden = from.bottom + SPACE - top;
    if (hidden > 0 && from.top < top + this.place.clientHeight) scrollBy(0, hidden);
  }

  close(): void {
    this.place.hidden = true;
    this.place.replaceChildren();
  }
}

/** What nobody describes has none. */
function version({ standing, version: text }: Side): HTMLElement | string {
  if (standing !== 'known') return '';
  return text === null ? element('span', { class: 'none' }, 'no version') : element('bdi', { class: 'version' }, visible(text));
}

function dependencyPart(judged: Judged): HTMLElement {
  const { dependency, at, provider, waiver } = judged;
  const { asked, kind, alias, provider: matrixProvider, versions } = dependency;
  const hint = hintOf(judged);
  const facts = element('dl', { class: 'facts' });
  const add = (name: string, ...value: (Node | string)[]) =>
    facts.append(element('div', {}, element('dt', {}, name), element('dd', {}, ...value)));
  const sunset = (day: string) => `${readable(day)}, ${isPast(day, new Date()) ? 'which has passed' : 'still to come'}`;
  add('Asks for', asked.range === undefined ? 'no range' : element('code', { dir: 'auto' }, visible(asked.range)), `, ${kind}`);
  add(
    'In its versions',
    element('bdi', {}, list(versions)),
    dependency.current ? '' : element('span', { class: 'none' }, ', none of them current'),
  );
  if (asked.versions?.length) add('Satisfied by', element('bdi', {}, list(versionsAt(matrixProvider, asked.versions))));
  if (asked.nearest?.length) add('Nearest', element('bdi', {}, list(versionsAt(matrixProvider, asked.nearest))));
  if (matrixProvider.versions.length > 0) add('Versions there are', element('bdi', {}, list(matrixProvider.versions)));
  if (asked.suggestions?.length)
    add('Perhaps this was meant', ...asked.suggestions.flatMap((id) => [element('code', { dir: 'auto' }, visible(id)), ' ']));
  if (asked.sunset !== undefined) add('Sunset', sunset(asked.sunset));
  if (alias !== undefined) add('By its older name', element('code', { dir: 'auto' }, visible(alias.id)));
  if (alias?.sunset !== undefined) add('The older name goes', sunset(alias.sunset));
  if (provider.standing === 'known') add('Owner of the provider', element('bdi', {}, ownerWords(provider.owner ?? '')));
  const parts: Node[] = [element('p', { class: 'why', dir: 'auto' }, whyOf(judged))];
  if (waiver !== undefined && at.waiver !== undefined) {
    const { reason, approver, expires } = waiver.waiver;
    parts.push(
      element(
        'p',
        { class: 'waiver' },
        `It is ${VERDICTS[at.waiver.waives].word}, and waived until `,
        element('bdi', {}, readable(expires)),
        ' by ',
        element('a', { href: `decisions.html#decision-${waiver.sequence}` }, `decision ${waiver.sequence}`),
        ': ',
        element('span', { dir: 'auto' }, prose(reason)),
        ' (',
        element('bdi', {}, readable(approver)),
        ')',
      ),
    );
  }
  if (hint !== null) parts.push(element('p', { class: 'hint' }, hint));
  return element('div', { class: 'part' }, ...parts, facts);
}

function list(versions: readonly (string | null)[]): string {
  const left = versions.length - MOST_VERSIONS;
  return `${versions.slice(0, MOST_VERSIONS).map(versionWords).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}
