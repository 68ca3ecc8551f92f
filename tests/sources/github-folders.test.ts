import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bundlePathsOf } from '../../src/sources/bundle-paths.js';
import { compileFolders } from '../../src/sources/github-folders.js';
import { compileGlobs } from '../../src/sources/paths.js';

describe('folders in which something may lie', () => {
  test.each([
    [['capability.yaml'], 'src', false],
    [['capabilities/*.json'], 'capabilities', true],
    [['capabilities/*.json'], 'capabilities/old', false],
    [['capabilities/*.json'], 'a/capabilities', false],
    [['**/capability.yaml'], 'a/b/c', true],
    [['services/**/capability.yaml'], 'services/a', true],
    [['services/**/capability.yaml'], 'docs', false],
    [['services/*/capability.yaml'], 'services', true],
    [['services/*/capability.yaml'], 'services/a', true],
    [['services/*/capability.yaml'], 'services/a/b', false],
    [['{a,b}/capability.yaml'], 'b', true],
    [['{a,b}/capability.yaml'], 'c', false],
    [['{a/b,c}/capability.yaml'], 'a/b', true],
    [['**/capability.yaml', '!node_modules/**'], 'node_modules', false],
    [['**/capability.yaml', '!node_modules/**'], 'node_modules/a', false],
    [['**/capability.yaml', '!**/x.yaml'], 'a', true],
    [['capability.yaml'], '.sigstore', true],
    [['capabilities/*.json'], 'capabilities/.sigstore', true],
    [['capabilities/*.json'], 'src/.sigstore', false],
  ])('%j: %s is %s', (globs, folder, expected) => {
    expect(compileFolders(globs)(folder)).toBe(expected);
  });

  test('hold every file that a glob matches, and every bundle of one', () => {
    const part = fc.constantFrom('a', 'b', 'capability.yaml', '.x', 'src', 'A');
    const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    const segment = fc.constantFrom('*', '**', 'a', 'b', '{a,b}', '[ab]', '*.yaml', '?', 'src', '@(a|b)', '{a/b,src}', '.*');
    const glob = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    const globs = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: glob },
        glob.map((each) => `!${each}`),
      ),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(path, globs, (file, list) => {
        fc.pre(compileGlobs(list)(file));
        const enters = compileFolders(list);
        for (const each of [file, ...bundlePathsOf(file)]) {
          const folders = each.split('/').slice(0, -1);
          for (let depth = 1; depth <= folders.length; depth += 1) expect(enters(folders.slice(0, depth).join('/'))).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
