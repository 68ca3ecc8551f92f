import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { LIFETIMES } from '../../src/publish/lifetimes.js';
import { publishStatus } from '../../src/publish/status.js';
import { Client, codeOf, DAY, HOUR, later, NOW, Publication } from './support.js';

const TWO = { shards: { '0a': ['one', 'two'], '7f': ['three'] } };

const published = async (): Promise<Publication> => {
  const publication = await new Publication().init();
  await publication.index(TWO).publish();
  return publication;
};

describe('a published state that cannot be verified is refused, and nothing is written:', () => {
  const edit = (path: string, change: (text: string) => string) => (out: string) =>
    writeFileSync(join(out, path), change(readFileSync(join(out, path), 'utf8')));
  const remove = (path: string) => (out: string) => rmSync(join(out, path));

  test.each<[string, (out: string) => void]>([
    ['a timestamp that is no JSON', edit('metadata/timestamp.json', () => '{')],
    ['a timestamp that is empty', edit('metadata/timestamp.json', () => '')],
    [
      'a timestamp with another time',
      edit('metadata/timestamp.json', (text) => text.replace('"x-catalog":"Yards"', '"x-catalog":"Other"')),
    ],
    [
      'a timestamp with a version that is no number',
      edit('metadata/timestamp.json', (text) => text.replace(/"version":1}/g, '"version":1.5}')),
    ],
    [
      'a timestamp without signatures',
      edit('metadata/timestamp.json', (text) => text.replace(/"signatures":\[.*?\]/, '"signatures":[]')),
    ],
    [
      'a timestamp that is a snapshot',
      (out) => copyFileSync(join(out, 'metadata/1.snapshot.json'), join(out, 'metadata/timestamp.json')),
    ],
    [
      'the timestamp of the other view',
      (out) => copyFileSync(join(out, 'metadata-airgap/timestamp.json'), join(out, 'metadata/timestamp.json')),
    ],
    ['a snapshot that is missing', remove('metadata/1.snapshot.json')],
    ['a snapshot with one byte more', edit('metadata/1.snapshot.json', (text) => `${text} `)],
    ['targets that are missing', remove('metadata/1.targets.json')],
    [
      'targets that list something else',
      edit('metadata/1.targets.json', (text) => text.replace('shards/0a.json', 'shards/0b.json')),
    ],
    ['a first root that is missing', remove('metadata/1.root.json')],
    [
      'a first root with another key',
      edit('metadata/1.root.json', (text) => text.replace(/(?<="public":")../, (digits) => (digits === 'ff' ? '00' : 'ff'))),
    ],
    ['a root.json that is none of the numbered ones', edit('metadata/root.json', (text) => `${text}\n`)],
    [
      'an air-gap root with another threshold',
      edit('metadata-airgap/1.root.json', (text) => text.replace('"threshold":1', '"threshold":2')),
    ],
    [
      'a second root that nobody signed',
      (out) => copyFileSync(join(out, 'metadata/1.root.json'), join(out, 'metadata/2.root.json')),
    ],
    [
      'a third root without a second',
      (out) => copyFileSync(join(out, 'metadata/1.root.json'), join(out, 'metadata/3.root.json')),
    ],
  ])('%s', async (_, damage) => {
    const publication = await published();
    damage(publication.out);
    const before = publication.files();
    expect(await codeOf(publication.publish())).toBe('publish/unverifiable-state');
    expect(await codeOf(publication.rotate([]))).toBe('publish/unverifiable-state');
    expect(publication.files()).toEqual(before);
  });

  test.each(['signed', 'signatures'])('a timestamp in which “%s” is something else', async (field) => {
    const publication = await published();
    for (const value of [null, 1, 'text', [], {}, [null], [{ keyid: 1 }]]) {
      const text = { ...(JSON.parse(publication.read('metadata/timestamp.json')) as object), [field]: value };
      writeFileSync(join(publication.out, 'metadata/timestamp.json'), JSON.stringify(text));
      expect(await codeOf(publication.publish())).toBe('publish/unverifiable-state');
    }
  });
});

describe('an older copy of the metadata', () => {
  test('is refused where newer ones lie beside it', async () => {
    const publication = await published();
    const old = publication.read('metadata/timestamp.json');
    for (const change of ['a', 'b']) {
      publication.index({ shards: { '0a': ['one', 'two', change] } });
      await publication.publish();
    }
    writeFileSync(join(publication.out, 'metadata/timestamp.json'), old);
    expect(await codeOf(publication.publish())).toBe('publish/rolled-back');
    rmSync(join(publication.out, 'metadata/timestamp.json'));
    expect(await codeOf(publication.publish())).toBe('publish/rolled-back');
  });
});

describe('a main view whose release is lost', () => {
  test('does not begin with version 1 again, as the air-gap view shows that there was one', async () => {
    const publication = await published();
    await publication.publish();
    const before = publication.files();
    for (const gone of [['timestamp.json'], ['1.snapshot.json', '1.targets.json']]) {
      for (const name of gone) rmSync(join(publication.out, 'metadata', name));
      expect(await codeOf(publication.publish())).toBe('publish/rolled-back');
      expect(await codeOf(publication.rotate(['timestamp']))).toBe('publish/rolled-back');
    }
    for (const [path, bytes] of before)
      if (path.startsWith('metadata/')) writeFileSync(join(publication.out, path), bytes, 'latin1');
    await publication.publish();
    expect(publication.signed('metadata/timestamp.json').version).toBe(3);
  });

  test('may begin where nothing but the air-gap view came into its place', async () => {
    const publication = await published();
    for (const name of ['timestamp.json', '1.snapshot.json']) rmSync(join(publication.out, 'metadata', name));
    await publication.publish();
    expect(publication.signed('metadata/timestamp.json').version).toBe(1);
  });
});

describe('what a run that was killed leaves is mended:', () => {
  test('root.json of the version before', async () => {
    const publication = await published();
    const old = publication.read('metadata/root.json');
    await publication.rotate([]);
    writeFileSync(join(publication.out, 'metadata/root.json'), old);
    await publication.publish();
    expect(publication.read('metadata/root.json')).toBe(publication.read('metadata/2.root.json'));
  });

  test('no root.json, as init left it', async () => {
    const publication = await new Publication().init();
    rmSync(join(publication.out, 'metadata/root.json'));
    await publication.index(TWO).publish();
    expect(publication.read('metadata/root.json')).toBe(publication.read('metadata/1.root.json'));
  });

  test('names of targets that are gone', async () => {
    const publication = await published();
    for (const path of publication.files().keys()) if (/[0-9a-f]{64}\.0a/.test(path)) rmSync(join(publication.out, path));
    await publication.publish();
    expect((await new Client(publication.out).refresh()).size).toBe(3);
  });

  test('older versions that somebody damaged stay out of the way, and keep the targets', async () => {
    const publication = await published();
    for (const change of ['a', 'b']) {
      if (change === 'b') writeFileSync(join(publication.out, 'metadata/1.targets.json'), 'damaged');
      publication.index({ shards: { '0a': ['one', 'two', change] } });
      await publication.publish();
    }
    const hashed = [...publication.files().keys()].filter((path) => /[0-9a-f]{64}\.0a\.json$/.test(path));
    expect(hashed.length).toBe(3);
  });
});

describe('the status', () => {
  const warned = async (at: Date): Promise<[string, string, boolean][]> => {
    const publication = await published();
    const { warnings } = publishStatus(publication.ops(at).ops, LIFETIMES);
    return warnings.map(({ view, role, expired }) => [view, role, expired]);
  };

  test('tells versions, expiries and keys', async () => {
    const publication = await published();
    const { views, warnings } = publishStatus(publication.ops().ops, LIFETIMES);
    expect(warnings).toEqual([]);
    expect(views.map(({ view, targets, generated_at }) => [view, targets, generated_at])).toEqual([
      ['main', 3, NOW.toISOString()],
      ['airgap', 3, NOW.toISOString()],
    ]);
    expect(views[0]?.roles.map(({ role, version, threshold, key_ids }) => [role, version, threshold, key_ids.length])).toEqual([
      ['root', 1, 1, 1],
      ['targets', 1, 1, 1],
      ['snapshot', 1, 1, 1],
      ['timestamp', 1, 1, 1],
    ]);
    expect(views[0]?.roles[3]?.key_ids).not.toEqual(views[1]?.roles[3]?.key_ids);
    expect(views[0]?.roles[1]?.key_ids).toEqual(views[1]?.roles[1]?.key_ids);
  });

  test.each<[string, number, [string, string, boolean][]]>([
    ['less than a quarter of the timestamp is left', 19 * HOUR, [['main', 'timestamp', false]]],
    ['the timestamp has expired', DAY, [['main', 'timestamp', true]]],
    [
      'less than a quarter of the snapshot is left',
      5.5 * DAY,
      [
        ['main', 'snapshot', false],
        ['main', 'timestamp', true],
      ],
    ],
    [
      'the root is to be extended',
      306 * DAY,
      [
        ['main', 'root', false],
        ['main', 'targets', true],
        ['main', 'snapshot', true],
        ['main', 'timestamp', true],
        ['airgap', 'root', false],
        ['airgap', 'targets', true],
        ['airgap', 'snapshot', true],
        ['airgap', 'timestamp', true],
      ],
    ],
  ])('warns when %s', async (_, after, expected) => {
    expect(await warned(later(after))).toEqual(expected);
  });

  test('of a tree that was never set up is empty', () => {
    expect(publishStatus(new Publication().ops().ops, LIFETIMES).views).toEqual([]);
  });

  test('goes with a release, with what it has just signed', async () => {
    const publication = await published();
    expect((await publication.publish(later(23 * HOUR))).warnings).toEqual([]);
    expect((await publication.publish(later(306 * DAY))).warnings.map(({ view, role }) => [view, role])).toEqual([
      ['main', 'root'],
      ['airgap', 'root'],
    ]);
  });
});
