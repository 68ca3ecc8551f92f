import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { shardOf } from '../../src/catalog/layout.js';
import { ChoraError } from '../../src/model/errors.js';
import { capabilities, differences, Federation, manifest, treeOf, withoutHistory, writeFiles } from '../support/federation.js';
import { noting } from './quay.js';

const YARD = 'dir:folders/yard';
const QUAY = 'dir:folders/quay';
const shard = (id: string): string => `targets/shards/${shardOf(id)}.json`;

async function indexed(): Promise<Federation> {
  const federation = new Federation();
  const sources = [
    federation.folder('yard', capabilities('yard.crane.lift')),
    federation.folder('quay', capabilities('quay.slot.assign', 'quay.slot.free')),
  ];
  await federation.indexSources(sources);
  return federation;
}
const errorOf = async (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => 'no error',
    (error: unknown) => error,
  );

describe('a previous catalog that is damaged', () => {
  const broken: readonly (readonly [string, string, string])[] = [
    ['api/v1/sources.json', '{"sources":[', 'cut off'],
    ['api/v1/sources.json', '[]', 'another document'],
    ['api/v1/catalog.json', 'null', 'null'],
    ['api/v1/freshness.json', '{"generated_at":"yesterday"}', 'a time that is none'],
  ];
  test.each(broken)('in %s (%s: %s) stops the run, and a rebuild makes it good', async (path, content) => {
    const federation = await indexed();
    const before = federation.tree();
    writeFiles(federation.out, { [path]: content });
    const error = await errorOf(federation.index());
    expect(error).toBeInstanceOf(ChoraError);
    expect(error).toMatchObject({ kind: 'io', code: 'catalog/unreadable', hint: expect.stringContaining('--rebuild') });
    expect(federation.tree().get(path)).toBe(content);
    await federation.index({ rebuild: true });
    expect(differences(federation.tree(), before)).toEqual([]);
  });

  test.each([
    ['a shard', shard(YARD)],
    ['the findings', 'api/v1/findings.json'],
  ])('in %s is told when something changed and a rebuild makes it good', async (_what, path) => {
    const federation = await indexed();
    federation.folder('quay', capabilities('quay.slot.assign', 'quay.slot.free', 'quay.slot.hold'));
    writeFiles(federation.out, { [path]: '{' });
    expect(await errorOf(federation.index())).toMatchObject({ kind: 'io', code: 'catalog/unreadable' });
    await federation.index({ rebuild: true });
    expect(federation.ids()).toHaveLength(4);
  });

  test('by a lost shard has its sources read again, also when nothing else changed', async () => {
    const federation = await indexed();
    const before = federation.tree();
    rmSync(join(federation.out, shard(YARD)));
    const read: string[] = [];
    await federation.index({ ops: noting(read) });
    expect(read).toEqual([YARD]);
    expect(differences(federation.tree(), before)).toEqual([]);
  });

  test('by a lost shard while another source changed has the sources of both read', async () => {
    const federation = await indexed();
    rmSync(join(federation.out, shard(YARD)));
    federation.folder('quay', capabilities('quay.slot.assign', 'quay.slot.hold'));
    const read: string[] = [];
    await federation.index({ ops: noting(read), allowShrink: true });
    expect(read.sort()).toEqual([QUAY, YARD]);
    expect(federation.ids()).toEqual(['quay.slot.assign', 'quay.slot.hold', 'yard.crane.lift']);
  });

  test('by a lost list of sources has all of them read again', async () => {
    const federation = await indexed();
    const before = federation.tree();
    rmSync(join(federation.out, 'api/v1/sources.json'));
    await federation.index();
    expect(differences(federation.tree(), before)).toEqual([]);
  });

  test('by a lost page or a lost document of a capability gets them back with the next change', async () => {
    const federation = await indexed();
    for (const path of ['capabilities/quay.slot.free.html', 'api/v1/capabilities/yard.crane.lift.json'])
      rmSync(join(federation.out, path));
    federation.folder('quay', {
      ...capabilities('quay.slot.assign', 'quay.slot.free'),
      'capability.yaml': manifest('quay.slot.hold'),
    });
    await federation.index();
    const scratch = join(federation.root, 'scratch');
    await federation.index({ out: scratch });
    expect(differences(withoutHistory(federation.tree()), withoutHistory(treeOf(scratch)))).toEqual([]);
  });
});

