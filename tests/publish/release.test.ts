import { existsSync, linkSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../src/model/digest.js';
import { LIFETIMES } from '../../src/publish/lifetimes.js';
import { publishRelease } from '../../src/publish/release.js';
import { Client, codeOf, DAY, HOUR, later, NOW, Publication } from './support.js';

const TWO = { shards: { '0a': ['one', 'two'], '7f': ['three'] } };

const published = async (): Promise<Publication> => {
  const publication = await new Publication().init();
  await publication.index(TWO).publish();
  return publication;
};

describe('a release', () => {
  test('is what a client of others sees, in both views', async () => {
    const publication = await published();
    const names = ['catalog.json', 'shards/0a.json', 'shards/7f.json'];
    for (const view of ['metadata', 'metadata-airgap'] as const) {
      const targets = await new Client(publication.out, view).refresh();
      expect([...targets.keys()].sort()).toEqual(names);
      expect(targets.get('shards/0a.json')).toBe(publication.read('targets/shards/0a.json'));
    }
  });

  test('says when the catalog was generated, whose it is, and when each role expires', async () => {
    const publication = await published();
    const at = (milliseconds: number) => `${later(milliseconds).toISOString().slice(0, 19)}Z`;
    expect(publication.signed('metadata/timestamp.json')).toMatchObject({
      'x-generated-at': NOW.toISOString(),
      'x-catalog': 'Yards',
      expires: at(DAY),
    });
    expect(publication.signed('metadata/1.snapshot.json').expires).toBe(at(7 * DAY));
    expect(publication.signed('metadata/1.targets.json').expires).toBe(at(14 * DAY));
    expect(publication.signed('metadata/root.json').expires).toBe(at(365 * DAY));
    for (const name of ['timestamp.json', '1.snapshot.json', '1.targets.json'])
      expect(publication.signed(`metadata-airgap/${name}`).expires).toBe(at(30 * DAY));
  });

  test('has the same bytes when the same tree is signed twice at the same time', async () => {
    const publication = await published();
    const first = publication.files();
    for (const folder of ['metadata', 'metadata-airgap'])
      for (const name of readdirSync(join(publication.out, folder)))
        if (!name.endsWith('root.json')) rmSync(join(publication.out, folder, name));
    await publication.publish();
    expect(publication.files()).toEqual(first);
  });

  test('in which nothing changed signs the timestamp alone', async () => {
    const publication = await published();
    const before = publication.files();
    publication.index({ ...TWO, generatedAt: later(HOUR) });
    const report = await publication.publish(later(HOUR));
    expect(report.views.map(({ sign }) => sign.map(({ role, version }) => [role, version]))).toEqual([
      [['timestamp', 2]],
      [['timestamp', 2]],
    ]);
    const after = publication.files();
    const differing = [...after].filter(([path, bytes]) => before.get(path) !== bytes).map(([path]) => path);
    expect(differing).toEqual(['api/v1/freshness.json', 'metadata-airgap/timestamp.json', 'metadata/timestamp.json']);
    expect(after.size).toBe(before.size);
    expect(publication.signed('metadata/timestamp.json')['x-generated-at']).toBe(later(HOUR).toISOString());
  });

  test('signs the snapshot too when less than half of its life is left, and nothing more', async () => {
    const publication = await published();
    const report = await publication.publish(later(4 * DAY));
    expect(report.views.map(({ sign }) => sign.map(({ role, why }) => [role, why]))).toEqual([
      [
        ['snapshot', ['expires']],
        ['timestamp', ['snapshot']],
      ],
      [['timestamp', ['time']]],
    ]);
  });

  test('can follow one that has expired', async () => {
    const publication = await published();
    const report = await publication.publish(later(100 * DAY));
    expect(report.views[0]?.sign.map(({ role, version }) => [role, version])).toEqual([
      ['targets', 2],
      ['snapshot', 2],
      ['timestamp', 2],
    ]);
  });

  test('tells what changed, and lets a client follow', async () => {
    const publication = await published();
    const client = new Client(publication.out);
    await client.refresh();
    publication.index({ shards: { '0a': ['one', 'two', 'new'], b0: ['three'] }, generatedAt: later(HOUR) });
    const report = await publication.publish(later(HOUR));
    expect(report.views[0]?.targets).toEqual({
      added: ['shards/b0.json'],
      changed: ['catalog.json', 'shards/0a.json'],
      removed: ['shards/7f.json'],
    });
    const targets = await client.refresh();
    expect(targets.get('shards/0a.json')).toContain('new');
    expect([client.version('targets'), client.version('snapshot'), client.version('timestamp')]).toEqual([2, 2, 2]);
  });

  test('keeps the targets and metadata of the last three, and no older ones', async () => {
    const publication = await published();
    for (let run = 2; run <= 5; run++) {
      publication.index({ shards: { '0a': ['one', 'two', `run ${run}`] } });
      await publication.publish(later(run * HOUR));
    }
    expect(readdirSync(join(publication.out, 'metadata')).sort()).toEqual([
      '1.root.json',
      '3.snapshot.json',
      '3.targets.json',
      '4.snapshot.json',
      '4.targets.json',
      '5.snapshot.json',
      '5.targets.json',
      'root.json',
      'timestamp.json',
    ]);
    const hashed = readdirSync(join(publication.out, 'targets/shards')).filter((name) => name.length > 64);
    expect(hashed.length).toBe(3);
  });

  test('keeps the blobs of the last three and of what is indexed, and no older ones', async () => {
    const publication = await published();
    const blobs = () => {
      const texts = [...publication.files()].filter(([path]) => path.startsWith('blobs/')).map(([, text]) => text);
      return texts.filter((text) => text.startsWith('run')).sort();
    };
    for (let run = 2; run <= 5; run++) {
      publication.index({ shards: { '0a': ['one', 'two', `run ${run}`] } });
      await publication.publish(later(run * HOUR));
    }
    expect(blobs()).toEqual(['run 3', 'run 4', 'run 5']);
    publication.index({ shards: { '0a': ['one', 'two', 'run 6'] } });
    await publication.rotate(['targets'], later(6 * HOUR));
    expect(blobs()).toEqual(['run 4', 'run 5', 'run 6']);
  });

  test('gives targets their second names as links', async () => {
    const publication = await published();
    expect(statSync(join(publication.out, 'targets/shards/7f.json')).nlink).toBe(2);
  });

  test('leaves what it signed as it was when indexing writes the next one', async () => {
    const publication = await published();
    const before = await new Client(publication.out).refresh();
    publication.index({ shards: { '0a': ['other'], '7f': ['others'] } });
    expect(await new Client(publication.out).refresh()).toEqual(before);
  });

  test('is planned without keys, and writes nothing, with --dry-run', async () => {
    const publication = await published();
    publication.index({ shards: { '0a': ['one', 'two'], '7f': ['changed'] } });
    const before = publication.files();
    const options = { lifetimes: LIFETIMES, allowShrink: false, airgap: true, dryRun: true };
    const report = await publishRelease(publication.ops(NOW, {}, null).ops, options);
    expect(report.views[0]?.targets.changed).toEqual(['shards/7f.json']);
    expect(publication.files()).toEqual(before);
  });

  test('leaves the air-gap view as it is with --no-airgap, and needs no key of it', async () => {
    const publication = await published();
    for (const name of readdirSync(publication.keys)) if (name.startsWith('airgap')) rmSync(join(publication.keys, name));
    expect(await codeOf(publication.publish())).toBe('publish/no-key');
    const report = await publication.publish(NOW, { airgap: false });
    expect(report.views.map(({ view }) => view)).toEqual(['main']);
    expect(publication.signed('metadata-airgap/timestamp.json').version).toBe(1);
  });

  test('has one view where init made one', async () => {
    const publication = await new Publication().init({ airgap: false });
    const report = await publication.index(TWO).publish();
    expect(report.views.map(({ view }) => view)).toEqual(['main']);
    expect(readdirSync(publication.out).sort()).toEqual(['api', 'blobs', 'metadata', 'targets']);
  });

  test('may have a shard for each first byte', async () => {
    const publication = await new Publication().init();
    const shards = Object.fromEntries(
      Array.from({ length: 256 }, (_, shard) => [shard.toString(16).padStart(2, '0'), [`manifest ${shard}`]]),
    );
    await publication.index({ shards }).publish();
    expect((await new Client(publication.out).refresh()).size).toBe(257);
  });
});

describe('publishing refuses', () => {
  test('a tree that was never set up', async () => {
    expect(await codeOf(new Publication().index(TWO).publish())).toBe('publish/not-initialised');
  });

  test('a folder that is not there, and makes nothing of it', async () => {
    const publication = new Publication();
    expect(await codeOf(publication.publish())).toBe('publish/not-initialised');
    expect(await codeOf(publication.rotate([]))).toBe('publish/not-initialised');
    expect(existsSync(publication.out)).toBe(false);
  });

  test('a tree that was never indexed', async () => {
    expect(await codeOf((await new Publication().init()).publish())).toBe('publish/nothing-indexed');
  });

  test('a tree that a run of the indexer is in the middle of', async () => {
    const publication = await published();
    writeFileSync(join(publication.out, 'api/v1/unfinished'), '');
    expect(await codeOf(publication.publish())).toBe('publish/unfinished');
  });

  test('a catalog that is older than the published one', async () => {
    const publication = await published();
    publication.index({ ...TWO, generatedAt: later(-1) });
    expect(await codeOf(publication.publish())).toBe('publish/older-catalog');
  });

  test('a catalog from the future', async () => {
    const publication = await published();
    publication.index({ ...TWO, generatedAt: later(HOUR) });
    expect(await codeOf(publication.publish())).toBe('publish/from-the-future');
  });

  test('to drop more than 15 % of the capabilities, unless it is told to', async () => {
    const publication = await new Publication().init();
    await publication.index({ ...TWO, capabilities: 100 }).publish();
    publication.index({ ...TWO, capabilities: 84 });
    expect(await codeOf(publication.publish())).toBe('publish/shrinks');
    expect(await codeOf(publication.publish(NOW, { dryRun: true }))).toBe('publish/shrinks');
    await publication.publish(NOW, { allowShrink: true });
    await publication.index({ ...TWO, capabilities: 72 }).publish();
    expect(publication.signed('metadata/timestamp.json').version).toBe(3);
  });

  test('a shard that names a blob that is missing', async () => {
    const publication = await published();
    publication.index({ shards: { ...TWO.shards, aa: ['a new one'] } });
    const [folder = ''] = readdirSync(join(publication.out, 'blobs/sha256')).filter((name) => {
      const [blob = ''] = readdirSync(join(publication.out, 'blobs/sha256', name));
      return publication.read(`blobs/sha256/${name}/${blob}`) === 'a new one';
    });
    rmSync(join(publication.out, 'blobs/sha256', folder), { recursive: true });
    expect(await codeOf(publication.publish())).toBe('publish/blob');
  });

  test('a shard that names a blob with other bytes', async () => {
    const publication = await new Publication().init();
    publication.index({ shards: { aa: ['the only one'] } });
    const [blob = ''] = [...publication.files().keys()].filter((path) => path.startsWith('blobs/'));
    writeFileSync(join(publication.out, blob), 'the other one');
    expect(await codeOf(publication.publish())).toBe('publish/blob');
  });

  test.each(['{', '{}', '{"entries":[{}]}', '{"entries":[{"manifest":{"digest":"sha256:../../x","size":1}}]}'])(
    'a shard that is no shard: %s',
    async (text) => {
      const publication = await published();
      writeFileSync(join(publication.out, 'targets/shards/aa.json'), text);
      expect(await codeOf(publication.publish())).toBe('publish/blob');
    },
  );

  test('targets and a list of pages that do not belong together', async () => {
    const publication = await published();
    const list = 'ab  index.html\n';
    const catalog = JSON.parse(publication.read('targets/catalog.json')) as object;
    rmSync(join(publication.out, 'targets/catalog.json'));
    writeFileSync(
      join(publication.out, 'targets/catalog.json'),
      JSON.stringify({ ...catalog, site: { digest: digestOf(list), files: 1 } }),
    );
    expect(await codeOf(publication.publish())).toBe('publish/other-site');
    writeFileSync(join(publication.out, 'site.sha256'), `${list} `);
    const before = publication.files();
    expect(await codeOf(publication.publish())).toBe('publish/other-site');
    expect(publication.files()).toEqual(before);
    writeFileSync(join(publication.out, 'site.sha256'), list);
    expect((await publication.publish()).views[0]?.targets.changed).toEqual(['catalog.json']);
  });

  test('a target whose name is not the same everywhere', async () => {
    const publication = await published();
    writeFileSync(join(publication.out, 'targets/a b.json'), '');
    expect(await codeOf(publication.publish())).toBe('publish/target-name');
  });

  test('a target that is a link', async () => {
    const publication = await published();
    symlinkSync('/etc/hostname', join(publication.out, 'targets/link.json'));
    expect(await codeOf(publication.publish())).toBe('publish/link');
  });

  test('a release whose root has expired', async () => {
    const publication = await published();
    expect(await codeOf(publication.publish(later(366 * DAY)))).toBe('publish/root-expired');
  });

  test('to sign without the keys', async () => {
    const publication = await published();
    const options = { lifetimes: LIFETIMES, allowShrink: false, airgap: true, dryRun: false };
    expect(await codeOf(publishRelease(publication.ops(NOW, {}, null).ops, options))).toBe('publish/no-key');
    await expect(publishRelease(publication.ops(NOW, {}, null).ops, { ...options, airgap: false })).rejects.toMatchObject({
      message: expect.stringMatching(/^timestamp of the main view needs 1 of 1 keys, and [0-9a-f]{12} is not at hand\.$/),
      hint: expect.stringContaining('CHORA_TIMESTAMP_KEY'),
    });
  });

  test('to publish what a client would refuse, and leaves what is served', async () => {
    const publication = await published();
    const before = publication.files();
    publication.index({ shards: { '0a': ['changed'], '7f': ['three'] } });
    const { ops } = publication.ops();
    const tree: typeof ops.tree = Object.create(ops.tree);
    let reads = 0;
    tree.read = (path) => {
      // The first reads are those of the plan; the client gets something else.
      if (path !== 'targets/shards/0a.json') return ops.tree.read(path);
      reads += 1;
      return reads <= 2 ? ops.tree.read(path) : Buffer.from('{"entries":[]}');
    };
    const options = { lifetimes: LIFETIMES, allowShrink: true, airgap: true, dryRun: false };
    expect(await codeOf(publishRelease({ ...ops, tree }, options))).toBe('publish/unverifiable-release');
    const changed = [...publication.files()].filter(([path, bytes]) => path.startsWith('metadata') && before.get(path) !== bytes);
    expect(changed).toEqual([]);
  });

  test('to publish what its own mirrors would refuse, though clients of others would take it', async () => {
    const publication = await published();
    const before = publication.files();
    // 2,000 targets with long names: more than the megabyte that mirrors read of a list of targets, and less than others do.
    const folder = join(publication.out, 'targets', 'x'.repeat(128), 'y'.repeat(128), 'z'.repeat(128));
    mkdirSync(folder, { recursive: true });
    for (let number = 0; number < 2000; number += 1) writeFileSync(join(folder, `${'n'.repeat(60)}${number}`), '');
    const work = publication.publish();
    await expect(work).rejects.toMatchObject({
      code: 'publish/unverifiable-release',
      message: expect.stringMatching(/ release: metadata\/2\.targets\.json is longer than /),
      cause: { code: 'tuf/endless-data' },
    });
    const changed = [...publication.files()].filter(([path, bytes]) => path.startsWith('metadata') && before.get(path) !== bytes);
    expect(changed).toEqual([]);
    rmSync(join(publication.out, 'targets', 'x'.repeat(128)), { recursive: true });
    await publication.publish();
  });

  test('two publishers at once', async () => {
    const publication = await published();
    const unlock = publication.ops().ops.tree.lock(() => undefined);
    // The lock says which process holds it, and one of the same number is not another one: this is the parent's.
    writeFileSync(
      join(publication.out, 'metadata/.lock'),
      publication.read('metadata/.lock').replace(`"pid":${process.pid}`, `"pid":${process.ppid}`),
    );
    expect(await codeOf(publication.publish())).toBe('publish/already-running');
    rmSync(join(publication.out, 'metadata/.lock'));
    unlock();
    await publication.publish();
  });
});

describe('a publisher that was taken over', () => {
  test('switches nothing any more', async () => {
    const publication = await published();
    const before = publication.read('metadata/timestamp.json');
    const { ops } = publication.ops();
    const tree: typeof ops.tree = Object.create(ops.tree);
    tree.lock = (lost) => {
      lost();
      return () => undefined;
    };
    const options = { lifetimes: LIFETIMES, allowShrink: false, airgap: true, dryRun: false };
    expect(await codeOf(publishRelease({ ...ops, tree }, options))).toBe('publish/lock-lost');
    expect(publication.read('metadata/timestamp.json')).toBe(before);
  });
});

describe('the rest of a run that was killed', () => {
  test('is overwritten and removed', async () => {
    const publication = await published();
    mkdirSync(join(publication.out, 'metadata'), { recursive: true });
    for (const name of ['2.targets.json', '2.snapshot.json', 'timestamp.json.tmp-12345'])
      writeFileSync(join(publication.out, 'metadata', name), 'half');
    linkSync(
      join(publication.out, 'targets/shards/7f.json'),
      join(publication.out, `targets/shards/${'0'.repeat(64)}.7f.json.tmp-12345`),
    );
    publication.index({ shards: { '0a': ['changed', 'two'], '7f': ['three'] } });
    await publication.publish();
    expect([...publication.files().keys()].filter((path) => path.includes('.tmp-'))).toEqual([]);
    expect((await new Client(publication.out).refresh()).get('shards/0a.json')).toContain('changed');
  });
});
