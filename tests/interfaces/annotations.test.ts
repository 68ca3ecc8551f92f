import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { annotation, failureAnnotations } from '../../src/interfaces/cli/annotations.js';

const failure = (n: number, message = 'The host asks for credentials.') => ({
  source: `git.example.org/team/r${n}`,
  code: 'source/needs-credentials',
  message,
});

test('a source that keeps what was read last is a warning, one of which there is nothing an error', () => {
  expect(failureAnnotations([failure(1), failure(2)], new Set(['git.example.org/team/r1']))).toEqual([
    '::warning title=source/needs-credentials::git.example.org/team/r1: The host asks for credentials.',
    '::error title=source/needs-credentials::git.example.org/team/r2: The host asks for credentials.',
  ]);
});

test('there are never more than ten, errors first, and the last one counts the others', () => {
  const failed = Array.from({ length: 25 }, (_, n) => failure(n));
  const kept = new Set(failed.slice(0, 20).map(({ source }) => source));
  const lines = failureAnnotations(failed, kept);
  expect(lines).toHaveLength(10);
  expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(5);
  expect(lines[0]).toContain('team/r20:');
  expect(lines.at(-1)).toBe('::warning title=sources::16 more sources could not be read.');
});

test('no text of a stranger ends the line, the command or its title', () => {
  expect(annotation('error', 'a:b,c%', '100 %\r\n::stop-commands::x')).toBe(
    '::error title=a%3Ab%2Cc%25::100 %25\\u{d}\\u{a}::stop-commands::x',
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (title, message) => {
      const line = annotation('warning', title, message);
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect(line.split('::')[1]).toMatch(/^warning title=[^:,]*$/);
    }),
  );
});
