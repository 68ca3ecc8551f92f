import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareText } from '../../src/model/compare-text.js';
import { EarlierList } from '../../src/output/earlier-list.js';
import { SiteList } from '../../src/output/site-list.js';

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
const store = (text: string | null) => ({ readSync: () => (text === null ? null : Buffer.from(text)) });
const listOf = (files: Readonly<Record<string, string>>) =>
  Object.keys(files)
    .sort(compareText)
    .map((path) => `${digestOf(files[path] ?? '')}  ${path}\n`)
    .join('');
const paths = fc.dictionary(fc.stringMatching(/^[a-z!./-]{1,12}$/), fc.string({ maxLength: 5 }), { noNullPrototype: true });

describe('the list of a site', () => {
  test('made of what is kept and of what is added is that of all files, whatever they are', () => {
    fc.assert(
      fc.property(paths, paths, fc.func(fc.boolean()), (before, added, isKept) => {
        const list = new SiteList(EarlierList.read(store(listOf(before))));
        const kept = Object.fromEntries(Object.entries(before).filter(([path]) => isKept(path)));
        for (const path of Object.keys(kept)) list.keep(path, store(null));
        for (const [path, content] of Object.entries(added)) list.add(path, content);
        const all = { ...kept, ...added };
        const { bytes, site } = list.finish();
        expect(Buffer.from(bytes).toString()).toBe(listOf(all));
        expect(site).toEqual({ digest: `sha256:${digestOf(listOf(all))}`, files: Object.keys(all).length });
      }),
    );
  });

  test('reads a file that is kept and that the earlier list does not have', () => {
    const list = new SiteList(EarlierList.read(store(listOf({ a: 'one' }))));
    list.keep('b', store('two'));
    expect(Buffer.from(list.finish().bytes).toString()).toBe(listOf({ b: 'two' }));
  });
});

describe('an earlier list', () => {
  const whole = listOf({ a: 'one', 'a/b': 'two', é: 'three' });

  test('gives the digest of each of its paths, and of no other', () => {
    const list = EarlierList.read(store(whole));
    expect(['a', 'a/b', 'é', 'b', ''].map((path) => list.digest(path))).toEqual([
      digestOf('one'),
      digestOf('two'),
      digestOf('three'),
      null,
      null,
    ]);
  });

  test.each([
    ['is not there', null],
    ['is empty', ''],
    ['is cut off', whole.slice(0, -3)],
    ['lacks the end of its last line', whole.slice(0, -1)],
    ['has a line without a path', `${whole}${digestOf('x')}  \n`],
    ['has a line without a digest', `${'g'.repeat(64)}  a\n`],
    ['has one space where there are two', whole.replace('  a\n', ' aa\n')],
    ['is in another order', [...whole.split('\n').slice(0, 3)].reverse().join('\n').concat('\n')],
    ['names a path twice', `${digestOf('one')}  a\n${digestOf('two')}  a\n`],
  ])('that %s is as none', (_, text) => {
    const list = EarlierList.read(store(text));
    expect([list.digest('a'), list.keep('a'), [...list.kept()]]).toEqual([null, false, []]);
  });
});
