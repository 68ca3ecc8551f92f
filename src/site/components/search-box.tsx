import type { VNode } from 'preact';
import { SEARCH_SCRIPT_PATH, SEARCH_WORKER_PATH } from '../assets.js';

/**
 * Where the search starts, on pages in the top folder. Without script there is none, and the box is not shown. `quick`: the search
 * comes when the box is entered first; otherwise the page brings it.
 */
export const searchBox = (quick: boolean): VNode => (
  <search>
    <form
      class="search"
      action="search.html"
      method="get"
      data-worker={SEARCH_WORKER_PATH}
      data-script={quick ? SEARCH_SCRIPT_PATH : undefined}
    >
      <input
        type="search"
        name="q"
        aria-label="Search capabilities"
        placeholder="Search capabilities"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxlength={300}
        enterkeyhint="search"
        aria-keyshortcuts="/"
      />
      <button type="submit">Search</button>
    </form>
  </search>
);

/** Under the box of a page about something else: the first results, in the place of what follows, while there is something typed. */
export const quickResults = (): VNode => (
  <section class="quick" aria-label="Search results" hidden>
    <p class="found" role="status" data-said />
    <div class="nothing" data-nothing />
    <ol class="results" aria-label="First results" data-results />
    <p class="more">
      <a href="search.html" data-all>
        All results, with filters
      </a>
    </p>
  </section>
);
