// The search itself, in a worker of its own: typing never waits for it. Bundled with src/search/ into assets/search-worker.<digest>.js.
import type { FacetName } from '../../../search/facet-names.js';
import { highlight } from '../../../search/highlight.js';
import { openSearch, type SearchAnswer, type SearchResult } from '../../../search/query.js';
import { prose, readable, visible } from '../../text.js';
import { type Freshness, loadFreshness } from './freshness.js';
import type { Answer, FacetValue, Found, Hit, Pieces, Question } from './protocol.js';
import { fetchFile } from './same-site.js';

/** Results of one call of the search. */
const AT_ONCE = 100;

/** What a worker has of its own; the library of the DOM describes windows. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<Question>) => void) | null;
  postMessage(answer: Answer): void;
}
const scope = globalThis as unknown as WorkerScope;

let freshness: Promise<Freshness> | undefined;
let states: Freshness | undefined;
let running: AbortController | undefined;

const search = openSearch(
  async (path, { fresh }) => new Uint8Array(await fetchFile(`search/${path}`, fresh ? 'reload' : 'default')),
  {
    derived: { freshness: { from: 'source', valueOf: (source) => states?.(source) ?? '' } },
  },
);

scope.onmessage = ({ data: question }) => {
  running?.abort();
  running = new AbortController();
  void answer(question, running.signal);
};

async function answer(question: Question, signal: AbortSignal): Promise<void> {
  const { number, text, filters } = question;
  const facets = question.facets satisfies readonly (FacetName | 'freshness')[];
  try {
    // Only who asks for ages waits for them.
    if (facets.includes('freshness') || filters.freshness) {
      freshness ??= loadFreshness(question.ttls).catch(() => {
        // The line at the top of the page says so; results do not wait for it. The next question asks again.
        freshness = undefined;
        return () => 'unknown';
      });
      states = await freshness;
    }
    scope.postMessage(await find(question, signal));
    if (facets.length === 0) return;
    const counted = await search(text, { filters, facets, limit: 0, signal });
    scope.postMessage({ kind: 'counted', number, facets: counted.facets as Record<string, readonly FacetValue[]> });
  } catch (error) {
    // Told even when a later question has come: its answer is what shows.
    const message = error instanceof Error && error.name !== 'AbortError' ? error.message : 'The search was interrupted.';
    scope.postMessage({ kind: 'failed', number, message });
  }
}

async function find({ number, text, filters, sort, shown }: Question, signal: AbortSignal): Promise<Found> {
  const ask = (offset: number) => search(text, { filters, sort, offset, limit: Math.min(AT_ONCE, shown - offset), signal });
  const first = await ask(0);
  const results: SearchResult[] = [...first.results];
  while (results.length < Math.min(shown, first.total)) {
    const { results: next } = await ask(results.length);
    if (next.length === 0) break;
    results.push(...next);
  }
  return {
    kind: 'found',
    number,
    total: first.total,
    unfiltered: first.unfiltered,
    holds: first.holds,
    hits: results.map(hitOf),
    unknown: unknownOf(text, first),
    didYouMean: first.didYouMean ?? null,
  };
}

function unknownOf(text: string, { words }: SearchAnswer): string[] {
  return words.filter(({ how }) => how === 'none').map(({ word }) => visible(text.slice(word.start, word.end)));
}

function hitOf({ id, file, version, title, description, facets, terms }: SearchResult): Hit {
  const shownTitle = readable(title.trim());
  return {
    file,
    version: visible(version),
    id: piecesOf(visible(id), terms),
    title: shownTitle === '' || title === id ? null : piecesOf(shownTitle, terms),
    description: piecesOf(prose(description), terms),
    facets,
  };
}

/** The text as it is shown, so that what is written out does not shift what is marked. */
function piecesOf(text: string, terms: readonly string[]): Pieces {
  const pieces: string[] = [];
  let at = 0;
  for (const [start, end] of highlight(text, terms)) {
    pieces.push(text.slice(at, start), text.slice(start, end));
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces;
}
