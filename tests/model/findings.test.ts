import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Code,
  compareFindings,
  countSeverities,
  FINDING_CODES,
  type FindingCode,
  finding,
} from '../../src/model/findings.js';
import type { Finding } from '../../src/model/generated/types.js';

const ROWS = Object.entries(FINDING_CODES) as [Code, FindingCode][];

/** Numbers and words of our own, and versions that come made printable. Whatever else a message says is a stranger's. */
const OURS = new Set(
  'allowed attempts byte character commit count entries expected first found length limit members required seconds size'.split(
    ' ',
  ),
);
const OURS_IN = new Set([
  'catalog/duplicate-id version',
  'catalog/differs-from-tag version',
  'manifest/hostile-id reason',
  'manifest/not-recognized other',
]);
const isOurs = (code: Code, name: string): boolean => OURS.has(name) || OURS_IN.has(`${code} ${name}`);

/** Arguments that answer every name, and remember which were asked for. */
function anyArguments(
  value: string | number,
  plain: (name: string) => boolean = () => false,
): { args: Record<string, string | number>; asked: Set<string> } {
  const asked = new Set<string>();
  const get = (_target: object, name: string | symbol): string | number => {
    asked.add(String(name));
    return plain(String(name)) ? 7 : value;
  };
  return { args: new Proxy({}, { get }), asked };
}

describe('the table of findings', () => {
  test.each(ROWS)('%s has a name, a title and an explanation', (code, row) => {
    expect(code).toMatch(/^(source|manifest|trust|catalog|compatibility)\/[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(['error', 'warning', 'info']).toContain(row.severity);
    expect(row.title).toMatch(/^[A-Z].{5,80}[^.]$/);
    expect(row.explanation).toMatch(/^\S.*\.$/s);
  });

  test.each(ROWS)('%s renders a sentence and a hint with its arguments', (_code, row) => {
    const { args, asked } = anyArguments('seven');
    const message = row.message(args);
    expect(message).toMatch(/^\S.+\.$/);
    for (const name of asked) expect(`${name}: ${message}`).toContain('seven');
    const hint = row.hint?.(args);
    if (hint !== undefined) expect(hint).toMatch(/^\S.+[.?]$/);
  });

  test.each(ROWS)('%s renders without any argument', (_code, row) => {
    expect(row.message({})).not.toMatch(/NaN|\[object/);
    expect(typeof (row.hint?.({}) ?? '')).toBe('string');
  });

  test.each(ROWS)('%s lets no text of a stranger disturb a terminal or run over lines', (code, row) => {
    const { args } = anyArguments('evil\u001b[2J\n\u202e::error::', (name) => isOurs(code, name));
    for (const text of [row.message(args), row.hint?.(args) ?? '']) expect(text).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});

describe('a finding', () => {
  test('holds only what is known of its place', () => {
    expect(finding('source/empty', { source: 'dir:quay' })).toEqual({
      code: 'source/empty',
      severity: 'warning',
      source: 'dir:quay',
      message: 'The repository has no commit yet.',
      hint: 'Push a first commit, or take the source out of the configuration.',
    });
    const place = { source: 'dir:quay', ref: 'refs/tags/v1', path: 'a.yaml', line: 3, column: 5 };
    expect(finding('manifest/tab-indentation', place)).toMatchObject(place);
  });

  test('has one place in the order, whatever the order they came in', () => {
    const one = fc.record({
      source: fc.constantFrom('a', 'b'),
      path: fc.constantFrom('x', 'y'),
      line: fc.integer({ min: 1, max: 3 }),
      column: fc.integer({ min: 1, max: 2 }),
    });
    const code = fc.constantFrom<Code>('manifest/no-id', 'manifest/anchors', 'manifest/crlf', 'source/symlink');
    const many = fc.array(fc.tuple(code, one).map(([name, place]): Finding => finding(name, place)));
    fc.assert(
      fc.property(
        many.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          expect([...shuffled].sort(compareFindings)).toEqual([...list].sort(compareFindings));
        },
      ),
    );
  });

  test('of a whole file comes before those of its lines, and an error before a warning of the same place', () => {
    const at = (code: Code, line?: number): Finding => finding(code, { source: 's', path: 'p', line });
    const list = [at('manifest/no-id', 2), at('manifest/crlf', 1), at('manifest/too-large'), at('manifest/no-id', 1)];
    expect(list.sort(compareFindings).map(({ code, line }) => `${code} ${line}`)).toEqual([
      'manifest/too-large undefined',
      'manifest/no-id 1',
      'manifest/crlf 1',
      'manifest/no-id 2',
    ]);
    expect(countSeverities(list)).toEqual({ error: 3, warning: 0, info: 1 });
  });
});
