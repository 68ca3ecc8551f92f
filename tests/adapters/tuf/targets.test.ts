import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { TargetFile } from '@tufjs/models';
import { digestOf, TufRepository } from '../../support/tuf/repository.js';
import { expectRefused, type Scene, scenes } from '../../support/tuf/scene.js';

const scene = scenes();

async function withTargets(targets: Record<string, string>, consistent = true): Promise<Scene> {
  const repository = new TufRepository(consistent);
  for (const [path, text] of Object.entries(targets)) repository.addTarget(path, text);
  repository.release();
  const made = await scene(repository);
  await made.refresh();
  made.server.asked();
  return made;
}

const download = (made: Scene, target: string) => made.client.download(made.places, target);

describe.each([
  ['with the digest in the name', true],
  ['by the plain name', false],
])('a target is read %s', (_, consistent) => {
  test('and is what was signed', async () => {
    const made = await withTargets({ 'shards/00.json': '[1]' }, consistent);
    expect(Buffer.from(await download(made, 'shards/00.json')).toString()).toBe('[1]');
    const name = consistent ? `${digestOf(Buffer.from('[1]'))}.00.json` : '00.json';
    expect(made.server.asked()).toEqual([`targets/shards/${name}`]);
  });

  test.each([
    ['other bytes of the same length', '[2]', 'tuf/target'],
    ['fewer bytes', '[1', 'tuf/target'],
    ['no bytes', '', 'tuf/target'],
    ['more bytes', '[1] ', 'tuf/endless-data'],
  ])('and refused when %s are served', async (_case, served, code) => {
    const made = await withTargets({ a: '[1]' }, consistent);
    const path = consistent ? `targets/${digestOf(Buffer.from('[1]'))}.a` : 'targets/a';
    made.repository.files.set(path, Buffer.from(served));
    await expectRefused(download(made, 'a'), code);
  });
});

test.each([
  ['sha512 alone', ['sha512']],
  ['sha256 and sha512', ['sha256', 'sha512']],
])('a target that %s describes is read, by the name that the root asks for', async (_, functions) => {
  const made = await withTargets({});
  const bytes = Buffer.from('of a');
  const hashes = Object.fromEntries(functions.map((name) => [name, createHash(name).update(bytes).digest('hex')]));
  made.repository.targets.targets['a'] = new TargetFile({ path: 'a', length: bytes.length, hashes });
  for (const digest of Object.values(hashes)) made.repository.files.set(`targets/${digest}.a`, bytes);
  made.repository.release();
  expect(await made.download('a')).toBe('of a');
});

describe('a target is refused', () => {
  test('that is longer than its limit, before it is asked for', async () => {
    const repository = new TufRepository();
    repository.addTarget('a', 'x'.repeat(2000));
    repository.release();
    const made = await scene(repository, { limits: { targetBytes: 1000 } });
    await expectRefused(made.download('a'), 'tuf/endless-data');
    expect(made.server.asked().filter((path) => path.startsWith('targets/'))).toEqual([]);
  });

  test('that is not there', async () => {
    const made = await withTargets({ a: 'a' });
    for (const path of made.repository.files.keys()) if (path.startsWith('targets/')) made.repository.files.delete(path);
    await expectRefused(download(made, 'a'), 'tuf/unreachable');
  });

  test('whose connection breaks off', async () => {
    const made = await withTargets({ a: 'abcdefgh' });
    made.server.fail(`targets/${digestOf(Buffer.from('abcdefgh'))}.a`, 'truncated');
    await expectRefused(download(made, 'a'), 'tuf/unreachable');
  });

  test('that no digest was signed for', async () => {
    const made = await withTargets({}, false);
    made.repository.targets.targets['a'] = new TargetFile({ path: 'a', length: 1, hashes: {} });
    made.repository.files.set('targets/a', Buffer.from('a'));
    made.repository.release();
    await expectRefused(made.download('a'), 'tuf/target');
  });

  test.each([
    ['one of two digests is wrong', { sha256: digestOf(Buffer.from('a')), sha512: '00'.repeat(64) }],
    ['a digest is by a function that nobody knows', { sha256: digestOf(Buffer.from('a')), crc32: '00'.repeat(16) }],
  ])('where %s', async (_, hashes) => {
    const made = await withTargets({}, false);
    made.repository.targets.targets['a'] = new TargetFile({ path: 'a', length: 1, hashes });
    made.repository.files.set('targets/a', Buffer.from('a'));
    made.repository.release();
    await expectRefused(made.download('a'), 'tuf/target');
  });

  test.each(['x', '../../etc/passwd', '0'.repeat(400), ''])('where its digest is no digest (%j)', async (digest) => {
    const made = await withTargets({});
    made.repository.targets.targets['a'] = new TargetFile({ path: 'a', length: 1, hashes: { sha512: digest } });
    made.repository.release();
    await expectRefused(made.download('a'), 'tuf/unsafe-name');
    made.repository.targets.targets['a'] = new TargetFile({ path: 'a', length: 1, hashes: { sha256: digest } });
    made.repository.release();
    await expectRefused(made.refresh(), 'tuf/incomplete');
  });
});

