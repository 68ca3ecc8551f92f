import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseConfig } from '../../src/indexer/config.js';
import { ChoraError, exitCodeOf } from '../../src/model/errors.js';

const problemOf = (text: string): string => failureOf(text).message;

function failureOf(text: string): ChoraError {
  try {
    parseConfig(text, 'catalog.yaml');
  } catch (error) {
    if (!(error instanceof ChoraError)) throw error;
    expect([error.code, exitCodeOf(error)]).toEqual(['config/invalid', 2]);
    return error;
  }
  throw new Error('the configuration was accepted');
}

const GOOD = 'name: Test\nsources:\n  - directory: { path: a }\n';

describe('a configuration that is wrong is told with its place', () => {
  test.each([
    ['broken YAML', 'name: "x\nsources: [', 'catalog.yaml:2:', 'not valid YAML'],
    ['a key twice', 'name: a\nname: b\nsources: []\n', 'catalog.yaml:2:1: ', 'not valid YAML'],
    ['a second document', 'name: a\nsources: []\n---\nname: b\n', 'catalog.yaml:', 'not valid YAML'],
    ['an unknown field', `${GOOD}colour: red\n`, 'catalog.yaml:4:1: ', 'unknown field “colour”'],
    [
      'an unknown field of a source',
      'name: a\nsources:\n  - git:\n      url: https://h.org/x\n      branch: main\n',
      'catalog.yaml:5:7: ',
      'unknown field “branch”',
    ],
    ['an unknown kind of source', 'name: a\nsources:\n  - svn: { url: x }\n', 'catalog.yaml:3:5: ', 'unknown field “svn”'],
    [
      'a value of the wrong type',
      'name: a\nallow_file_urls: maybe\nsources: []\n',
      'catalog.yaml:2:18: ',
      '“allow_file_urls” must be true or false',
    ],
    ['a list that is a mapping', 'name: a\nsources: {}\n', 'catalog.yaml:2:10: ', '“sources” must be a list'],
    ['an empty name', 'name: ""\nsources: []\n', 'catalog.yaml:1:7: ', '“name”'],
    ['a duration that is none', 'name: a\nttl: soon\nsources: []\n', 'catalog.yaml:2:6: ', '“ttl”'],
    ['a missing field', 'name: a\n', 'catalog.yaml:1:1: ', 'needs the field “sources”'],
    [
      'a missing field of a source',
      'name: a\nsources:\n  - git: { ref: main }\n',
      'catalog.yaml:3:10: ',
      '“sources.0.git” needs the field “url”',
    ],
    [
      'both kinds in one source',
      'name: a\nsources:\n  - git: { url: https://h.org/x }\n    directory: { path: a }\n',
      'catalog.yaml:3:5: ',
      'exactly one of “directory”, “git” and “github”',
    ],
    [
      'no kind in a source',
      'name: a\nsources:\n  - {}\n',
      'catalog.yaml:3:5: ',
      'exactly one of “directory”, “git” and “github”',
    ],
    [
      'an id that is none',
      'name: a\nsources:\n  - git: { url: https://h.org/x, id: "../x" }\n',
      'catalog.yaml:3:38: ',
      '“sources.0.git.id”',
    ],
    ['nothing at all', '', 'catalog.yaml:1:1: ', 'must be a mapping'],
    ['a list', '- a\n', 'catalog.yaml:1:1: ', 'must be a mapping'],
  ])('%s', (_what, text, place, message) => {
    const problem = problemOf(text);
    expect(problem.startsWith(place)).toBe(true);
    expect(problem).toContain(message);
  });

  test.each([
    ['an anchor that is not there', 'name: *nobody\nsources: []\n'],
    [
      'aliases that grow without end',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefg'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdef'[index]}`).join(',')}]\n`)
        .join('')}`,
    ],
  ])('%s', (_what, text) => {
    expect(problemOf(text)).toMatch(/^catalog\.yaml:\d+:\d+: /);
  });

  test.each([
    ['a misspelt field', 'name: a\nsorces: []\n', 'Did you mean “sources”? See schemas/catalog-config.schema.json.'],
    ['a misspelt kind of source', 'name: a\nsources:\n  - gti: { url: x }\n', 'Did you mean “git”? See'],
    ['a field like no other', `${GOOD}zzzzzzzzzz: red\n`, 'See schemas/catalog-config.schema.json.'],
    ['a text of another form', 'name: a\nttl: soon\nsources: []\n', 'A whole number and a unit: 90s, 60m, 26h, 14d, 2w. See'],
    ['a repository without its owner', 'name: a\nsources:\n  - github: { repo: x }\n', 'owner/name. See'],
  ])('%s has a hint of what was meant', (_what, text, hint) => {
    expect(failureOf(text).hint?.startsWith(hint)).toBe(true);
  });

  test('what the message repeats of the file is made harmless', () => {
    expect(problemOf('"\\e[31mred": 1\nname: a\nsources: []\n')).toContain('unknown field “\\u{1b}[31mred”');
  });
});

describe('a configuration that holds', () => {
  test('has a digest of what it says, not of how it is written', () => {
    const one = parseConfig(GOOD, 'a');
    const other = parseConfig('# a comment\n\nsources: [{directory: {path: "a"}}]\nname: Test\n', 'b');
    expect(other.digest).toBe(one.digest);
    expect(parseConfig(GOOD.replace('path: a', 'path: b'), 'a').digest).not.toBe(one.digest);
  });

  test('may have Windows line ends and a byte order mark', () => {
    expect(parseConfig(`\uFEFF${GOOD.replaceAll('\n', '\r\n')}`, 'a').config.name).toBe('Test');
  });

  test('points at the nearest thing there is when a place does not exist', () => {
    const { problem } = parseConfig(GOOD, 'catalog.yaml');
    expect(problem(['sources', 7, 'git', 'url'], 'x').message).toBe('catalog.yaml:3:3: x');
    expect(problem(['sources', 0, 'directory', 'ttl'], 'x').message).toBe('catalog.yaml:3:16: x');
  });
});

describe('whatever the text', () => {
  const line = fc.constantFrom(
    'name: a',
    'sources:',
    '  - git: {url: x}',
    '  - directory: {path: a}',
    'ttl: 5m',
    '&a',
    '*a',
    '<<: *a',
    '!!set {a}',
    '---',
    '...',
    '%YAML 1.1',
    '- ',
    '{',
    '}',
    '[',
    '|',
    '>',
    '"',
    '__proto__: 1',
    '\t',
    '!!binary x',
    '!<!> x',
  );
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof({ weight: 5, arbitrary: line }, fc.string({ maxLength: 5 }))).map((lines) => lines.join('\n')),
  );

  test('only a ChoraError is thrown, and it names the file, a line and a column', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        // Aliases that do not resolve: see above.
        fc.pre(!text.includes('*'));
        try {
          parseConfig(text, 'catalog.yaml');
        } catch (error) {
          if (!(error instanceof ChoraError)) throw error;
          expect(error.message).toMatch(/^catalog\.yaml:[1-9]\d*:[1-9]\d*: /);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
