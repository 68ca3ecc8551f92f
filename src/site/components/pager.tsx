import type { VNode } from 'preact';
import { pagesFor, ROWS } from '../page-numbers.js';
import { grouped } from '../text.js';

/** Links to the pages of a long list; null where one page holds it. `hrefOf` gives the address of a page, counted from 1. */
export function pager(rows: number, page: number, hrefOf: (page: number) => string): VNode | null {
  const pages = pagesFor(rows);
  if (pages === 1) return null;
  const all = Array.from({ length: pages }, (_, index) => index + 1);
  return (
    <nav class="pager" aria-label="Pages">
      {page > 1 && (
        <a rel="prev" href={hrefOf(page - 1)}>
          Previous
        </a>
      )}
      <ol>
        {all.map((each) => (
          <li>
            <a href={hrefOf(each)} aria-label={`Page ${each}`} aria-current={each === page ? 'page' : undefined}>
              {each}
            </a>
          </li>
        ))}
      </ol>
      {page < pages && (
        <a rel="next" href={hrefOf(page + 1)}>
          Next
        </a>
      )}
    </nav>
  );
}

/** “1,001 to 2,000 of 5,432”; null where one page holds all. */
export function shownRows(rows: number, page: number): string | null {
  if (pagesFor(rows) === 1) return null;
  return `${grouped((page - 1) * ROWS + 1)} to ${grouped(Math.min(rows, page * ROWS))} of ${grouped(rows)}`;
}
