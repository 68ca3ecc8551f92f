import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { highlight } from '../../src/search/highlight.js';
import { HARBOUR, searchOver } from './documents.js';

const marked = (text: string, terms: readonly string[]) => {
  let out = '';
  let at = 0;
  for (const [start, end] of highlight(text, terms)) {
    out += `${text.slice(at, start)}[${text.slice(start, end)}]`;
    at = end;
  }
  return out + text.slice(at);
};

describe('highlighted words', () => {
  test.each([
    ['stems', 'Managing managers manage', ['manag'], '[Managing] [managers] [manage]'],
    ['accents', 'Menü des Cafés', ['cafe', 'menu'], '[Menü] des [Cafés]'],
    ['pieces of camelCase', 'harbour.bookBerth', ['berth'], 'harbour.book[Berth]'],
    ['pairs of characters that overlap', '貨物の通関申告', ['通関', '関申'], '貨物の[通関申]告'],
    ['a complete name', 'mcp.registry-list', ['=mcp registry list'], '[mcp].[registry]-[list]'],
    ['nothing', 'mcp.registry', ['other'], 'mcp.registry'],
  ])('%s', (_, text, terms, expected) => {
    expect(marked(text, terms)).toBe(expected);
  });

  test('the terms of a result mark what was found, typos and completions too', async () => {
    const search = searchOver(HARBOUR);
    const [first] = (await search('schedulign cran')).results;
    expect(marked(first?.title ?? '', first?.terms ?? [])).toBe('[Crane] [schedules]');
  });

  test('any text: ranges lie inside it, in order and apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string({ maxLength: 3 })), (text, terms) => {
        let last = -1;
        for (const [start, end] of highlight(text, [...terms, ...text.toLowerCase().split(' ')])) {
          expect(start).toBeGreaterThan(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          last = end - 1;
        }
      }),
    );
  });
});
