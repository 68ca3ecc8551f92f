import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  commitOf,
  matchingTags,
  parseBatch,
  parseRefs,
  parseTree,
  SUBMODULE_MODE,
  SYMLINK_MODE,
  wantedRefs,
} from '../../src/sources/git-output.js';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const objectId = fc.oneof(fc.stringMatching(/^[0-9a-f]{40}$/), fc.stringMatching(/^[0-9a-f]{64}$/));
const remoteOf = (refs: Record<string, string>) => ({ refs: new Map(Object.entries(refs)) });

describe('what ls-remote prints', () => {
  test('an annotated tag is given as the commit it points at', () => {
    const { refs } = parseRefs(`${A}\trefs/tags/v1\n${B}\trefs/tags/v1^{}\n`);
    expect([...refs]).toEqual([['refs/tags/v1', B]]);
  });

  test('lines that are no refs are passed over', () => {
    const output = `warning: hello\n${A}\tHEAD\nabc\trefs/heads/x\n${A} refs/heads/y\n\t\n${A.toUpperCase()}\trefs/heads/z\n${A}a\trefs/heads/q\n`;
    expect([...parseRefs(output).refs.keys()]).toEqual(['HEAD']);
  });

  test('any refs come back as they were printed', () => {
    const name = fc.stringMatching(/^refs\/(heads|tags)\/[^\n\t]+$/).filter((text) => !text.endsWith('^{}'));
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, objectId), { selector: ([key]) => key }), (pairs) => {
        const output = pairs.map(([key, id]) => `${id}\t${key}\n`).join('');
        expect([...parseRefs(output).refs]).toEqual(pairs);
      }),
    );
  });

  test('any text gives some refs and does not throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => parseRefs(text).refs.size >= 0));
  });
});

describe('the commit of a ref', () => {
  const remote = remoteOf({
    HEAD: A,
    'refs/heads/main': A,
    'refs/heads/v1': A,
    'refs/tags/v1': B,
    'refs/tags/v2': B,
    'refs/notes/x': B,
  });
  test.each([
    [undefined, A],
    ['main', A],
    ['v1', A],
    ['v2', B],
    ['refs/tags/v1', B],
    ['refs/notes/x', B],
    ['nothing', null],
    ['refs/heads/nothing', null],
    ['constructor', null],
  ])('%s', (ref, commit) => {
    expect(commitOf(remote, ref)).toBe(commit);
  });

  test('an empty repository has no HEAD', () => {
    expect(commitOf(remoteOf({}), undefined)).toBeNull();
  });

  test('the head and the tags are asked for in one request', () => {
    expect(wantedRefs(undefined, undefined)).toEqual(['HEAD']);
    expect(wantedRefs('main', undefined)).toEqual(['refs/heads/main', 'refs/tags/main', 'refs/tags/main^{}']);
    expect(wantedRefs('refs/heads/main', 'v*')).toEqual(['refs/heads/main', 'refs/heads/main^{}', 'refs/tags/*']);
  });
});

