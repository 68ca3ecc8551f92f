import { type AgeState, ageLimits, ageState } from '../../model/freshness.js';
import type { FreshnessDocument } from '../../model/generated/types.js';

const STATES: Record<AgeState, { readonly word: string; readonly tone: string }> = {
  fresh: { word: 'Confirmed', tone: 'ok' },
  stale: { word: 'Stale: confirmed', tone: 'warn' },
  alert: { word: 'Alert: confirmed', tone: 'bad' },
};
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const EVERY_MINUTE = 60_000;
const words = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/**
 * Moments are told as the parser brings them, in the same turn, which is before they are painted: told once the page is whole they
 * would move what has been painted since.
 */
export function showMomentsAsTheyCome(): void {
  const coming = new MutationObserver(() => {
    showMoments();
    // What it wrote itself is no reason to write again.
    coming.takeRecords();
  });
  coming.observe(document, { childList: true, subtree: true });
  addEventListener('DOMContentLoaded', () => coming.disconnect(), { once: true });
}

/** Says how old everything is, by the visitor's clock, and goes on saying it while the page is open. */
export async function showAges(freshnessUrl: URL): Promise<void> {
  showMoments();
  const freshness = await load(freshnessUrl);
  if (freshness !== null) showFreshness(freshness);
  setInterval(() => {
    showMoments();
    if (freshness !== null) showFreshness(freshness);
  }, EVERY_MINUTE);
}

function showMoments(): void {
  for (const place of document.querySelectorAll('time + .ago')) {
    const at = Date.parse(place.previousElementSibling?.getAttribute('datetime') ?? '');
    if (!Number.isNaN(at)) place.textContent = relative(at);
  }
  for (const place of document.querySelectorAll<HTMLElement>('.holds')) showHolding(place);
}

/** Whether what begins and ends holds now, in the words that the page has for it. */
function showHolding(place: HTMLElement): void {
  const { from = '', until = '', before, during = '', after = '' } = place.dataset;
  const now = Date.now();
  const [word = '', tone] =
    now >= Date.parse(until) ? [after, 'quiet'] : now < Date.parse(from) ? [before, 'info'] : [during, 'ok'];
  place.className = `holds mark ${tone}`;
  place.textContent = word;
}

/** Browsers do not let a page in a folder read the file beside it; the page then goes on linking to it. */
async function load(url: URL): Promise<FreshnessDocument | null> {
  if (url.protocol === 'file:') return null;
  try {
    const response = await fetch(url, { cache: 'no-cache' });
    if (!response.ok) throw new Error(`${response.status}`);
    const document = (await response.json()) as FreshnessDocument;
    if (Number.isNaN(Date.parse(document.generated_at)) || ageLimits(document) === null) throw new Error('not its format');
    return document;
  } catch {
    for (const place of document.querySelectorAll('[data-catalog]'))
      show(place, 'warn', 'Age unknown: freshness.json cannot be read', null);
    return null;
  }
}

function showFreshness(freshness: FreshnessDocument): void {
  const exceptions = new Map(freshness.exceptions.map((exception) => [exception.source, exception.last_confirmed_at]));
  for (const place of document.querySelectorAll<HTMLElement>('[data-catalog]')) showAge(place, freshness.generated_at, freshness);
  for (const place of document.querySelectorAll<HTMLElement>('[data-source]')) {
    const source = decodeURIComponent(place.dataset.source ?? '');
    const at = exceptions.has(source) ? (exceptions.get(source) ?? null) : freshness.generated_at;
    if (at === null) show(place, 'bad', 'Never confirmed', null);
    else showAge(place, at, freshness);
  }
}

function showAge(place: HTMLElement, instant: string, freshness: FreshnessDocument): void {
  const limits = ageLimits(freshness, place.dataset.ttl);
  if (limits === null) return;
  // What is confirmed in the future was confirmed by a clock that is ahead.
  const at = Math.min(Date.parse(instant), Date.now());
  const { word, tone } = STATES[ageState(Date.now() - at, limits)];
  show(place, tone, `${word} ${relative(at)}`, instant);
}

function show(place: Element, tone: string, text: string, instant: string | null): void {
  const mark = document.createElement('span');
  mark.className = `mark ${tone}`;
  mark.textContent = text;
  const parts: (Node | string)[] = [mark];
  if (instant !== null) {
    const time = document.createElement('time');
    time.dateTime = instant;
    time.textContent = `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
    parts.push(' ', time);
  }
  place.replaceChildren(...parts);
  place.classList.toggle('late', tone !== 'ok');
}

/** “12 minutes ago”, “in 3 days”. */
function relative(at: number): string {
  const distance = at - Date.now();
  for (const [unit, length] of UNITS) if (Math.abs(distance) >= length) return words.format(Math.trunc(distance / length), unit);
  return 'just now';
}
