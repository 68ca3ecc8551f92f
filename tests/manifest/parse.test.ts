import { describe, expect, test } from '@jest/globals';
import { parse } from '../../src/manifest/parse.js';
import { soon } from '../support/soon.js';
import { capability, codes, manifest, only, places, read, records } from './reading.js';

const nested = (levels: number) => `id: a.b.c\nx-deep: ${'['.repeat(levels)}${']'.repeat(levels)}\n`;
const indented = (levels: number) =>
  `id: a.b.c\nx-deep:\n${Array.from({ length: levels }, (_, level) => `${' '.repeat(level + 1)}a:`).join('\n')} 1\n`;

describe('limits', () => {
  test('64 levels are read, 65 are not', () => {
    // The root is the first level.
    expect(records(nested(63))).toHaveLength(1);
    expect(codes(read(nested(64)).findings)).toEqual(['manifest/too-deep']);
    expect(records(indented(63))).toHaveLength(1);
    expect(codes(read(indented(64)).findings)).toEqual(['manifest/too-deep']);
  });

  test('10,000 nodes are read, one more is not', () => {
    // id, a.b.c, tags, the list and the root are the other five.
    const many = (items: number) => `id: a.b.c\nx-many:\n${'- x\n'.repeat(items)}`;
    expect(records(many(9_995))).toHaveLength(1);
    expect(places(read(many(9_996)).findings)).toEqual(['manifest/too-many-nodes 9998:3']);
  });

  test('1 MiB is read, one byte more is not', () => {
    const padded = (size: number) => `${manifest()}#${'x'.repeat(size - manifest().length - 1)}`;
    expect(records(padded(1024 * 1024))).toHaveLength(1);
    expect(codes(read(padded(1024 * 1024 + 1)).findings)).toEqual(['manifest/too-large']);
  });

  test('the nodes of all documents of a file count together', () => {
    expect(codes(read('---\nid: a.b.c\n'.repeat(3_500)).findings)).toEqual(['manifest/too-many-nodes']);
  });

  test('findings of one file are limited, the gravest kept', () => {
    const { findings } = read(
      manifest(`${Array.from({ length: 150 }, (_, index) => `k${index}: 1`).join('\n')}\nstability: [x]\n`),
    );
    expect(findings).toHaveLength(101);
    expect(findings.at(-1)).toMatchObject({
      code: 'manifest/more-findings',
      message: '51 more findings of this file are not listed.',
    });
  });
});

