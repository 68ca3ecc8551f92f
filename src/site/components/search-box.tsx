import type { VNode } from 'preact';
import type { Root } from '../links.js';

/** Where the search starts. Without script there is none, and the box is not shown. */
export const searchBox = (root: Root): VNode => (
  <search>
    <form class="search" action={`${root}index.html`} method="get">
      <input
        type="search"
        name="q"
        aria-label="Search capabilities"
        placeholder="Search capabilities"
        autocomplete="off"
        spellcheck={false}
        aria-keyshortcuts="/"
      />
      <button type="submit">Search</button>
    </form>
  </search>
);
