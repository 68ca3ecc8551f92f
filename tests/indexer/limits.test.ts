import { describe, expect, test } from '@jest/globals';
import { SOURCE_LIMITS } from '../../src/model/limits.js';
import { capabilities, Federation, manifest } from '../support/federation.js';

describe('a source that has', () => {
  test('no file that could be a manifest is told, as a matter of information', async () => {
    const federation = new Federation();
    await federation.indexSources([federation.folder('attic', { 'README.md': 'nothing here' })]);
    expect(federation.findings('source/no-manifests')).toMatchObject([{ severity: 'info', source: 'dir:folders/attic' }]);
  });

  test('more matching files than allowed gives the first by path, and says so', async () => {
    const federation = new Federation();
    const files = Object.fromEntries(
      Array.from({ length: SOURCE_LIMITS.files + 1 }, (_, index) => [`capabilities/${String(index).padStart(5, '0')}.yaml`, '']),
    );
    await federation.indexSources([federation.folder('heap', { ...files, 'capability.yaml': manifest('heap.last.one') })]);
    expect(federation.findings('source/too-many-manifests')).toMatchObject([
      {
        severity: 'warning',
        message: `${SOURCE_LIMITS.files + 2} files match the manifest globs; the first ${SOURCE_LIMITS.files} by path are read.`,
      },
    ]);
    expect(federation.ids()).toEqual([]);
    expect(federation.source('dir:folders/heap')?.manifests).toBe(SOURCE_LIMITS.files);
  });

  test('more matching tags than allowed gives the newest, and says so', async () => {
    const federation = new Federation();
    const tagged = (patch: number) => ({
      files: { 'capability.yaml': manifest('berth.slot.assign', `1.0.${patch}`) },
      tag: `v1.0.${patch}`,
    });
    const commits = Array.from({ length: SOURCE_LIMITS.tags + 3 }, (_, patch) => tagged(patch));
    await federation.indexSources([await federation.repository('quay/berths', commits, { tags: 'v*' })]);
    expect(federation.findings('source/too-many-tags')).toMatchObject([
      { severity: 'warning', message: `${SOURCE_LIMITS.tags + 3} tags match; the newest ${SOURCE_LIMITS.tags} are read.` },
    ]);
    expect(federation.versions('berth.slot.assign')).toHaveLength(SOURCE_LIMITS.tags);
    expect(federation.versions('berth.slot.assign').at(-1)?.version).toBe('1.0.3');
  });

  test('manifests and nothing to tell has no finding', async () => {
    const federation = new Federation();
    await federation.indexSources([federation.folder('yard', capabilities('yard.crane.lift'))]);
    expect(federation.findings()).toEqual([]);
  });
});
