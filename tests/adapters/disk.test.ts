import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { listFolders, readDirectory } from '../../src/adapters/disk/directory-source.js';
import { SourceError } from '../../src/model/source.js';
import { type RequestOptions, removeTemporary, requestFor, temporaryFolder, textsOf, writeFiles } from '../support/git.js';

const MKFIFO = 'mkfifo';
afterAll(removeTemporary);

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const reading = (options: RequestOptions = {}) => readDirectory(requestFor(folder, options, 'directory'));
const read = (options: RequestOptions = {}) => reading(options).snapshots[0];
const headOf = (options: RequestOptions = {}) => reading(options).head.commit;

function failure(options: RequestOptions = {}) {
  try {
    reading(options);
  } catch (error) {
    if (error instanceof SourceError) return error.failure;
    throw error;
  }
  throw new Error('it did not fail');
}

/** root may read everything; without its rights there is something to test. */
function withoutRights(task: () => void): void {
  const root = process.getuid?.() === 0;
  if (root) process.seteuid?.(65_534);
  try {
    task();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

describe('what is read of a folder', () => {
  test('files that match, byte for byte, and nothing of .git, .hg, .svn and node_modules', () => {
    const other = Object.fromEntries(
      ['.git', '.hg', '.svn', 'node_modules', 'a/node_modules'].map((name) => [`${name}/capability.yaml`, 'no']),
    );
    writeFiles(folder, {
      'capability.yaml': 'x\r\n',
      '.hidden/capability.yaml': 'h',
      'a/b/capability.yaml': 'y',
      'a/b/other.yaml': 'no',
      ...other,
    });
    expect(textsOf(read())).toEqual({ '.hidden/capability.yaml': 'h', 'a/b/capability.yaml': 'y', 'capability.yaml': 'x\r\n' });
    expect(read()).toMatchObject({ commit: null, ref: null, skipped: [], matched: 3 });
  });

  test('in the order of their paths, as git has it', () => {
    const paths = ['B', 'a-b/c', 'a.yaml', 'a/b', 'a/c/d', 'a0', 'b', 'ä'];
    writeFiles(folder, Object.fromEntries([...paths].reverse().map((path) => [path, 'x'])));
    expect(read({ globs: ['**'] })?.files.map(({ path }) => path)).toEqual(paths);
  });

  test('no links, wherever they lead', () => {
    writeFiles(folder, { 'real/capability.yaml': 'x' });
    symlinkSync('/etc/passwd', join(folder, 'capability.yaml'));
    symlinkSync('real', join(folder, 'linked'));
    mkdirSync(join(folder, 'broken'));
    symlinkSync('nowhere', join(folder, 'broken/capability.yaml'));
    expect(textsOf(read())).toEqual({ 'real/capability.yaml': 'x' });
    expect(read()?.skipped).toEqual([
      { path: 'broken/capability.yaml', code: 'source/symlink', args: {} },
      { path: 'capability.yaml', code: 'source/symlink', args: {} },
    ]);
  });

  test('no pipes, which would never end', () => {
    execFileSync(MKFIFO, [join(folder, 'capability.yaml')]);
    expect(read()).toMatchObject({ files: [], skipped: [] });
  });

  test('no names that could do harm', () => {
    writeFiles(folder, { 'a\\b/capability.yaml': 'x', 'a\u001bb/capability.yaml': 'x' });
    expect(read()?.files).toEqual([]);
    expect(read()?.skipped.map(({ code }) => code)).toEqual(['source/unsafe-path', 'source/unsafe-path']);
  });

  test('no file that is too long, and only so many in all', () => {
    writeFiles(folder, {
      'a/capability.yaml': 'x'.repeat(11),
      'b/capability.yaml': 'x'.repeat(10),
      'c/capability.yaml': 'x',
      'd/capability.yaml': 'x',
    });
    const snapshot = read({ limits: { manifestBytes: 10, files: 3 } });
    expect(snapshot?.files.map(({ path }) => path)).toEqual(['b/capability.yaml', 'c/capability.yaml']);
    expect(snapshot).toMatchObject({
      skipped: [{ path: 'a/capability.yaml', code: 'manifest/too-large', args: { size: 11, limit: 10 } }],
      matched: 4,
    });
  });

  test('a file without leave to read it is told, and the others are read', () => {
    writeFiles(folder, { 'capability.yaml': 'x', 'a/capability.yaml': 'y' });
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'a/capability.yaml'), 0o000);
    withoutRights(() => {
      expect(textsOf(read())).toEqual({ 'capability.yaml': 'x' });
      expect(read()?.skipped).toEqual([
        { path: 'a/capability.yaml', code: 'source/unreadable-file', args: { detail: 'EACCES' } },
      ]);
    });
  });

  test('files in a folder that may be listed and not entered are told too', () => {
    writeFiles(folder, { 'a/capability.yaml': 'y' });
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'a'), 0o644);
    withoutRights(() => {
      expect(read()?.skipped).toMatchObject([{ path: 'a/capability.yaml', code: 'source/unreadable-file' }]);
    });
    chmodSync(join(folder, 'a'), 0o755);
  });
});

