import { printable } from '../../model/quote.js';
import type { FacetCount } from '../../search/facets.js';
import { highlight } from '../../search/highlight.js';
import type { SearchResult } from '../../search/query.js';
import type { Terminal } from './terminal.js';

type Style = Parameters<Terminal['style']>[0];

/** Values of a facet that are shown. */
const MOST_VALUES = 8;
const INDENT = '  ';

/** A result as lines: id, version, owner and how it stands; then its title and the beginning of its description. */
export function resultLines(result: SearchResult, terminal: Terminal): string[] {
  const { id, version, title, description, facets, terms } = result;
  const { owner, lifecycle_stage, stability, tier, provenance } = facets;
  const states = [lifecycle_stage, stability, tier, provenance].filter((state) => state);
  const facts = [version || 'no version', owner || 'no owner', states.join(', ')];
  const head = marked(id, terms, terminal, 'bold', Number.POSITIVE_INFINITY).text;
  const lines = [`${head} ${terminal.style('dim', facts.map(printable).join(' · '))}`];
  const room = terminal.width - INDENT.length;
  const first = marked(title, terms, terminal, null, room);
  // A description that says no more than the title is not said again.
  const more = description === '' || description === title ? '' : `${title === '' ? '' : ' – '}${description}`;
  const second = marked(more, terms, terminal, null, room - first.length);
  if (first.length + second.length > 0) lines.push(`${INDENT}${first.text}${second.text}`);
  return lines;
}

/** What can be filtered by: a line for each facet, its most frequent values first. */
export function facetLines(facets: Readonly<Record<string, readonly FacetCount[]>>, terminal: Terminal): string[] {
  return Object.entries(facets).map(([facet, counts]) => {
    const shown = counts
      .slice(0, MOST_VALUES)
      .map(({ value, count }) => `${value === '' ? 'not stated' : printable(value)} ${count}`);
    const others = counts.length - shown.length;
    return `${terminal.style('bold', facet.padEnd(16))} ${[...shown, ...(others > 0 ? [`${others} more`] : [])].join(' · ')}`;
  });
}

/** A stranger's text of at most `room` characters, with the words that were found set off from the `base` style. */
function marked(
  text: string,
  terms: readonly string[],
  terminal: Terminal,
  base: Style | null,
  room: number,
): { readonly text: string; readonly length: number } {
  let shown = '';
  let length = 0;
  const add = (part: string, style: Style | null) => {
    const left = room - length;
    const clean = [...printable(part)];
    const cut = clean.length > left ? [...clean.slice(0, Math.max(0, left - 1)), ...(left > 0 ? ['…'] : [])] : clean;
    if (cut.length === 0) return;
    shown += style === null ? cut.join('') : terminal.style(style, cut.join(''));
    length += cut.length;
  };
  let at = 0;
  for (const [start, end] of highlight(text, terms)) {
    add(text.slice(at, start), base);
    add(text.slice(start, end), ['bold', 'yellow']);
    at = end;
  }
  add(text.slice(at), base);
  return { text: shown, length };
}
