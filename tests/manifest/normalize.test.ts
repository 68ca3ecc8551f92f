import { describe, expect, test } from '@jest/globals';
import {
  cleanText,
  cut,
  hasStyle,
  idProblem,
  isSafeLink,
  isSafeReference,
  isSemver,
  splitDependency,
  suggest,
} from '../../src/manifest/normalize.js';

describe('dependencies in one text', () => {
  test.each([
    ['stove', { id: 'stove' }],
    ['stove@>=0.6.0', { id: 'stove', version: '>=0.6.0' }],
    ['stove@1.x', { id: 'stove', version: '1.x' }],
    ['@hob/stove@^1.0.0', { id: '@hob/stove', version: '^1.0.0' }],
    ['@hob/stove', { id: '@hob/stove' }],
    ['stove >=1 <2', { id: 'stove', version: '>=1 <2' }],
    ['stove>=1', { id: 'stove', version: '>=1' }],
    ['stove @ >=1, <2', { id: 'stove', version: '>=1, <2' }],
    ['a.b.c@*', { id: 'a.b.c', version: '*' }],
    ['stove@', { id: 'stove@' }],
    ['@', { id: '@' }],
  ])('%s', (text, expected) => {
    expect(splitDependency(text)).toEqual(expected);
  });
});

test.each(['1.0.0', '0.0.1-rc.1+build.5'])('%s is a semantic version', (version) => expect(isSemver(version)).toBe(true));
test.each(['1.0', 'v1.0.0', '=1.0.0', '1.0.0.0', '01.0.0', ''])('%s is not a semantic version', (version) =>
  expect(isSemver(version)).toBe(false),
);

test.each(['a.b.c', 'a.b.c.v2', 'a-1.b_2.c', 'a.b.c.d.e'])('%s has the style of ids', (id) => expect(hasStyle(id)).toBe(true));
test.each(['a.b', 'A.b.c', 'a..c', '1a.b.c', 'a.b.c.', 'SAP-000', 'a/b.c.d'])('%s has another style', (id) =>
  expect(hasStyle(id)).toBe(false),
);

test.each(['https://a.example/x?y#z', 'HTTP://a.example', 'mailto:a@b.example'])('%s may be a link', (url) =>
  expect(isSafeLink(url)).toBe(true),
);
test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  '//a.example',
  'a.md',
  'https:a',
  'https://a b',
  'ftp://a.example',
  'blob:https://a.example',
])('%s may not be a link', (url) => expect(isSafeLink(url)).toBe(false));

test.each(['docs/a.md', 'grpc://a:1', 'localhost:8080/mcp', '/health', 'file.md#data:x', 'javascript/a.md'])(
  '%s may be a reference',
  (text) => {
    expect(isSafeReference(text)).toBe(true);
  },
);
test.each([
  'javascript:x',
  'JAVASCRIPT:x',
  ' java\nscript:x',
  'data:,x',
  'vbscript:x',
  '\u0001javascript:x',
  'java\u200bscript:x',
])('%j may not be a reference', (text) => {
  expect(isSafeReference(text)).toBe(false);
});

describe('texts', () => {
  test('controls and broken surrogates are taken out, line ends and tabs kept', () => {
    expect(cleanText(' a\u0000b\tc\r\nd\u2028e ')).toEqual({ text: 'ab\tc\nde', changed: true });
    expect(cleanText('a\ud800')).toEqual({ text: 'a\ufffd', changed: true });
    expect(cleanText('👩‍🍳 مطبخ\n')).toEqual({ text: '👩‍🍳 مطبخ', changed: false });
  });

  test('cutting does not split a character', () => {
    expect(cut('ab🫖', 3)).toBe('ab');
    expect(cut('ab🫖', 4)).toBe('ab🫖');
    expect(cut('ab cd', 3)).toBe('ab');
  });
});

test('reasons against an id are told in words', () => {
  expect(idProblem('a/../b')).toBe('has a part that leads to another folder');
  expect(idProblem('x'.repeat(301))).toBe('is longer than 300 characters');
  expect(idProblem('a b')).toBeUndefined();
});

describe('suggestions', () => {
  const allowed = ['experimental', 'beta', 'stable', 'deprecated'];
  test.each([
    ['stabel', 'stable'],
    ['Beta', 'beta'],
    ['depricated', 'deprecated'],
  ])('%s may mean %s', (word, suggestion) => expect(suggest(word, allowed)).toEqual({ suggestion }));
  test.each(['broken', '', 'x'.repeat(5000)])('%s means nothing known', (word) => expect(suggest(word, allowed)).toEqual({}));
});