describe('a folder that cannot be read is a failure of the source', () => {
  test('when it is not there, or is a file', () => {
    writeFiles(folder, { file: 'x' });
    for (const name of ['gone', 'file']) {
      const { spec, ...request } = requestFor(folder, {}, 'directory');
      const there = { ...request, spec: { ...spec, location: join(folder, name) } };
      expect(() => readDirectory(there)).toThrow(
        expect.objectContaining({
          failure: { code: 'source/missing', state: 'missing', transient: false, args: { detail: 'no such folder' } },
        }),
      );
    }
  });

  test('when it may not be listed; the reason holds no path', () => {
    chmodSync(folder, 0o000);
    withoutRights(() =>
      expect(failure()).toEqual({
        code: 'source/unreachable',
        state: 'unreachable',
        transient: false,
        args: { detail: 'EACCES', attempts: 1 },
      }),
    );
    chmodSync(folder, 0o755);
  });

  test('when it holds more than allowed', () => {
    writeFiles(folder, { 'a/capability.yaml': 'x'.repeat(60), 'b/capability.yaml': 'x'.repeat(60) });
    expect(failure({ limits: { bytes: 100 } })).toMatchObject({ code: 'source/too-large', args: { limit: 100 } });
  });

  test('when the run is stopped', () => {
    const reason = new SourceError({ code: 'source/timed-out', state: 'unreachable', transient: false, args: { seconds: 1 } });
    expect(failure({ signal: AbortSignal.abort(reason) })).toBe(reason.failure);
  });
});

describe('the head of a folder', () => {
  beforeEach(() => writeFiles(folder, { 'capability.yaml': 'x', 'a/capability.yaml': 'y', 'other.txt': '1' }));

  test('stays when nothing that matches changed', () => {
    const before = headOf();
    expect(before).toMatch(/^sha256:[0-9a-f]{64}$/);
    writeFiles(folder, { 'other.txt': '2', 'new.txt': '3', 'node_modules/capability.yaml': 'z', 'capability.yaml': 'x' });
    utimesSync(join(folder, 'capability.yaml'), 1, 1);
    expect(headOf()).toBe(before);
  });

  test.each<[string, () => void]>([
    ['a file changes', () => writeFiles(folder, { 'capability.yaml': 'X' })],
    ['a file comes', () => writeFiles(folder, { 'b/capability.yaml': 'y' })],
    ['a file goes', () => rmSync(join(folder, 'capability.yaml'))],
    [
      'a file moves',
      () => {
        rmSync(join(folder, 'a/capability.yaml'));
        writeFiles(folder, { 'b/capability.yaml': 'y' });
      },
    ],
    ['two files change places', () => writeFiles(folder, { 'capability.yaml': 'y', 'a/capability.yaml': 'x' })],
    [
      'a file becomes a link',
      () => {
        rmSync(join(folder, 'capability.yaml'));
        symlinkSync('other.txt', join(folder, 'capability.yaml'));
      },
    ],
  ])('changes when %s', (_what, change) => {
    const before = headOf();
    change();
    expect(headOf()).not.toBe(before);
  });

  test('is the same in another place', () => {
    const before = headOf();
    folder = temporaryFolder();
    writeFiles(folder, { 'a/capability.yaml': 'y', 'capability.yaml': 'x' });
    expect(headOf()).toBe(before);
  });
});

describe('a folder of folders', () => {
  test('lists folders by name, without hidden ones, files and links', async () => {
    writeFiles(folder, { 'b/x': '', 'B/x': '', 'a/x': '', '.hidden/x': '', file: '' });
    symlinkSync('a', join(folder, 'link'));
    expect(await listFolders(folder)).toEqual(['B', 'a', 'b']);
  });

  test('that is not there is a failure', async () => {
    expect(await listFolders(join(folder, 'gone'))).toMatchObject({ code: 'source/missing' });
  });
});
