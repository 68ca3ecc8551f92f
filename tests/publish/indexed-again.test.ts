import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { publishOps } from '../../src/compose/publish.js';
import { initialise } from '../../src/publish/init.js';
import { LIFETIMES } from '../../src/publish/lifetimes.js';
import { publishRelease } from '../../src/publish/release.js';
import { Federation, manifest } from '../support/federation.js';

const NOW = new Date('2026-05-04T08:00:00.000Z');

function publicationOf(federation: Federation, now = NOW) {
  const { ops, folder } = publishOps({ out: federation.out, keys: join(federation.root, 'keys'), environment: {}, now });
  if (folder === null) throw new Error('there is a folder for keys');
  return {
    init: () => initialise(ops, folder, { rootKeys: 1, threshold: 1, airgap: true, lifetimes: LIFETIMES }),
    publish: () => publishRelease(ops, { lifetimes: LIFETIMES, allowShrink: false, airgap: true, dryRun: false }),
  };
}

const blobs = (federation: Federation): string[] => [...federation.tree().keys()].filter((path) => path.startsWith('blobs/'));

describe('a catalog that is indexed again where it is published', () => {
  test('may have its keys before it is first indexed', async () => {
    const federation = new Federation();
    await publicationOf(federation).init();
    await federation.indexSources([federation.folder('yard', { 'capability.yaml': manifest('yard.crane.lift') })]);
    const report = await publicationOf(federation).publish();
    expect(report).toMatchObject({ catalog: 'Quay', dry_run: false });
  });

  test('keeps the targets and blobs of the release that readers may be in the middle of', async () => {
    const federation = new Federation();
    await federation.indexSources([federation.folder('yard', { 'capability.yaml': manifest('yard.crane.lift') })]);
    await publicationOf(federation).init();
    await publicationOf(federation).publish();
    const named = [...federation.tree().keys()].filter((path) => /^targets\/.*[0-9a-f]{64}\./.test(path));
    const before = blobs(federation);
    expect(named).not.toEqual([]);
    federation.folder('yard', { 'capability.yaml': manifest('yard.gate.open') });
    await federation.index({ allowShrink: true, now: '2026-05-04T09:00:00.000Z' });
    expect([...federation.tree().keys()]).toEqual(expect.arrayContaining([...named, ...before]));
    expect(readdirSync(join(federation.out, 'metadata'))).toContain('timestamp.json');
  });

  test('without releases loses the blobs that nothing names any more', async () => {
    const federation = new Federation();
    await federation.indexSources([federation.folder('yard', { 'capability.yaml': manifest('yard.crane.lift') })]);
    const before = blobs(federation);
    federation.folder('yard', { 'capability.yaml': manifest('yard.gate.open') });
    await federation.index({ allowShrink: true });
    for (const path of before) expect(blobs(federation)).not.toContain(path);
  });
});
