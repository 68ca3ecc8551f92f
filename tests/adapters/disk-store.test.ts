import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DiskStore } from '../../src/adapters/disk/store.js';
import { ChoraError } from '../../src/model/errors.js';
import { removeTemporary, temporaryFolder, writeFiles } from '../support/git.js';

afterAll(removeTemporary);

let root: string;
let store: DiskStore;
beforeEach(() => {
  root = join(temporaryFolder(), 'out');
  store = new DiskStore(root);
});

function refusal(task: () => unknown): ChoraError {
  try {
    task();
  } catch (error) {
    if (error instanceof ChoraError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a catalog in a folder', () => {
  test('that does not exist yet is empty', async () => {
    expect([store.topLevel(), [...store.list()], store.readSync('a'), await store.read('a/b')]).toEqual([[], [], null, null]);
  });

  test('gives back what was written, text or bytes', async () => {
    store.write('a/b/c.json', '{"ä":1}');
    store.write('bytes', new Uint8Array([0, 255]));
    expect(store.readSync('a/b/c.json')?.toString()).toBe('{"ä":1}');
    expect([...((await store.read('bytes')) ?? [])]).toEqual([0, 255]);
    expect([...store.list()].sort()).toEqual(['a/b/c.json', 'bytes']);
    expect([...store.topLevel()].sort()).toEqual(['a', 'bytes']);
  });

  test('replaces a file whole: a reader that holds the old one open still has it', () => {
    store.write('a', 'old');
    const before = readFileSync(join(root, 'a'), 'utf8');
    store.write('a', 'new');
    expect([before, store.readSync('a')?.toString(), readdirSync(root)]).toEqual(['old', 'new', ['a']]);
  });

  test('replaces a link by a file and leaves alone what it led to', () => {
    writeFiles(root, { 'x/secret': 'untouched' });
    symlinkSync('x/secret', join(root, 'a'));
    store.write('a', 'new');
    expect([readFileSync(join(root, 'x/secret'), 'utf8'), readFileSync(join(root, 'a'), 'utf8')]).toEqual(['untouched', 'new']);
  });

  test('lists links as they are and does not go through them', () => {
    const other = temporaryFolder();
    writeFiles(other, { file: 'x' });
    writeFiles(root, { a: 'x' });
    symlinkSync(other, join(root, 'link'));
    expect([...store.list()].sort()).toEqual(['a', 'link']);
  });

  test('has no file below another file', () => {
    store.write('a', 'x');
    expect(store.readSync('a/b')).toBeNull();
  });
});

describe('a write that fails', () => {
  test('leaves what was there, and no temporary file', () => {
    store.write('a/old', 'old');
    mkdirSync(join(root, 'a/folder/full'), { recursive: true });
    const error = refusal(() => store.write('a/folder', 'x'));
    expect([error.kind, error.code]).toEqual(['io', 'io/write']);
    expect(error.message).toContain('a/folder cannot be written: ');
    expect(readdirSync(join(root, 'a')).sort()).toEqual(['folder', 'old']);
    expect(readdirSync(join(root, 'a/folder'))).toEqual(['full']);
  });

  test('below a file is told', () => {
    store.write('a', 'x');
    expect(refusal(() => store.write('a/b', 'y')).code).toBe('io/write');
    expect(store.readSync('a')?.toString()).toBe('x');
  });

  test('because the bytes could not be had, leaves the old file', () => {
    store.write('a', 'old');
    const hostile = new Proxy(new Uint8Array(3), {});
    refusal(() => store.write('a', hostile));
    expect([store.readSync('a')?.toString(), readdirSync(root)]).toEqual(['old', ['a']]);
  });
});

describe('a read that fails for another reason than that nothing is there', () => {
  test('is told', () => {
    mkdirSync(join(root, 'a'), { recursive: true });
    expect(refusal(() => store.readSync('a'))).toMatchObject({ kind: 'io', code: 'io/read' });
  });
});

describe('removing', () => {
  test('takes the folders along that are empty then, and no others', () => {
    for (const path of ['a/b/c/file', 'a/other', 'z/file']) store.write(path, 'x');
    store.remove('a/b/c/file');
    expect([...store.list()].sort()).toEqual(['a/other', 'z/file']);
    expect(existsSync(join(root, 'a/b'))).toBe(false);
    store.remove('z/file');
    expect(readdirSync(root)).toEqual(['a']);
  });

  test('the last file leaves the folder of the catalog', () => {
    store.write('a', 'x');
    store.remove('a');
    expect(readdirSync(root)).toEqual([]);
  });

  test('what is not there is no error', () => {
    store.write('a/b', 'x');
    store.remove('a/c');
    store.remove('q/r');
    expect([...store.list()]).toEqual(['a/b']);
  });

  test('and writing at the same place again works', () => {
    store.write('a/b/c', 'x');
    store.remove('a/b/c');
    store.write('a/b/c', 'y');
    expect(store.readSync('a/b/c')?.toString()).toBe('y');
  });

  test('what cannot be removed is told', () => {
    writeFileSync(join(temporaryFolder(), 'x'), '');
    mkdirSync(join(root, 'a/b'), { recursive: true });
    expect(refusal(() => store.remove('a'))).toMatchObject({ kind: 'io', code: 'io/write' });
  });
});

describe('files that are staged', () => {
  test('are seen by no reader until they are published, all of them', () => {
    store.write('a/one', 'old');
    store.stage('a/one', 'new');
    store.stage('b/two', 'new');
    expect([store.readSync('a/one')?.toString(), store.has('b/two')]).toEqual(['old', false]);
    store.publish();
    expect([...store.list()].sort()).toEqual(['a/one', 'b/two']);
    expect(store.readSync('a/one')?.toString()).toBe('new');
  });

  test('are all gone when one of them is refused, and what was there stays', () => {
    store.write('a/one', 'old');
    store.stage('a/one', 'new');
    writeFileSync(join(root, 'file'), 'in the way of a folder');
    expect(refusal(() => store.stage('file/two', 'new'))).toMatchObject({ kind: 'io', code: 'io/write' });
    store.publish();
    expect([...store.list()].sort()).toEqual(['a/one', 'file']);
    expect(store.readSync('a/one')?.toString()).toBe('old');
  });

  test('take the place of new folders as a whole, and join what somebody put there meanwhile', () => {
    for (const path of ['new/a/one', 'new/b/two', 'top']) store.stage(path, path);
    writeFiles(root, { 'new/a/other': 'x' });
    store.publish();
    expect([...store.list()].sort()).toEqual(['new/a/one', 'new/a/other', 'new/b/two', 'top']);
    expect(readdirSync(root).sort()).toEqual(['new', 'top']);
    store.stage('new/a/one', 'again');
    store.stage('later/x', 'x');
    store.publish();
    expect(store.readSync('new/a/one')?.toString()).toBe('again');
    expect(readdirSync(root).sort()).toEqual(['later', 'new', 'top']);
  });

  test('of a process that was killed are seen by nobody and taken away, those of one that lives are not', () => {
    const [dead, alive] = [`.tmp-${spawnSync('true').pid}`, `.tmp-${process.ppid}`];
    writeFiles(root, { [`${dead}/a`]: 'x', [`${alive}/a`]: 'x', kept: 'x' });
    expect([[...store.list()], store.topLevel()]).toEqual([['kept'], ['kept']]);
    store.stage('new/file', 'x');
    store.publish();
    expect(readdirSync(root).sort()).toEqual([alive, 'kept', 'new']);
  });

  test('of new folders are gone when one is refused, the folders with them', () => {
    store.write('kept', 'x');
    store.stage('new/file', 'x');
    refusal(() => store.stage('kept/below/a/file', 'x'));
    store.publish();
    expect(readdirSync(root)).toEqual(['kept']);
  });
});
