import { SEARCH_FACETS } from '../../search-facets.js';
import { readable, visible } from '../../text.js';
import { FORMATS, OUTCOMES, type Tone } from '../../words.js';

const AGES: Readonly<Record<string, string>> = {
  fresh: 'Fresh',
  stale: 'Stale',
  alert: 'Alert',
  never: 'Never confirmed',
  unknown: 'Unknown',
};
const FORMAT_WORDS: Readonly<Record<string, string>> = FORMATS;
const OUTCOME_STATES: Readonly<Record<string, { readonly word: string; readonly tone: Tone }>> = OUTCOMES;

/** The value of a facet in words; the empty one stands for what is not there. */
export function valueLabel(facet: string, value: string): string {
  if (value === '') return facet === 'provenance' ? 'not examined' : 'not stated';
  if (facet === 'freshness') return own(AGES, value) ?? visible(value);
  if (facet === 'format') return own(FORMAT_WORDS, value) ?? visible(value);
  return facet === 'owner' ? readable(value) : visible(value);
}

export function facetLabel(facet: string): string {
  return SEARCH_FACETS.find(({ name }) => name === facet)?.label ?? facet;
}

export function outcomeOf(value: string): { readonly word: string; readonly tone: Tone } | undefined {
  return own(OUTCOME_STATES, value);
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
