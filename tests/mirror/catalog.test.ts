// The whole way with real parts: what a run of the indexer wrote is published and mirrored.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { mirrorOps, newMirrorOps, readMirrorConfig } from '../../src/compose/mirror.js';
import { publishOps } from '../../src/compose/publish.js';
import { addDecision } from '../../src/indexer/steward.js';
import { CATALOG_FORMAT } from '../../src/mirror/catalog-format.js';
import { initMirror } from '../../src/mirror/init.js';
import { syncMirror } from '../../src/mirror/sync.js';
import { verifyMirror } from '../../src/mirror/verify.js';
import type { MirrorSyncReport } from '../../src/model/generated/types.js';
import { initialise } from '../../src/publish/init.js';
import { LIFETIMES } from '../../src/publish/lifetimes.js';
import { publishRelease } from '../../src/publish/release.js';
import { Federation, manifest, temporaryFolder, treeOf } from '../support/federation.js';

/** A federation whose catalog is published, and a mirror that follows it. */
class Island {
  readonly federation = new Federation();
  readonly mirror = join(temporaryFolder(), 'mirror');

  async index(allowShrink = false): Promise<void> {
    await this.federation.index({ now: new Date().toISOString(), allowShrink });
  }

  private publication() {
    const { out, root } = this.federation;
    return publishOps({ out, keys: join(root, 'keys'), environment: {} });
  }

  async init(): Promise<void> {
    const { ops, folder } = this.publication();
    if (folder === null) throw new Error('there is a folder for keys');
    await initialise(ops, folder, { rootKeys: 1, threshold: 1, airgap: true, lifetimes: LIFETIMES });
    const config = { url: this.federation.out, view: 'online' } as const;
    const root = readFileSync(join(this.federation.out, 'metadata/1.root.json'));
    const pin = { ...config, policy: false, only: null };
    await initMirror(pin, root, newMirrorOps(this.mirror, config), () => undefined);
  }

  async publish(): Promise<void> {
    await publishRelease(this.publication().ops, { lifetimes: LIFETIMES, allowShrink: true, airgap: true, dryRun: false });
  }

  ops() {
    const config = readMirrorConfig(this.mirror);
    return { config, ops: mirrorOps({ folder: this.mirror, config, format: CATALOG_FORMAT, inProcess: true }) };
  }

  async sync(): Promise<MirrorSyncReport> {
    const { config, ops } = this.ops();
    return await syncMirror(config, ops, { signal: new AbortController().signal, watch: () => undefined, repair: false });
  }

  decide(decision: string): void {
    const path = join(this.federation.root, 'decisions.ndjson');
    writeFileSync(path, decision);
  }
}

/** A log with one line more. */
function decision(before: string, by: string, summary: string): string {
  return addDecision(before, { kind: 'other', capability: 'yard.crane.lift', decided_by: by, summary }, new Date());
}

const SITE = (path: string) => !/^(targets|blobs|metadata|metadata-airgap)\//.test(path);

async function harbour(): Promise<Island> {
  const island = new Island();
  const { federation } = island;
  federation.configure({
    sources: [
      federation.folder('yard', { 'capability.yaml': manifest('yard.crane.lift') }),
      federation.folder('gate', {
        'capability.yaml': manifest('gate.truck.admit', '1.0.0', {
          dependencies: [{ id: 'yard.crane.lift', version: '^1.0.0' }],
        }),
      }),
    ],
  });
  await island.index();
  await island.init();
  await island.publish();
  return island;
}

describe('a catalog that was indexed and published', () => {
  test('has the same site at the mirror, byte for byte, also after a change', async () => {
    const island = await harbour();
    expect(await island.sync()).toMatchObject({ outcome: 'released', to: 1, site: 'equal', partial: false });
    island.federation.folder('yard', { 'capability.yaml': manifest('yard.crane.lift', '2.0.0') });
    await island.index();
    await island.publish();
    expect(await island.sync()).toMatchObject({ outcome: 'released', from: 1, to: 2, site: 'equal' });
    const own = treeOf(island.federation.out);
    const there = treeOf(join(island.mirror, 'current'));
    expect([...there.keys()].filter(SITE).sort()).toEqual([...own.keys()].filter(SITE).sort());
    for (const [path, text] of there) if (SITE(path)) expect({ path, text }).toEqual({ path, text: own.get(path) });
    expect(await verifyMirror(island.ops().ops)).toMatchObject({ ok: true });
  });

  test('whose decision log only grew is taken', async () => {
    const island = await harbour();
    const first = decision('', 'ana', 'in use');
    island.decide(first);
    await island.index();
    await island.publish();
    await island.sync();
    const second = decision(first, 'ana', 'worn');
    island.decide(second);
    await island.index();
    await island.publish();
    await island.sync();
    expect(readFileSync(join(island.mirror, 'current/api/v1/decisions.ndjson'), 'utf8')).toBe(second);
  });

  test('whose decision log was written anew is refused, and the release before is still served', async () => {
    const island = await harbour();
    island.decide(decision('', 'ana', 'in use'));
    await island.index();
    await island.publish();
    await island.sync();
    const { out } = island.federation;
    const kept = temporaryFolder();
    for (const name of ['metadata', 'metadata-airgap']) cpSync(join(out, name), join(kept, name), { recursive: true });
    // The indexer refuses that as well: whoever does it has to begin with an empty folder, and brings the metadata along.
    rmSync(out, { recursive: true });
    island.decide(decision('', 'mallory', 'no'));
    await island.index();
    for (const name of ['metadata', 'metadata-airgap']) cpSync(join(kept, name), join(out, name), { recursive: true });
    await island.publish();
    await expect(island.sync()).rejects.toMatchObject({ code: 'decisions/rewritten', kind: 'trust' });
    expect(readFileSync(join(island.mirror, 'current/api/v1/decisions.ndjson'), 'utf8')).toContain('ana');
  });
});
