import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectRefused, type Scene, scenes } from '../../support/tuf/scene.js';

const scene = scenes();
const history = (made: Scene) => join(made.places.trustFolder, 'root_history');
const metadata = (made: Scene) => made.client.metadata(made.places.trustFolder);

describe('what a client trusts, for other clients', () => {
  test('are the files that were published, under their names', async () => {
    const made = await scene();
    await made.refresh();
    const { files, release } = await metadata(made);
    expect(release.versions).toEqual({ root: 1, timestamp: 1, snapshot: 1, targets: 1 });
    expect([...files.keys()].sort()).toEqual(['1.root.json', '1.snapshot.json', '1.targets.json', 'timestamp.json']);
    for (const [name, bytes] of files) expect(Buffer.from(bytes)).toEqual(made.repository.file(`metadata/${name}`));
  });

  test('have every root since the pinned one, also those that were passed in one refresh', async () => {
    const made = await scene();
    await made.refresh();
    for (let version = 2; version <= 4; version += 1) {
      made.repository.rotate('root');
      made.repository.publish('root');
    }
    await made.refresh();
    expect(readdirSync(history(made)).sort()).toEqual(['1.root.json', '2.root.json', '3.root.json']);
    const { files } = await metadata(made);
    for (const name of ['1.root.json', '2.root.json', '3.root.json', '4.root.json'])
      expect([name, Buffer.from(files.get(name) ?? '')]).toEqual([name, made.repository.file(`metadata/${name}`)]);
    made.expectNothingForeign();
  });

  test('have no root that was refused', async () => {
    const made = await scene();
    await made.refresh();
    made.repository.rotate('root');
    made.repository.publish('root');
    made.repository.rotate('root');
    made.repository.root.signers = made.repository.root.keys;
    made.repository.publish('root');
    await expectRefused(made.refresh(), 'tuf/signature');
    expect(readdirSync(history(made))).toEqual(['1.root.json']);
    expect([...(await metadata(made)).files.keys()].filter((name) => name.endsWith('root.json'))).toEqual([
      '2.root.json',
      '1.root.json',
    ]);
  });

  test('end at a gap, which nobody could follow', async () => {
    const made = await scene();
    await made.refresh();
    for (let version = 2; version <= 4; version += 1) made.repository.publish('root');
    await made.refresh();
    rmSync(join(history(made), '2.root.json'));
    expect([...(await metadata(made)).files.keys()].filter((name) => name.endsWith('root.json'))).toEqual([
      '4.root.json',
      '3.root.json',
    ]);
  });

  test('are none before there is a whole release', async () => {
    const made = await scene();
    await expect(metadata(made)).rejects.toMatchObject({ code: 'tuf/incomplete' });
    await made.refresh();
    writeFileSync(join(made.places.trustFolder, 'snapshot.json'), '{}');
    await expect(metadata(made)).rejects.toMatchObject({ kind: 'trust' });
  });
});