describe('a folder that is no catalog', () => {
  test.each([
    ['a file of somebody', { 'thesis.txt': 'the only copy' }],
    ['a folder of somebody', { 'photos/one.jpg': 'x' }],
    ['a hidden file', { '.git/HEAD': 'ref: refs/heads/main' }],
  ])('because it holds %s is refused and not touched', async (_what, files) => {
    const federation = new Federation();
    writeFiles(federation.out, files);
    const before = federation.tree();
    federation.configure({ sources: [federation.folder('yard', capabilities('yard.crane.lift'))] });
    expect(await errorOf(federation.index())).toMatchObject({ kind: 'usage', code: 'catalog/not-a-catalog' });
    expect(await errorOf(federation.index({ rebuild: true }))).toMatchObject({ code: 'catalog/not-a-catalog' });
    expect(differences(federation.tree(), before)).toEqual([]);
  });

  test('but empty is taken', async () => {
    const federation = new Federation();
    mkdirSync(federation.out);
    await federation.indexSources([federation.folder('yard', capabilities('yard.crane.lift'))]);
    expect(federation.ids()).toEqual(['yard.crane.lift']);
  });

  test('anything that lies beside a catalog is left alone', async () => {
    const federation = await indexed();
    writeFiles(federation.out, { CNAME: 'quay.example.org', 'extra/notes.txt': 'x' });
    federation.folder('yard', capabilities('yard.crane.lift', 'yard.crane.park'));
    await federation.index();
    expect([federation.tree().get('CNAME'), federation.tree().get('extra/notes.txt')]).toEqual(['quay.example.org', 'x']);
  });

  test('what lies in the folders of a catalog and is not its own is cleaned up with the next change', async () => {
    const federation = await indexed();
    writeFiles(federation.out, {
      'capabilities/obsolete.html': 'x',
      'api/v1/capabilities/obsolete.json': '{}',
      'blobs/sha256/00/00': 'x',
    });
    federation.folder('yard', capabilities('yard.crane.lift', 'yard.crane.park'));
    await federation.index();
    expect([...federation.tree().keys()].filter((path) => path.includes('obsolete') || path.endsWith('/00/00'))).toEqual([]);
  });
});

describe('what a catalog was made with', () => {
  test('is another name in the configuration: all pages show it', async () => {
    const federation = await indexed();
    const before = federation.catalog();
    const sources = [{ directory: { path: 'folders/yard' } }, { directory: { path: 'folders/quay' } }];
    federation.configure({ sources, name: 'Renamed Harbour' });
    await federation.index();
    expect(federation.catalog().name).toBe('Renamed Harbour');
    expect(federation.catalog().configuration.digest).not.toBe(before.configuration.digest);
    for (const [path, bytes] of federation.tree()) {
      if (path.endsWith('.html')) expect({ path, named: bytes.includes('Renamed Harbour') }).toEqual({ path, named: true });
    }
  });

  test('is another limit of time: it is in the catalog although no source changed', async () => {
    const federation = await indexed();
    federation.configure({
      sources: [{ directory: { path: 'folders/yard', ttl: '3h' } }, { directory: { path: 'folders/quay' } }],
      ttl: '10m',
    });
    await federation.index();
    expect(federation.freshness().ttl).toBe('10m');
    expect(federation.source(YARD)?.ttl).toBe('3h');
  });

  test('is other globs: the sources are read again by them', async () => {
    const federation = await indexed();
    federation.configure({
      sources: [{ directory: { path: 'folders/yard' } }, { directory: { path: 'folders/quay' } }],
      manifests: ['**/*.yaml', '!**/quay.slot.free.yaml'],
    });
    await federation.index({ allowShrink: true });
    expect(federation.ids()).toEqual(['quay.slot.assign', 'yard.crane.lift']);
  });

  test('is another version of the generator: every source is read again and every page made again', async () => {
    const federation = await indexed();
    const before = federation.tree();
    const version = federation.catalog().generator.version;
    const older = (path: string, edit: (text: string) => string): void =>
      writeFiles(federation.out, { [path]: edit(before.get(path) ?? '') });
    older('api/v1/catalog.json', (text) => text.replace(`"version":"${version}"`, '"version":"0.0.1"'));
    // The version is also part of what each row says about its reading.
    older('api/v1/sources.json', (text) => text.replace(/"reading":"sha256:[0-9a-f]{4}/g, '"reading":"sha256:0000'));
    older('capabilities/yard.crane.lift.html', () => 'made by an older version');
    const read: string[] = [];
    await federation.index({ ops: noting(read) });
    expect(read.sort()).toEqual([QUAY, YARD]);
    expect(differences(federation.tree(), before)).toEqual([]);
  });
});
