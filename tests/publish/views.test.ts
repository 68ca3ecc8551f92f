import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { TufJsClient } from '../../src/adapters/tuf/client.js';
import { rootView } from '../../src/model/root-view.js';
import { DAY, later, NOW, Publication, temporaryFolder } from './support.js';

const TWO = { shards: { '0a': ['one', 'two'], '7f': ['three'] } };

let publication: Publication;
/** What the web server gives, which somebody may have taken over: they have no key. */
let web = '';
const client = new TufJsClient(undefined, undefined, () => NOW);
const placesOf = (trustFolder: string, view = 'metadata') => ({
  trustFolder,
  metadata: join(web, view),
  targets: join(web, 'targets'),
});

function serve(view: 'metadata' | 'metadata-airgap'): void {
  rmSync(web, { recursive: true, force: true });
  cpSync(publication.out, web, { recursive: true });
  rmSync(join(web, 'metadata'), { recursive: true });
  cpSync(join(publication.out, view), join(web, 'metadata'), { recursive: true });
}

beforeEach(async () => {
  publication = await new Publication().init();
  await publication.index(TWO).publish();
  web = join(temporaryFolder(), 'web');
  serve('metadata');
});

describe('the air-gap view in the place of the online one', () => {
  test('is refused at its root, though the same root keys signed it, and the right one is followed afterwards', async () => {
    const places = placesOf(temporaryFolder());
    await client.init(places.trustFolder, Buffer.from(publication.read('metadata/1.root.json')));
    await client.refresh(places);
    await publication.rotate([]);
    // With a snapshot that is newer than the one that is trusted: the metadata would fit together.
    await publication.index({ shards: { '0a': ['one', 'two', 'new'], '7f': ['three'] } }).publish();
    serve('metadata-airgap');
    await expect(client.refresh(places)).rejects.toMatchObject({ kind: 'trust', code: 'tuf/other-view' });
    expect((await client.read(places.trustFolder)).versions).toMatchObject({ root: 1, timestamp: 1, snapshot: 1 });
    serve('metadata');
    const { versions, expires } = await client.refresh(places);
    expect(versions).toMatchObject({ root: 2, timestamp: 2, snapshot: 2 });
    expect(expires.timestamp.getTime()).toBeLessThanOrEqual(later(DAY).getTime());
  });

  test('is told from it in every root', async () => {
    await publication.rotate(['targets']);
    await publication.rotate(['root']);
    for (const version of ['1.', '2.', '3.', ''])
      expect(
        ['metadata', 'metadata-airgap'].map((view) => rootView(Buffer.from(publication.read(`${view}/${version}root.json`)))),
      ).toEqual(['online', 'airgap']);
  });

  test('is what a mirror of that view follows', async () => {
    const places = placesOf(temporaryFolder(), 'metadata-airgap');
    await client.init(places.trustFolder, Buffer.from(publication.read('metadata-airgap/1.root.json')));
    await publication.rotate([]);
    serve('metadata');
    expect((await client.refresh(places)).versions).toMatchObject({ root: 2 });
  });
});

test('what is no root is of no view', () => {
  for (const text of ['', '{', 'null', '[]', '{"signed":null}', '{"signed":{"x-view":1}}', '{"signed":{"x-view":"main"}}'])
    expect(rootView(Buffer.from(text))).toBeNull();
});