/** What costs a careless reader seconds or its stack; each near 1 MiB. */
const COSTLY: Record<string, string> = {
  'flow lists, 10,000 deep': `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  'JSON objects, 10,000 deep': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  'block mappings, 1,400 deep': Array.from({ length: 1_400 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
  'block lists on one line': '- '.repeat(500_000),
  'explicit keys': '? '.repeat(500_000),
  'closing brackets': ']'.repeat(1_000_000),
  'closing braces, a line each': '}\n'.repeat(500_000),
  'pairs of brackets': '[]\n'.repeat(330_000),
  directives: '%a\n'.repeat(330_000),
  documents: '---\n'.repeat(260_000),
  comments: '# x\n'.repeat(260_000),
  'line ends': '\n'.repeat(1_000_000),
  'one key many times': 'a: b\n'.repeat(200_000),
  'many keys': Array.from({ length: 90_000 }, (_, index) => `k${index}: 1`)
    .join('\n')
    .slice(0, 1_000_000),
  'lines of one string': `a: "${'x\n'.repeat(500_000)}"`,
  escapes: `a: "${'\\n'.repeat(500_000)}"`,
  'folded text': `a: >\n${'  x\n'.repeat(250_000)}`,
  'opened placeholders': `id: "${'{{'.repeat(250_000)}${'{{x'.repeat(100_000)}"\nx: [`,
  'opened statements': `id: "${'{%'.repeat(400_000)}"\nx: [`,
  anchors: '- &a x\n'.repeat(140_000),
  'unknown fields': manifest(Array.from({ length: 4_900 }, (_, index) => `field_of_no_use_${index}: 1\n`).join('')),
};

describe('cost', () => {
  for (const [what, text] of Object.entries(COSTLY)) {
    test(`${what}: findings within a second`, () => {
      const { findings } = soon(1000, () => read(text));
      expect(findings.length).toBeGreaterThan(0);
    });
  }
});

describe('positions', () => {
  test('columns are right behind CRLF and a byte order mark', () => {
    expect(places(read(`\ufeff${manifest('stability: best\n')}`.replaceAll('\n', '\r\n')).findings)).toEqual([
      'manifest/byte-order-mark 1:1',
      'manifest/crlf 1:24',
      'manifest/not-allowed-value 5:12',
    ]);
  });

  test('columns count UTF-16 code units', () => {
    expect(places(read('{"x-a": "🫖🫖", "id": 5}').findings)).toContain('manifest/id-not-text 1:23');
  });

  test('an unknown key points to the key, a wrong value to the value, a missing field to its mapping', () => {
    expect(places(read(manifest('outputs:\n  - name: a\n    nmae: b\n  - name: []\n  - {}\n')).findings)).toEqual([
      'manifest/unknown-field 7:5',
      'manifest/wrong-type 8:11',
      'manifest/missing-field 9:5',
    ]);
  });

  test('JSON has positions too', () => {
    expect(
      places(read('{\n  "id": "a.b.c",\n  "version": "1.0.0",\n  "owner": "x",\n\t"lifecycle_stage": "someday"\n}').findings),
    ).toEqual(['manifest/not-allowed-value 5:21']);
  });

  test('a value that comes through an alias or a merge key points to where it is written', () => {
    const text = manifest('x-base: &base\n  type: []\ninputs:\n  - <<: *base\n    name: a\n');
    expect(places(read(text).findings)).toContain('manifest/wrong-type 6:9');
  });
});

describe('YAML', () => {
  test('tabs between the parts of JSON are no indentation', () => {
    expect(records('{\n\t"id": "a.b.c",\n\t"version": "1.0.0"\n}')).toHaveLength(1);
  });

  test('dates, yes and no stay text, as in YAML 1.2', () => {
    expect(parse(new TextEncoder().encode('%YAML 1.1\n---\na: 2026-01-05\nb: yes\nc: 010\nd: on\n')).documents[0]?.value).toEqual(
      {
        a: '2026-01-05',
        b: 'yes',
        c: 10,
        d: 'on',
      },
    );
  });

  test('merge keys: the mapping’s own keys win, then the earlier of several', () => {
    const text = 'a: &a {k: 1, l: 1}\nb: &b {l: 2, m: 2}\nc:\n  m: 3\n  <<: [*a, *b]\n';
    expect(parse(new TextEncoder().encode(text)).documents[0]?.value).toMatchObject({ c: { k: 1, l: 1, m: 3 } });
  });

  test('an anchor set again names the newer value from there on', () => {
    expect(parse(new TextEncoder().encode('a: &x 1\nb: *x\nc: &x 2\nd: *x\n')).documents[0]?.value).toEqual({
      a: 1,
      b: 1,
      c: 2,
      d: 2,
    });
  });

  test('an alias of nothing is an error', () => {
    expect(codes(read(manifest('title: *nobody\n')).findings)).toEqual(['manifest/syntax']);
  });

  test('values made of aliases count as often as they are used', () => {
    const text = `x-a: &a [${'1,'.repeat(100)}1]\n${Array.from({ length: 99 }, (_, index) => `x-${index}: *a`).join('\n')}\n`;
    expect(codes(read(`${manifest()}${text}`).findings)).toEqual(['manifest/alias-bomb']);
  });

  test('hostile keys are told, and pollute nothing', () => {
    for (const key of ['__proto__', 'constructor', 'prototype', '"\\u005f_proto__"']) {
      expect(codes(read(manifest(`x-a: {${key}: {polluted: true}}\n`)).findings)).toEqual(['manifest/hostile-key']);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('each document of a file is read', () => {
    const { manifest: whole, findings } = read(`${manifest()}---\n# nothing\n---\n${manifest().replace('boil', 'fill')}...\n`);
    expect(whole?.records.map(({ capability: { id }, line }) => [id, line])).toEqual([
      ['kitchen.kettle.boil', 1],
      ['kitchen.kettle.fill', 8],
    ]);
    expect(codes(findings)).toEqual(['manifest/several-documents']);
  });

  test('a document of another format than the first is told and not read', () => {
    const other = 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\n';
    const finding = only(read(`${manifest()}---\n${other}`).findings, 'manifest/not-recognized');
    expect(finding).toMatchObject({
      line: 6,
      message: 'This document (Backstage entity) is of another format than the first one of the file, and is not read.',
    });
  });

  test('the first syntax error alone is told', () => {
    expect(codes(read('a: [1\nb: "\nc: ]}\n').findings)).toEqual(['manifest/syntax']);
  });

  test('the replacement character itself is UTF-8', () => {
    expect(capability(manifest('title: a \ufffd b\n')).title).toBe('a \ufffd b');
    expect(places(read(new Uint8Array([...new TextEncoder().encode('a: \ufffd\nb: '), 0xc0])).findings)).toEqual([
      'manifest/invalid-utf8 2:4',
    ]);
  });

  test.each(['', '\n', '# only this\n', '---\n', 'null\n', '~', '\ufeff', '---\n---\n...\n'])('%j is empty', (text) => {
    expect(codes(read(text).findings)).toContain('manifest/empty');
  });

  test.each(['[]', '42', 'text', 'true', '- a'])('%j is no mapping', (text) => {
    expect(codes(read(text).findings)).toEqual(['manifest/not-a-mapping']);
  });
});
