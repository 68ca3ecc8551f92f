// The whole way with real parts: what a run of the indexer wrote is published and mirrored.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { LAYOUT } from '../../src/catalog/layout.js';
import { mirrorOps, newMirrorOps, readMirrorConfig } from '../../src/compose/mirror.js';
import { publishOps } from '../../src/compose/publish.js';
import { addDecision } from '../../src/indexer/steward.js';
import { catalogFormat } from '../../src/mirror/catalog-format.js';
import { initMirror } from '../../src/mirror/init.js';
import { seal } from '../../src/mirror/sealed.js';
import { syncMirror } from '../../src/mirror/sync.js';
import { verifyMirror } from '../../src/mirror/verify.js';
import { digestOf } from '../../src/model/digest.js';
import type { MirrorRelease, MirrorSyncReport } from '../../src/model/generated/types.js';
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
    return { config, ops: mirrorOps({ folder: this.mirror, config, format: catalogFormat(), inProcess: true }) };
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

async function change(island: Island): Promise<void> {
  island.federation.folder('yard', { 'capability.yaml': manifest('yard.crane.lift', '1.1.0') });
  await island.index();
  await island.publish();
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

  test('is made out of the release before, and anew where that does not give what was published', async () => {
    const island = await harbour();
    await island.sync();
    const list = join(island.mirror, 'releases/1', LAYOUT.siteList);
    const page = LAYOUT.capabilityPage('gate.truck.admit');
    const line = readFileSync(list, 'utf8')
      .split('\n')
      .find((each) => each.endsWith(page));
    // Somebody changed a page, and the list that the next release goes by.
    const text = `${readFileSync(join(island.mirror, 'releases/1', page), 'utf8')}<p>Believe me.`;
    writeFileSync(join(island.mirror, 'releases/1', page), text);
    writeFileSync(list, readFileSync(list, 'utf8').replace(line ?? '', `${digestOf(text).slice(7)}  ${page}`));
    await change(island);
    expect(await island.sync()).toMatchObject({ outcome: 'released', to: 2, site: 'equal' });
    expect(readFileSync(join(island.mirror, 'current', page), 'utf8')).not.toContain('Believe me');
    expect(readdirSync(join(island.mirror, 'releases')).sort()).toEqual(['1', '1.json', '1.sha256', '2', '2.json', '2.sha256']);
  });

  test('is made anew where another version of the program made the release before', async () => {
    const island = await harbour();
    await island.sync();
    const { digest: _, ...record } = JSON.parse(readFileSync(join(island.mirror, 'releases/1.json'), 'utf8')) as MirrorRelease;
    const older = seal({ ...record, generator: { ...record.generator, own: '0.0.1' } });
    writeFileSync(join(island.mirror, 'releases/1.json'), older);
    const page = LAYOUT.capabilityPage('gate.truck.admit');
    writeFileSync(join(island.mirror, 'releases/1', page), 'As pages were then.');
    await change(island);
    await island.sync();
    expect(readFileSync(join(island.mirror, 'current', page), 'utf8')).not.toContain('As pages were then.');
    expect(await verifyMirror(island.ops().ops)).toMatchObject({
      problems: [expect.objectContaining({ what: `releases/1/${page}` })],
    });
  });

  test('of which a mirror holds a part says so on its pages and in its API, and by which filter', async () => {
    const island = await harbour();
    const config = join(island.mirror, 'mirror.yaml');
    writeFileSync(config, `${readFileSync(config, 'utf8')}\nonly: { domain: [gate, 'no <b>'] }\n`);
    expect(await island.sync()).toMatchObject({ site: 'partial', partial: true });
    const read = (path: string) => readFileSync(join(island.mirror, 'current', path), 'utf8');
    const { name } = JSON.parse(read(LAYOUT.catalog)) as { name: string };
    expect(name).toMatch(/ \(part: domain gate, no <b>\)$/);
    for (const path of [LAYOUT.home, LAYOUT.aboutPage, LAYOUT.searchPage, LAYOUT.capabilityPage('gate.truck.admit'), 'llms.txt'])
      expect([path, read(path)]).toEqual([path, expect.stringMatching(/\(part: domain gate, no (&lt;|\\?<)b/)]);
    expect(read(LAYOUT.home)).not.toContain('no <b>');
    expect(await verifyMirror(island.ops().ops)).toMatchObject({ problems: [] });
  });

  test('is rendered with what the release before held, of which all that did not change are the same objects', async () => {
    const island = await harbour();
    await island.sync();
    await change(island);
    const { config, ops } = island.ops();
    const ids: string[][] = [];
    const render: typeof ops.format.render = (data, generatedAt, store, before) => {
      const old = new Set(before?.catalog.entries);
      ids.push(data.catalog.entries.filter((entry) => old.has(entry)).map(({ id }) => id));
      return ops.format.render(data, generatedAt, store, before);
    };
    const options = { signal: new AbortController().signal, watch: () => undefined, repair: false };
    expect(await syncMirror(config, { ...ops, format: { ...ops.format, render } }, options)).toMatchObject({ site: 'equal' });
    expect(ids).toEqual([['gate.truck.admit']]);
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
