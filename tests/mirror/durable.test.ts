import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type FlushAll, flushAll, flushEach } from '../../src/adapters/mirror/flush-all.js';
import { DiskMirror } from '../../src/adapters/mirror/store.js';
import { verifyMirror } from '../../src/mirror/verify.js';
import { digestOf } from '../../src/model/digest.js';
import { type Mirror, mirrors } from '../support/mirror.js';

const make = mirrors();
const SECOND = { 'quay.slot.assign': { version: '2.0.0' }, 'quay.crane.lift': {} };

/** Replaces what brings files to the disk. */
function flushing(mirror: Mirror, flush: FlushAll): void {
  mirror.wrap = (ops) => ({ ...ops, store: new DiskMirror(mirror.folder, flush) });
}

/** All content and all files of releases, relative to the mirror. */
function filesOf(mirror: Mirror): string[] {
  return ['targets', 'blobs', 'releases'].flatMap((top) =>
    readdirSync(join(mirror.folder, top), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(mirror.folder, join(entry.parentPath, entry.name))),
  );
}

/** Ends a sync where its release would become one. */
async function endedLate(mirror: Mirror): Promise<void> {
  flushing(mirror, () => Promise.reject(new Error('killed')));
  await expect(mirror.sync()).rejects.toThrow('killed');
  mirror.wrap = (ops) => ops;
}

describe('what a release needs', () => {
  test('is on the disk before that is a release, and so is each name of it in its folder', async () => {
    const { mirror, publisher } = await make();
    await mirror.sync();
    publisher.publish(SECOND);
    const before = new Set(filesOf(mirror));
    let flushed = new Set<string>();
    flushing(mirror, async (folders, paths) => {
      expect(mirror.served()).toContain('quay.berth.list');
      expect(existsSync(join(mirror.folder, 'releases/3'))).toBe(false);
      expect(existsSync(join(mirror.folder, 'unsettled'))).toBe(true);
      flushed = new Set([...paths()].map((path) => relative(mirror.folder, path).replace('3.partial', '3')));
      await flushAll(folders, paths);
    });
    await mirror.sync();
    expect(existsSync(join(mirror.folder, 'unsettled'))).toBe(false);
    const lacking: string[] = [];
    for (const path of filesOf(mirror)) {
      if (before.has(path) || /^releases\/3\.(json|sha256)$/.test(path)) continue;
      // A link has the bytes of what it leads to.
      const linked = statSync(join(mirror.folder, path)).nlink > 1 && path.startsWith('releases/');
      for (const needed of [...(linked ? [] : [path]), path.slice(0, path.lastIndexOf('/'))])
        if (!flushed.has(needed)) lacking.push(needed);
    }
    expect(lacking).toEqual([]);
    expect([...flushed].filter((path) => path.startsWith('blobs/sha256/')).length).toBeGreaterThan(3);
  });

  test('that the disk refuses in the end makes no release, and the next sync makes it', async () => {
    const { mirror, publisher } = await make();
    await mirror.sync();
    publisher.publish(SECOND);
    flushing(mirror, () => Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' })));
    await expect(mirror.sync()).rejects.toThrow('EIO');
    expect([mirror.served(), existsSync(join(mirror.folder, 'releases/3'))]).toEqual([
      'Quay: quay.berth.list 1.0.0, quay.slot.assign 1.0.0',
      false,
    ]);
    expect(existsSync(join(mirror.folder, 'unsettled'))).toBe(true);
    mirror.wrap = (ops) => ops;
    await mirror.sync();
    expect(mirror.served()).toBe('Quay: quay.crane.lift 1.0.0, quay.slot.assign 2.0.0');
    expect((await verifyMirror(mirror.ops())).problems).toEqual([]);
  });
});

describe('content that was kept and was not yet on the disk', () => {
  test.each(['blobs', 'targets'] as const)(
    'when the power went is looked at again, and fetched again where it is not whole: %s',
    async (kind) => {
      const { mirror, publisher, server } = await make();
      await mirror.sync();
      publisher.publish(SECOND);
      const before = new Set(filesOf(mirror));
      await endedLate(mirror);
      const kept = filesOf(mirror).filter((path) => path.startsWith(kind) && !before.has(path));
      expect(kept.length).toBeGreaterThan(1);
      const [spoilt = '', ...whole] = kept;
      // The name and the size of a file may be on the disk, and its bytes not.
      writeFileSync(join(mirror.folder, spoilt), Buffer.alloc(statSync(join(mirror.folder, spoilt)).size));
      server.requests.length = 0;
      await mirror.sync();
      expect(mirror.served()).toBe('Quay: quay.crane.lift 1.0.0, quay.slot.assign 2.0.0');
      expect((await verifyMirror(mirror.ops())).problems).toEqual([]);
      const digest = (path: string) => path.split('/').at(-1) ?? '';
      const asked = server.requests.join('\n');
      expect(asked).toContain(digest(spoilt));
      for (const path of whole) expect(asked).not.toContain(digest(path));
      expect(digestOf(readFileSync(join(mirror.folder, spoilt)))).toBe(`sha256:${digest(spoilt)}`);
    },
  );

  test('is brought to the disk by the sync that finds it there', async () => {
    const { mirror, publisher } = await make();
    await mirror.sync();
    publisher.publish(SECOND);
    const before = new Set(filesOf(mirror));
    await endedLate(mirror);
    const kept = filesOf(mirror).filter((path) => /^(blobs|targets)/.test(path) && !before.has(path));
    const flushed: string[] = [];
    flushing(mirror, async (_folders, paths) => void flushed.push(...[...paths()].map((path) => relative(mirror.folder, path))));
    await mirror.sync();
    expect(flushed).toEqual(expect.arrayContaining(kept));
  });
});

test('files and folders are brought to the disk one by one where a file system cannot be told', async () => {
  const { mirror } = await make();
  await mirror.sync();
  const paths = [...filesOf(mirror).map((path) => join(mirror.folder, path)), mirror.folder];
  await flushEach(paths);
  await expect(flushEach([...paths, join(mirror.folder, 'gone')])).rejects.toMatchObject({ code: 'io/write' });
  let asked = false;
  // A file system of which nothing is known, such as that of processes.
  await flushAll(['/proc'], () => {
    asked = true;
    return paths;
  });
  expect(asked).toBe(true);
});
