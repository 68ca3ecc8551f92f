import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { catalogReader } from '../../src/compose.js';
import { entriesOf, readManifests } from '../../src/indexer/read-manifests.js';
import { catalogFormat } from '../../src/mirror/catalog-format.js';
import { compareRecords } from '../../src/mirror/records.js';
import { verifyMirror } from '../../src/mirror/verify.js';
import type { Entry } from '../../src/model/generated/types.js';
import type { ManifestFile } from '../../src/model/manifest.js';
import { readRelease } from '../../src/output/release.js';
import { withCapability } from '../catalog/entries.js';
import { exported, imported, island } from '../support/carry.js';
import { Federation } from '../support/federation.js';
import { blobPath, type Mirror, mirrors, type Publisher } from '../support/mirror.js';

const make = mirrors();
const FORMAT = catalogFormat();
const GOLDEN = fileURLToPath(new URL('../golden/', import.meta.url));
const SOURCE = 'git.example.org/quay/one';
const COMMIT = 'a'.repeat(40);
const manifest = (id: string, more = '') => `id: ${id}
version: 1.2.0
owner: team-quay
lifecycle_stage: operate
description: Gives a berth to a ship.
dependencies: [quay.tide.read@^2.0.0]
${more}`;

let mirror: Mirror;
let publisher: Publisher;

beforeEach(async () => {
  ({ mirror, publisher } = await make());
  reading(mirror);
});

/** The mirror reads manifests as the real format of releases does. */
function reading(each: Mirror): void {
  const { describe: describeManifest } = FORMAT;
  each.wrap = (ops) => ({ ...ops, format: { ...ops.format, describe: describeManifest?.bind(FORMAT) ?? (() => []) } });
}

/** Entries as the indexer makes them of files. */
function indexed(files: Readonly<Record<string, string>>, ref: string | null = null): Entry[] {
  const read = Object.entries(files).map(([path, text]): ManifestFile => {
    publisher.blob(text);
    return { source: SOURCE, path, bytes: Buffer.from(text) };
  });
  const snapshot = { commit: COMMIT, ref, files: read, skipped: [], matched: read.length };
  const { manifests } = readManifests(SOURCE, [snapshot], { files: 100 });
  return entriesOf(manifests).flat();
}

const two = () =>
  indexed({ 'a/capability.yaml': manifest('quay.slot.assign'), 'b/capability.yaml': manifest('quay.berth.list') });

describe('a release whose records are what their manifests give', () => {
  test('is taken, and manifests that did not change are not read again', async () => {
    publisher.publishEntries(two());
    expect((await mirror.sync()).records).toEqual({ state: 'compared', compared: 2, known: 0, joined: [], unconfirmed: [] });
    publisher.publishEntries([...two(), ...indexed({ 'c/capability.yaml': manifest('quay.crane.lift') })]);
    expect((await mirror.sync()).records).toMatchObject({ compared: 1, known: 2 });
    expect((await mirror.status()).release?.records).toMatchObject({ state: 'compared' });
    expect((await verifyMirror(mirror.ops())).problems).toEqual([]);
  });

  test.each(readdirSync(GOLDEN))('is what the indexer makes of the golden federation %s', async (name) => {
    const federation = new Federation();
    const steps = join(GOLDEN, name, 'sources');
    for (const [at, step] of readdirSync(steps).sort().entries()) {
      rmSync(join(federation.root, 'work'), { recursive: true, force: true });
      cpSync(join(steps, step), join(federation.root, 'work'), { recursive: true });
      Object.assign(federation, { configFile: join(federation.root, 'work/catalog.yaml') });
      await federation.index({ now: `2026-05-04T0${8 + at}:00:00.000Z` });
    }
    const reader = catalogReader(federation.out);
    const targets = [...federation.tree().keys()].filter((path) => path.startsWith('targets/'));
    const { content } = await readRelease(reader, targets, '');
    const { describe: describeManifest } = FORMAT;
    if (describeManifest === undefined) throw new Error('nothing reads manifests');
    const blob = (digest: string) => readFileSync(join(federation.out, blobPath(digest)));
    const options = {
      describe: describeManifest.bind(FORMAT),
      known: new Set<string>(),
      blob,
      sleep: async () => undefined,
    };
    const comparison = await compareRecords(content.catalog, options, new AbortController().signal);
    expect([name, comparison.state, comparison.unconfirmed]).toEqual([name, 'compared', []]);
    expect(comparison.compared).toBeGreaterThan(0);
  });

  test('and have aliases that another file states is taken, and the status tells', async () => {
    const mapping = {
      version: '1',
      aliases: { 'old.slot.assign': { namespace: 'quay.slot.assign', status: 'deprecated', sunset_date: '2027-01-01' } },
    };
    const entries = indexed({
      'a/capability.yaml': manifest('quay.slot.assign'),
      'capabilities/alias-mapping.json': JSON.stringify(mapping),
    });
    expect(entries[0]?.capability.aliases).toEqual([{ id: 'old.slot.assign', sunset: '2027-01-01' }]);
    publisher.publishEntries(entries);
    expect((await mirror.sync()).records.joined).toMatchObject([{ id: 'quay.slot.assign', field: 'aliases' }]);
    expect((await mirror.status()).notes).toContain('records: 1 have aliases of another file, which is not part of a release');
  });
});

