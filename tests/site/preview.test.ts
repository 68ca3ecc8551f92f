import { inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drawable, rowsOf } from '../../src/site/preview/letters.js';
import { previewOf } from '../../src/site/preview/preview.js';
import { renderHome, renderNotFound, siteAssets } from '../../src/site/render.js';
import { catalogOf, IDENTITY } from './fixtures.js';

/** The pixels of a PNG of two bits a pixel, and the length of its data. */
function pixelsOf(png: Buffer): { width: number; height: number; rows: Buffer } {
  expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), rows: inflateSync(Buffer.concat(data)) };
}

describe('the picture of a catalog', () => {
  test('is a PNG of the size that platforms ask for, and small', () => {
    const { bytes, path } = previewOf('Harbour capabilities');
    expect(path).toMatch(/^assets\/preview\.[0-9a-f]{12}\.png$/);
    const { width, height, rows } = pixelsOf(bytes);
    expect([width, height, rows.length]).toEqual([1200, 630, 630 * 301]);
    expect(bytes.length).toBeLessThan(10_000);
  });
  test('is the same for the same name, and another for another', () => {
    const first = previewOf('Harbour');
    expect(previewOf('Quay').path).not.toBe(first.path);
    expect(previewOf('Harbour')).toEqual(first);
  });
  test.each([
    ['Café Größe', 'CAFE GROSSE'],
    ['a\u202eb\u0007', 'AB'],
    ['港の能力', null],
    ['港 catalog', 'CATALOG'],
    ['', null],
    ['…', null],
  ])('%j is written as %j', (name, letters) => {
    expect(drawable(name)).toBe(letters);
  });
  test('draws every letter in seven rows of five bits', () => {
    for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -.,:/_&'()+!?") {
      const rows = rowsOf(letter) ?? [];
      expect([letter, rows.length, rows.every((bits) => bits >= 0 && bits < 32)]).toEqual([letter, 7, true]);
    }
  });
  test('holds any name, within its margins and under 10 KB', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 80 })), (name) => {
        const { bytes } = previewOf(name);
        expect(bytes.length).toBeLessThan(10_000);
        const { rows } = pixelsOf(bytes);
        // Nothing is drawn in the outer 72 pixels, nor between the mark, the name and the line below.
        for (let y = 0; y < 630; y += 1) {
          const row = rows.subarray(y * 301 + 1, (y + 1) * 301);
          expect(row.subarray(0, 18).every((byte) => byte === 0) && row.subarray(300 - 18).every((byte) => byte === 0)).toBe(
            true,
          );
          if (y < 72 || y >= 630 - 72 || (y > 184 && y < 192) || (y > 490 && y < 500))
            expect(row.every((byte) => byte === 0)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});

test('pages name the picture where it is published, and only then', () => {
  const home = (url: string | undefined) =>
    renderHome({ catalog: { ...catalogOf([], [], []), ...IDENTITY, url } as never }, [], [], null);
  const html = home('https://harbour.example/catalog');
  const [path] = Object.keys(siteAssets(IDENTITY.name)).filter((each) => each.endsWith('.png'));
  for (const [property, content] of [
    ['og:type', 'website'],
    ['og:url', 'https://harbour.example/catalog/'],
    ['og:image', `https://harbour.example/catalog/${path}`],
    ['og:image:width', '1200'],
    ['og:image:height', '630'],
  ])
    expect(html).toContain(`<meta property="${property}" content="${content}"/>`);
  for (const property of ['og:title', 'og:description', 'og:site_name', 'og:image:alt'])
    expect(html).toMatch(new RegExp(`<meta (name="description" )?property="${property}" content="[^"]+"/>`));
  expect(html).toContain('<meta name="twitter:card" content="summary_large_image"/>');
  expect(home(undefined)).not.toMatch(/og:image|og:url|twitter:card/);
  for (const property of ['og:type', 'og:title', 'og:description']) expect(home(undefined)).toContain(`property="${property}"`);
});

test.each([
  ['https://harbour.example/catalog', '/catalog/'],
  ['https://harbour.example', '/'],
  ['https://harbour.example//evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  [undefined, '/'],
])('the page for what is not there, published at %s, finds the rest at %s', (url, root) => {
  const html = renderNotFound({ ...IDENTITY, url } as never);
  expect(html).toContain(`href="${root}index.html"`);
  expect(html).toContain(`<form class="search" action="${root}search.html" method="get">`);
  expect(html).toMatch(new RegExp(`<link rel="stylesheet" href="${root}assets/style\\.`));
});
