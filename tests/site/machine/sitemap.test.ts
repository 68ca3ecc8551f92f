import { describe, expect, test } from '@jest/globals';
import { sitemaps } from '../../../src/site/machine/sitemap.js';
import { elementsOf, parseXml } from './xml.js';

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';
const URL_OF = 'https://catalog.harbour.example/';
const addressesIn = (xml = ''): string[] => elementsOf(parseXml(xml), 'loc').map(({ text }) => text);

describe('a sitemap', () => {
  test('has every page by its address, and the home page by the folder’s', () => {
    const files = sitemaps(URL_OF, ['capabilities/a~2fb.html', 'index.html']);
    expect([...files.keys()]).toEqual(['sitemap.xml']);
    const root = parseXml(files.get('sitemap.xml') ?? '');
    expect(root).toMatchObject({ name: 'urlset', attributes: { xmlns: NAMESPACE } });
    expect(addressesIn(files.get('sitemap.xml'))).toEqual([`${URL_OF}capabilities/a~2fb.html`, URL_OF]);
  });

  test('is split where it would hold too many, with an index of its parts', () => {
    const pages = Array.from({ length: 5 }, (_, index) => `capabilities/n${index}.html`);
    const files = sitemaps(URL_OF, pages, 2);
    expect([...files.keys()].sort()).toEqual(['sitemap.xml', 'sitemaps/1.xml', 'sitemaps/2.xml', 'sitemaps/3.xml']);
    const index = parseXml(files.get('sitemap.xml') ?? '');
    expect(index.name).toBe('sitemapindex');
    expect(addressesIn(files.get('sitemap.xml'))).toEqual([1, 2, 3].map((part) => `${URL_OF}sitemaps/${part}.xml`));
    expect([1, 2, 3].flatMap((part) => addressesIn(files.get(`sitemaps/${part}.xml`)))).toEqual(
      pages.map((page) => URL_OF + page),
    );
  });

  test('never holds more than sitemaps.org allows', () => {
    const files = sitemaps(
      URL_OF,
      Array.from({ length: 50_001 }, (_, index) => `capabilities/n${index}.html`),
    );
    expect(files.size).toBe(3);
    expect(addressesIn(files.get('sitemaps/1.xml'))).toHaveLength(50_000);
    expect(Buffer.byteLength(files.get('sitemaps/1.xml') ?? '')).toBeLessThan(50 * 1024 * 1024);
  });

  test.each([undefined, 'https://user:secret@catalog.harbour.example/', 'https://catalog.harbour.example/\u202e', 'https://'])(
    'is not there for a catalog at %j',
    (url) => {
      expect(sitemaps(url, ['index.html']).size).toBe(0);
    },
  );

  test('escapes the address of the catalog', () => {
    const files = sitemaps("https://catalog.harbour.example/a&b'c", ['index.html']);
    expect(addressesIn(files.get('sitemap.xml'))).toEqual(["https://catalog.harbour.example/a&b'c/"]);
  });
});
