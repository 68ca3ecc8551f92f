import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nameOf, shapeOf, wordsOf } from '../../src/search/tokens.js';

const terms = (text: string) => [...wordsOf(text)].flatMap(({ term, parts }) => [term, ...parts.map((part) => part.term)]);

describe('words', () => {
  test('ids come apart at . _ - / and :', () => {
    expect(terms('mcp.registry_manage/all:now-then')).toEqual(['mcp', 'registry', 'manage', 'all', 'now', 'then']);
  });

  test('a word in camelCase is kept whole beside its pieces', () => {
    expect(terms('getUserName HTTPServer S3Bucket')).toEqual([
      'getusername',
      'get',
      'user',
      'name',
      'httpserver',
      'http',
      'server',
      's3bucket',
      's3',
      'bucket',
    ]);
  });

  test('accents, case and compatibility forms do not count', () => {
    expect(terms('Café CAFÉ cafe\u0301 ﬁne ＡＢＣ İzmir')).toEqual(['cafe', 'cafe', 'cafe', 'fine', 'abc', 'izmir']);
  });

  test('scripts without spaces come as overlapping pairs', () => {
    expect(terms('通関申告')).toEqual(['通関', '関申', '申告']);
    expect(terms('書')).toEqual(['書']);
    expect(terms('API通関を')).toEqual(['api', '通関', '関を']);
    expect(terms('항구')).toEqual(['항구']);
  });

  test('Arabic, Hebrew and Cyrillic words stay words', () => {
    expect(terms('ميناء נמל Порт')).toEqual(['ميناء', 'נמל', 'порт']);
  });

  test('a word knows where it stands', () => {
    const text = 'Éclair: getÜser – 申告';
    const found = [...wordsOf(text)].flatMap((word) => [word, ...word.parts]);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['Éclair', 'getÜser', 'get', 'Üser', '申告']);
  });

  test('any text: words lie inside it, in order, and are the same when compared again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let last = 0;
        for (const { term, start, end } of wordsOf(text)) {
          expect(term).not.toBe('');
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          last = start;
          expect(term).toBe(term.toLowerCase());
        }
      }),
    );
  });

  test('a very long word is cut', () => {
    expect(terms('x'.repeat(5000))).toEqual(['x'.repeat(64)]);
  });
});

describe('names', () => {
  test('are the same however they are put together; the shape tells them apart', () => {
    expect(['mcp.registry', 'MCP Registry', 'mcp/registry', '@mcp_registry'].map(nameOf)).toEqual(Array(4).fill('mcp registry'));
    expect(['mcp.registry', 'MCP Registry', '@mcp/registry', 'mcp'].map(shapeOf)).toEqual(['.', ' ', '@/', '']);
  });
});