describe('names of targets', () => {
  test.each([
    'a b.json',
    'ä/ö.json',
    '50%.json',
    'a?b=c#d',
    'a+b',
    '%2e%2e/%2f',
    'x:y',
    '@scope/pkg',
    '.hidden',
    '...',
    'a..b/c',
    'constructor',
    '\'"<>&',
  ])('%j is asked for escaped, and found', async (name) => {
    const made = await withTargets({ [name]: `of ${name}` });
    expect(Buffer.from(await download(made, name)).toString()).toBe(`of ${name}`);
    const { file } = await made.client.targets(made.places).keep(name, join(made.folder, 'kept'));
    expect(readFileSync(file, 'utf8')).toBe(`of ${name}`);
    expect(readdirSync(made.folder).sort()).toEqual(['kept', 'trust']);
    expect(readdirSync(join(made.folder, 'kept'))).toHaveLength(1);
  });

  test.each([
    '../a',
    'a/../../b',
    '..',
    '.',
    'a/./b',
    '/etc/passwd',
    '//host/a',
    'a//b',
    'a/',
    'a\\..\\b',
    'a\u0000b',
    'a\nb',
    'a\u007fb',
  ])('%j leads elsewhere and is refused unread', async (name) => {
    const made = await withTargets({ [name]: 'x' });
    expect([...(await made.client.read(made.places.trustFolder)).targets.keys()]).toEqual([name]);
    await expectRefused(download(made, name), 'tuf/unsafe-name');
    await expectRefused(made.client.targets(made.places).keep(name, join(made.folder, 'kept')), 'tuf/unsafe-name');
    expect(made.server.asked()).toEqual([]);
    expect(existsSync(join(made.folder, 'kept'))).toBe(false);
  });

  test('one that nobody signed for is not there, and nothing is asked for', async () => {
    const made = await withTargets({ a: 'a' });
    for (const name of ['b', 'toString', '__proto__', ''])
      await expect(download(made, name)).rejects.toMatchObject({ code: 'tuf/no-such-target', kind: 'refused' });
    expect(made.server.asked()).toEqual([]);
  });
});

describe('a target that is kept', () => {
  test('is fetched again only when it changed, and replaced in one step', async () => {
    const made = await withTargets({ 'a/b': 'one' });
    const folder = join(made.folder, 'kept');
    const keep = async () => {
      await made.refresh();
      return made.client.targets(made.places).keep('a/b', folder);
    };
    const first = await keep();
    expect(first).toEqual({ file: join(folder, 'a%2Fb'), fetched: true });
    const { ino } = statSync(first.file);
    expect(await keep()).toEqual({ ...first, fetched: false });
    expect(statSync(first.file).ino).toBe(ino);
    made.repository.addTarget('a/b', 'two');
    made.repository.release();
    expect(await keep()).toEqual(first);
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['two']);
  });

  test('is fetched again when somebody changed the file', async () => {
    const made = await withTargets({ a: 'one' });
    const folder = join(made.folder, 'kept');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a'), 'evil');
    expect(await made.client.targets(made.places).keep('a', folder)).toMatchObject({ fetched: true });
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('one');
  });

  test('stays as it is when what is served now is refused', async () => {
    const made = await withTargets({ a: 'one' });
    const folder = join(made.folder, 'kept');
    await made.client.targets(made.places).keep('a', folder);
    made.repository.addTarget('a', 'two');
    made.repository.release();
    made.repository.files.set(`targets/${digestOf(Buffer.from('two'))}.a`, Buffer.from('bad'));
    await made.refresh();
    await expectRefused(made.client.targets(made.places).keep('a', folder), 'tuf/target');
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('one');
  });
});
