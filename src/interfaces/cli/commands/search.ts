import { Command, Option } from 'commander';
import { FRESHNESS_STATES } from '../../../catalog/freshness.js';
import { catalogReader, systemClock } from '../../../compose.js';
import { EXIT } from '../../../model/errors.js';
import { quote } from '../../../model/quote.js';
import { OpenCatalog } from '../../../query/catalog.js';
import { ALL_FACETS } from '../../../query/search.js';
import { FURTHEST, MOST_RESULTS, type SearchAnswer } from '../../../search/query.js';
import { facetLines, resultLines } from '../describe-search.js';
import { catalogOption, collect, jsonOption, wholeNumber } from '../options.js';
import type { BuildCommand } from '../program.js';
import type { Terminal } from '../terminal.js';

/** Facets by the options that filter by them. */
const FACET_OF = {
  owner: 'owner',
  domain: 'domain',
  lifecycle: 'lifecycle_stage',
  stability: 'stability',
  securityTier: 'security_tier',
  format: 'format',
  tier: 'tier',
  provenance: 'provenance',
  freshness: 'freshness',
  source: 'source',
} as const;

type FilterName = keyof typeof FACET_OF;

interface Options extends Partial<Readonly<Record<FilterName, readonly string[]>>> {
  readonly catalog: string;
  readonly sort: string;
  readonly limit: number;
  readonly offset: number;
  readonly facets?: boolean;
  readonly json?: boolean;
}

const HELP = `
Without words, all capabilities are found. A filter that is given several times lets each of its values through; '' stands for
those that state none.

Example:
  chora search "register servers" --lifecycle operate --owner team-mcp

Exits with 0 when something is found, with 1 when nothing is.`;

export const searchCommand: BuildCommand = ({ terminal, exit }) =>
  new Command('search')
    .description('find capabilities of a catalog by words: ids, titles, tags, descriptions, aliases')
    .argument('[words...]', 'what to look for; typos are forgiven, and the last word may be unfinished')
    .addOption(catalogOption())
    .option('--owner <owner>', 'only of this owner', collect)
    .option('--domain <domain>', 'only of this domain', collect)
    .option('--lifecycle <stage>', 'only in this lifecycle stage', collect)
    .option('--stability <stability>', 'only of this stability', collect)
    .option('--security-tier <tier>', 'only of this security tier', collect)
    .option('--format <format>', 'only read from manifests of this format', collect)
    .option('--tier <tier>', 'only conformant, or only indexed', collect)
    .option('--provenance <outcome>', 'only verified, unsigned, untrusted or invalid', collect)
    .option('--freshness <state>', `only from sources that are now ${FRESHNESS_STATES.join(', ')}`, collect)
    .option('--source <source>', 'only from this source', collect)
    .addOption(
      new Option('--sort <order>', 'the best first, by id, or by a facet')
        .choices(['relevance', 'id', ...ALL_FACETS])
        .default('relevance'),
    )
    .option('--limit <n>', `results to show, at most ${MOST_RESULTS}`, wholeNumber(1, MOST_RESULTS), 10)
    .option('--offset <n>', 'results to leave out at the start', wholeNumber(0, FURTHEST), 0)
    .option('--facets', 'count what can be filtered by')
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action(async (words: readonly string[], { catalog, sort, limit, offset, facets = false, json, ...given }: Options) => {
      const text = words.join(' ');
      const filters = Object.fromEntries(Object.entries(given).map(([name, values]) => [FACET_OF[name as FilterName], values]));
      const open = new OpenCatalog(catalogReader(catalog), systemClock().now);
      // Counts of the facets that are filtered by cost nothing more, and show what another choice would give.
      const counted = facets ? ALL_FACETS : Object.keys(filters);
      const answer = await open.search(text, { filters, facets: counted, sort, limit, offset });
      exit(answer.total === 0 ? EXIT.no : EXIT.done);
      if (json) return terminal.out(JSON.stringify(answer));
      for (const result of answer.results) for (const line of resultLines(result, terminal)) terminal.out(line);
      if (facets) for (const line of facetLines(answer.facets, terminal)) terminal.out(line);
      for (const line of remarks(answer, text, { offset, facets }, terminal)) terminal.err(line);
    });

/** What there is to say of an answer besides its results. */
function remarks(
  answer: SearchAnswer,
  text: string,
  { offset, facets }: { readonly offset: number; readonly facets: boolean },
  terminal: Terminal,
): string[] {
  const { total, unfiltered, holds, results, didYouMean } = answer;
  const lines: string[] = [];
  if (didYouMean !== undefined) lines.push(`Did you mean ${quote(didYouMean)}?`);
  if (total === 0) {
    if (unfiltered === 0) lines.push(text.trim() === '' ? 'The catalog has no capabilities.' : `Nothing is like ${quote(text)}.`);
    else {
      lines.push(`Nothing is left by the filters; without them there ${unfiltered === 1 ? 'is' : 'are'} ${unfiltered}.`);
      if (!facets) lines.push(...facetLines(answer.facets, terminal));
    }
    return lines;
  }
  if (holds === 'some') lines.push('No capability holds all of these words; these hold some of them.');
  if (results.length === 0) lines.push(`There are only ${total}; --offset ${offset} is beyond the last.`);
  else {
    const last = offset + results.length;
    const more = last < total ? `; --offset ${last} shows more` : '';
    lines.push(`${offset + 1}–${last} of ${total} ${total === 1 ? 'capability' : 'capabilities'}${more}`);
  }
  return lines;
}
