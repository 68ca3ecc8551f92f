import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSearch } from '../../src/search/build.js';
import { openSearch } from '../../src/search/query.js';
import { QUERY_LIMITS } from '../../src/search/words.js';
import { document, HARBOUR, idsOf, searchOver, shelf } from './documents.js';

const search = searchOver(HARBOUR);

describe('questions that mean to break something', () => {
  test.each([
    ['only punctuation', '!!! ??? -- ::', 0],
    ['only an emoji', '🚢', 0],
    ['only marks', '\u0301\u0302', 0],
    ['a lone surrogate', '\ud800', 0],
    ['a control character', '\u0000\u202e', 0],
  ])('%s: nothing is found, and it is not taken for all', async (_, text, total) => {
    expect(await search(text)).toMatchObject({ total, results: [], words: [] });
  });

  test.each(['mcp:registry', 'registry~', 'registry^10', '+registry', 'title:registry', '*registry*', '-registry', 'registry~2'])(
    'what lunr would take for an instruction is text: %s',
    async (text) => {
      expect((await idsOf(search, text))[0]).toContain('mcp.registry');
    },
  );

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '_index', 'valueOf'])(
    'a word of the language: %s',
    async (text) => {
      expect((await search(text)).results.flatMap(({ terms }) => terms)).not.toContain(text.toLowerCase());
      const own = searchOver([document(`a.${text}`, { description: `${text} here`, tags: [text] }), document('b.c')]);
      expect(await idsOf(own, text)).toEqual([`a.${text}`]);
    },
  );

  test('right to left', async () => {
    const own = searchOver([document('port.arabic', { title: 'إدارة الميناء', description: 'ניהול הנמל' })]);
    expect(await idsOf(own, 'الميناء')).toEqual(['port.arabic']);
    expect(await idsOf(own, '\u202bהנמל\u202c')).toEqual(['port.arabic']);
  });

  test('a very long question is cut, to words and in length', async () => {
    const long = await search(Array.from({ length: 5000 }, (_, index) => `w${index}`).join(' '));
    expect(long.words.length).toBe(QUERY_LIMITS.words);
    expect((await search('x'.repeat(1_000_000))).total).toBe(0);
    expect((await search('registry '.repeat(100_000))).total).toBe(2);
    expect((await search('aB'.repeat(400))).words.length).toBeLessThan(32);
  });

  test.each([-5, 2.5, Number.NaN, Number.POSITIVE_INFINITY, 1e12])('offset and limit of %d', async (number) => {
    const answer = await search('registry', { offset: number, limit: number });
    expect(answer.total).toBe(2);
    expect(answer.results.length).toBeLessThanOrEqual(2);
  });

  test('any text at all gets an answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 80 }), async (text) => {
        const { total, results } = await search(text);
        expect(results.length).toBeLessThanOrEqual(Math.min(10, total));
      }),
      { numRuns: 300 },
    );
  });
});

describe('files that are not what they should be', () => {
  const files = buildSearch(HARBOUR);
  const ask = (changed: Map<string, Uint8Array>) =>
    openSearch(shelf(changed).fetchShard)('regsitry manager', { facets: ['owner'] });
  const damaged = expect.objectContaining({ kind: 'io', code: 'search/damaged' });

  test.each([...files.keys()])('%s empty, cut or of another kind: refused, or not needed', async (path) => {
    const bytes = files.get(path) ?? new Uint8Array();
    for (const other of [
      new Uint8Array(),
      bytes.slice(0, bytes.length >> 1),
      bytes.slice(0, 12),
      Uint8Array.of(0x47, 1, 2),
      files.get('m/0.bin') ?? bytes,
    ]) {
      try {
        await ask(new Map([...files, [path, other]]));
      } catch (error) {
        expect(error).toMatchObject({ kind: 'io', code: expect.stringMatching(/^search\/(damaged|changed)$/) });
      }
    }
  });

  test('the root is not a search index', async () => {
    await expect(ask(new Map([['root.bin', new TextEncoder().encode('<!doctype html>')]]))).rejects.toThrow(damaged);
  });

  test('bytes changed at random are refused or make no difference to what holds', async () => {
    const paths = [...files.keys()];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.nat(), fc.integer({ min: 1, max: 255 }), async (path, at, change) => {
        const bytes = Uint8Array.from(files.get(path) ?? []);
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ change;
        try {
          const { total } = await ask(new Map([...files, [path, bytes]]));
          expect(total).toBeLessThanOrEqual(HARBOUR.length);
        } catch (error) {
          expect(error).toMatchObject({ kind: 'io', code: expect.stringMatching(/^search\/(damaged|changed)$/) });
        }
      }),
      { numRuns: 150 },
    );
  });

  test('a file that unpacks to endless bytes is refused', async () => {
    const { gzipSync } = await import('node:zlib');
    const bomb = gzipSync(new Uint8Array(64 * 1024 * 1024));
    await expect(ask(new Map([...files, ['root.bin', bomb]]))).rejects.toThrow(damaged);
  });

  test('files that a host has unpacked on the way are read all the same', async () => {
    const { gunzipSync } = await import('node:zlib');
    const unpacked = new Map([...files].map(([path, bytes]) => [path, new Uint8Array(gunzipSync(bytes))]));
    expect((await ask(unpacked)).results[0]?.id).toBe('mcp.registry.manage');
  });
});
