import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileGlobs, isUnsafePath } from '../../src/sources/paths.js';

describe('paths that could do harm', () => {
  test.each([
    '',
    '/etc/passwd',
    '..',
    '../x',
    'a/../b',
    'a/..',
    './a',
    'a/./b',
    'a//b',
    'a/',
    '.git',
    '.git/config',
    'a/.GIT/x',
    'a\\b',
    'a\u0000b',
    'a\nb',
    'a\u007fb',
    'a\u009bb',
    'a\u2028b',
    'a\u2029b',
    'a\ufffdb',
  ])('%j', (path) => {
    expect(isUnsafePath(path)).toBe(true);
  });

  test.each([
    'capability.yaml',
    'a/b/c.yaml',
    '.github/capability.yaml',
    '.gitignore',
    'a..b/c',
    '...',
    'ä b/ü.yaml',
    'git/x',
    '-x',
    'a.git/x',
  ])('%s is harmless', (path) => {
    expect(isUnsafePath(path)).toBe(false);
  });

  test('whatever is called harmless stays below its root and can be printed', () => {
    const piece = fc.constantFrom('a', '.', '..', '/', '.git', '\\', '\n', '');
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ maxLength: 2 }))).map((parts) => parts.join('')),
        (path) => {
          if (isUnsafePath(path)) return;
          expect(new URL(`file:///srv/${path.split('/').map(encodeURIComponent).join('/')}`).pathname).toMatch(/^\/srv\/./);
          expect(path).not.toMatch(/\p{Cc}/u);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('manifest globs', () => {
  test('one that matches is enough', () => {
    const takes = compileGlobs(['**/capability.yaml', 'catalog-info.yaml']);
    expect(['capability.yaml', 'a/b/capability.yaml', 'catalog-info.yaml'].every(takes)).toBe(true);
    expect(['capability.yml', 'a/catalog-info.yaml', 'xcapability.yaml'].some(takes)).toBe(false);
  });

  test('an exclamation mark takes files out, wherever it stands in the list', () => {
    for (const globs of [
      ['**/*.yaml', '!vendor/**'],
      ['!vendor/**', '**/*.yaml'],
    ]) {
      expect(compileGlobs(globs)('a.yaml')).toBe(true);
      expect(compileGlobs(globs)('vendor/a.yaml')).toBe(false);
    }
  });

  test('with nothing but exclusions nothing matches', () => {
    expect(compileGlobs(['!a'])('b')).toBe(false);
  });

  test('case counts, and hidden folders match like others', () => {
    expect(compileGlobs(['**/capability.yaml'])('Capability.yaml')).toBe(false);
    expect(compileGlobs(['**/capability.yaml'])('.hidden/capability.yaml')).toBe(true);
  });

  test('signatures are no manifests, whatever the globs say', () => {
    const takes = compileGlobs(['**/*.json', 'capabilities/*']);
    expect(['server.json', 'capabilities/a.yaml', 'capabilities/sigstore.json'].every(takes)).toBe(true);
    expect(['capabilities/a.yaml.sigstore.json', '.sigstore/server.json', 'a/.sigstore/server.json.json'].some(takes)).toBe(
      false,
    );
  });

  test('lists that only look alike when joined do not share a result', () => {
    expect(compileGlobs(['a,b'])('a')).toBe(false);
    expect(compileGlobs(['a', 'b'])('a')).toBe(true);
  });

  test('whatever glob the operator writes, it compiles and answers', () => {
    const piece = fc.constantFrom(
      '*',
      '**',
      '/',
      '[',
      ']',
      '{',
      '}',
      '(',
      ')',
      '!',
      '+',
      '?',
      '\\',
      '|',
      ',',
      '@',
      'a',
      '..',
      '^',
      '$',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')),
        fc.string(),
        (glob, path) => {
          expect(typeof compileGlobs([glob])(path)).toBe('boolean');
        },
      ),
      { numRuns: 2000 },
    );
  });
});