describe('with a genuine manifest, a record', () => {
  const lies: [string, string, (entry: Entry) => Entry][] = [
    ['owner', 'owner', (entry) => withCapability(entry, { owner: 'mallory' })],
    ['stage of its life', 'lifecycle_stage', (entry) => withCapability(entry, { lifecycle_stage: 'retired' })],
    [
      'dependency',
      'dependencies',
      (entry) => withCapability(entry, { dependencies: [{ id: 'mallory.tide.read', version: '^2.0.0' }] }),
    ],
    ['dependency that is gone', 'dependencies', (entry) => withCapability(entry, { dependencies: [] })],
    ['field that the manifest does not have', 'title', (entry) => withCapability(entry, { title: 'Evil' })],
    ['version', 'version', (entry) => ({ ...withCapability(entry, { version: '9.0.0' }), version: '9.0.0' })],
    ['format', 'format', (entry) => ({ ...entry, format: 'mcp-server' })],
    ['id', 'id', (entry) => ({ ...withCapability(entry, { id: 'quay.slot.steal' }), id: 'quay.slot.steal' })],
  ];
  test.each(lies)('with another %s is refused, named, and not served', async (_what, field, lie) => {
    publisher.publishEntries(two());
    await mirror.sync();
    const before = mirror.served();
    const [first, ...others] = two();
    if (first === undefined) throw new Error('no entry');
    publisher.publishEntries([lie(first), ...others]);
    const said = { kind: 'trust', code: 'mirror/record-differs' };
    await expect(mirror.sync()).rejects.toMatchObject({
      ...said,
      message: expect.stringMatching(new RegExp(`git.example.org/quay/one a/capability.yaml.*${lie(first).id}.*“${field}”`)),
    });
    expect(mirror.served()).toBe(before);
    expect(mirror.journal().at(-1)).toMatchObject({ event: 'refused', code: 'mirror/record-differs' });
    expect((await mirror.status()).exit_code).toBe(4);
  });

  test('that differs is refused where it is carried by hand, too', async () => {
    const target = await island(publisher);
    const [first, ...others] = two();
    if (first === undefined) throw new Error('no entry');
    publisher.publishEntries([withCapability(first, { owner: 'mallory' }), ...others]);
    mirror.wrap = (ops) => ops;
    await mirror.sync();
    const { out } = await exported(mirror);
    reading(target);
    await expect(imported(target, out)).rejects.toMatchObject({ kind: 'trust', code: 'mirror/record-differs' });
  });

  test('of an older version differs openly: an earlier version of the program may have read it', async () => {
    const [old] = indexed({ 'a/capability.yaml': manifest('quay.slot.assign').replace('1.2.0', '1.0.0') });
    if (old === undefined) throw new Error('no entry');
    const history: Entry = { ...withCapability(old, { owner: 'team-once' }), status: 'superseded', commit: 'b'.repeat(40) };
    publisher.publishEntries([...two(), history]);
    expect((await mirror.sync()).records.unconfirmed).toMatchObject([
      { id: 'quay.slot.assign', version: '1.0.0', field: 'owner' },
    ]);
    expect((await mirror.status()).notes[0]).toContain('records: 1 of older versions');
    // At the commit that is read now there is no such excuse.
    publisher.publishEntries([...two(), { ...history, commit: COMMIT }]);
    await expect(mirror.sync()).rejects.toMatchObject({ code: 'mirror/record-differs' });
  });

  test('of a source that did not answer differs openly', async () => {
    const [first, ...others] = two();
    if (first === undefined) throw new Error('no entry');
    const entries = [withCapability(first, { owner: 'team-once' }), ...others];
    publisher.publishEntries(entries);
    const [row] = publisher.catalog.sources;
    if (row === undefined) throw new Error('no source');
    publisher.publishEntries(entries, new Date(), { sources: [{ ...row, state: 'unreachable' }] });
    expect((await mirror.sync()).records.unconfirmed).toMatchObject([{ id: first.id, field: 'owner' }]);
    // Once it is read again, it counts.
    publisher.publishEntries(entries);
    await expect(mirror.sync()).rejects.toMatchObject({ code: 'mirror/record-differs' });
  });

  test('that another version of the program made is not compared, and the status says so', async () => {
    const [first] = two();
    if (first === undefined) throw new Error('no entry');
    const identity = { ...publisher.catalog.identity, generator: { name: 'chora-catalog', version: '0.0.9' } };
    publisher.publishEntries([withCapability(first, { owner: 'mallory' })], new Date(), { identity });
    expect((await mirror.sync()).records.state).toBe('other-generator');
    expect((await mirror.status()).notes).toContain('records: not compared (made by version 0.0.9)');
    // What got in by that is found out as soon as the versions are the same.
    publisher.publishEntries([withCapability(first, { owner: 'mallory' })]);
    await expect(mirror.sync()).rejects.toMatchObject({ code: 'mirror/record-differs' });
  });

  test('is not compared where mirror.yaml says so, and the status tells', async () => {
    const [first] = two();
    if (first === undefined) throw new Error('no entry');
    publisher.publishEntries([withCapability(first, { owner: 'mallory' })]);
    const config = join(mirror.folder, 'mirror.yaml');
    writeFileSync(config, mirror.read('mirror.yaml').replace('records: true', 'records: false'));
    expect((await mirror.sync()).records.state).toBe('off');
    expect((await mirror.status()).notes).toContain('records: not compared, as mirror.yaml says');
    writeFileSync(config, mirror.read('mirror.yaml').replace('records: false', 'records: true'));
    await expect(mirror.sync()).rejects.toMatchObject({ code: 'mirror/record-differs' });
  });
});

test('a release without a policy that says of a manifest who signed it is refused', async () => {
  const [first] = two();
  if (first === undefined) throw new Error('no entry');
  const provenance = { outcome: 'verified' as const, admitted: true, rule: 'x', reason: 'as they say' };
  publisher.publishEntries([{ ...first, provenance }]);
  await expect(mirror.sync()).rejects.toMatchObject({
    code: 'mirror/proof-refused',
    message: expect.stringContaining('no policy'),
  });
});