describe('the order of tags', () => {
  const order = (names: readonly string[]) => {
    const remote = remoteOf(Object.fromEntries(names.map((name) => [`refs/tags/${name}`, A])));
    return matchingTags(remote, () => true).map(({ name }) => name);
  };

  test('newest version first, whatever stands in front of the number', () => {
    expect(order(['v1.2.0', 'v1.10.0', 'release-1.9.0', '2.0.0'])).toEqual(['2.0.0', 'v1.10.0', 'release-1.9.0', 'v1.2.0']);
  });

  test('a pre-release comes after its release', () => {
    expect(order(['v1.0.0-rc.1', 'v1.0.0', 'v1.0.0-rc.10', 'v1.0.0-rc.2'])).toEqual([
      'v1.0.0',
      'v1.0.0-rc.10',
      'v1.0.0-rc.2',
      'v1.0.0-rc.1',
    ]);
  });

  test('names that are no versions come last, by name', () => {
    expect(order(['zebra', 'v0.1.0', 'alpha', 'v1'])).toEqual(['v0.1.0', 'alpha', 'v1', 'zebra']);
  });

  test('two names of one version are told apart by name', () => {
    expect(order(['v1.0.0', '1.0.0', 'v1.0.0+build'])).toEqual(['1.0.0', 'v1.0.0', 'v1.0.0+build']);
  });

  test('only tags that match are taken, and no branches', () => {
    const remote = remoteOf({ 'refs/heads/v9.0.0': A, 'refs/tags/v1.0.0': A, 'refs/tags/x': B });
    expect(matchingTags(remote, (name) => name.startsWith('v'))).toEqual([{ name: 'v1.0.0', commit: A }]);
  });

  test('the order the remote gives them in does not matter', () => {
    const name = fc.oneof(fc.stringMatching(/^v[0-3]\.[0-3]\.[0-3](-rc\.[0-9])?$/), fc.stringMatching(/^[a-z0-9]{1,4}$/));
    const shuffled = fc
      .uniqueArray(name)
      .chain((names) => fc.tuple(fc.constant(names), fc.shuffledSubarray(names, { minLength: names.length })));
    fc.assert(fc.property(shuffled, ([one, other]) => expect(order(one)).toEqual(order(other))));
  });
});

describe('what ls-tree prints', () => {
  test('links and submodules are told by their modes, and have no size or one of their own', () => {
    const output = `120000 blob ${A}       4\tlink\u0000160000 commit ${B}       -\tsub\u0000`;
    expect([...parseTree(output)]).toEqual([
      { path: 'link', mode: SYMLINK_MODE, object: A, size: 4 },
      { path: 'sub', mode: SUBMODULE_MODE, object: B, size: null },
    ]);
  });

  test('any names come back, also with tabs, line ends and spaces in them', () => {
    const name = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !text.includes('\0'));
    const entry = fc.record({ path: name, mode: fc.constantFrom('100644', '100755'), object: objectId, size: fc.nat() });
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const output = entries
          .map(({ path, mode, object, size }) => `${mode} blob ${object} ${String(size).padStart(7)}\t${path}\0`)
          .join('');
        expect([...parseTree(output)]).toEqual(entries);
      }),
    );
  });

  test('any text ends, and does not throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => [...parseTree(text)].length >= 0));
  });
});

describe('what cat-file --batch prints', () => {
  const answers = (contents: readonly (Uint8Array | null)[]) =>
    Buffer.concat(
      contents.map((bytes) =>
        bytes === null
          ? Buffer.from(`${A} missing\n`)
          : Buffer.concat([Buffer.from(`${A} blob ${bytes.length}\n`), bytes, Buffer.from('\n')]),
      ),
    );
  const anyContents = fc.array(fc.oneof(fc.uint8Array({ maxLength: 50 }), fc.constant(null)), { maxLength: 8 });

  test('any bytes come back, and what is missing is null', () => {
    fc.assert(
      fc.property(anyContents, (contents) => {
        expect(parseBatch(answers(contents), contents.length).map((bytes) => bytes && [...bytes])).toEqual(
          contents.map((bytes) => bytes && [...bytes]),
        );
      }),
    );
  });

  test('output that was cut off anywhere is a RangeError, or complete', () => {
    fc.assert(
      fc.property(anyContents, fc.nat(400), (contents, at) => {
        const whole = answers(contents);
        const cut = whole.subarray(0, Math.min(at, whole.length));
        try {
          expect(parseBatch(cut, contents.length)).toHaveLength(contents.length);
          // Only the line end after the last object may be gone without harm.
          expect(whole.length - cut.length).toBeLessThanOrEqual(1);
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('any bytes at all give objects or a RangeError, and end', () => {
    const line = fc.constantFrom(`${A} blob 3\n`, `${A} blob -5\n`, `${A} blob x\n`, `${A} missing\n`, 'abc\n', '\n');
    fc.assert(
      fc.property(
        fc.array(line).map((lines) => Buffer.from(lines.join(''))),
        fc.nat(20),
        (output, count) => {
          try {
            expect(parseBatch(output, count)).toHaveLength(count);
          } catch (error) {
            if (!(error instanceof RangeError)) throw error;
          }
        },
      ),
    );
  });
});
