import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { fileSigners, publishOps, readPublicKeyFile } from '../../src/compose/publish.js';
import { finishRoots, type InstallReport } from '../../src/publish/install.js';
import { LIFETIMES } from '../../src/publish/lifetimes.js';
import type { RootChanges } from '../../src/publish/next-root.js';
import { type ProposalReport, prepareRoots, reportProposal, signAsHolder } from '../../src/publish/propose.js';
import { Client, codeOf, HOUR, later, NOW, Publication, temporaryFolder } from './support.js';

const TWO = { shards: { '0a': ['one', 'two'], '7f': ['three'] } };

let publication: Publication;
/** Files of the root keys, each in a folder of its holder. */
let holders: string[];

beforeEach(async () => {
  publication = await new Publication().init({ rootKeys: 3, threshold: 2 });
  holders = readdirSync(publication.keys)
    .filter((name) => /^root-.{12}\.pem$/.test(name))
    .map((name) => {
      const path = join(temporaryFolder(), name);
      renameSync(join(publication.keys, name), path);
      return path;
    });
  await publication.index(TWO).publish();
});

const prepare = async (changes: Partial<RootChanges>): Promise<ProposalReport[]> => {
  const { ops, folder } = publication.ops(later(HOUR));
  return (await prepareRoots(ops, folder, { roles: [], lifetimes: LIFETIMES, ...changes })).map(reportProposal);
};

/** A holder signs on a machine of their own, which has the metadata and nothing else, and hands them back. */
const sign = async (key: string | undefined): Promise<ProposalReport[]> => {
  const copy = temporaryFolder();
  for (const folder of ['metadata', 'metadata-airgap'])
    cpSync(join(publication.out, folder), join(copy, folder), { recursive: true });
  const { ops } = publishOps({ out: copy, environment: {}, now: NOW });
  const reports = (await signAsHolder(ops, fileSigners(key ?? '', copy))).map(reportProposal);
  for (const folder of ['metadata', 'metadata-airgap'])
    if (existsSync(join(copy, folder, 'root.proposed.json')))
      cpSync(join(copy, folder, 'root.proposed.json'), join(publication.out, folder, 'root.proposed.json'));
  return reports;
};

const finish = (now = later(HOUR)): Promise<InstallReport> => finishRoots(publication.ops(now).ops, LIFETIMES, false);

describe('a root that two of three holders must sign', () => {
  test('is made by init with two signatures at least', () => {
    expect((JSON.parse(publication.read('metadata/root.json')) as { signatures: unknown[] }).signatures.length).toBe(3);
    expect(publication.signed('metadata/root.json')).toMatchObject({ roles: { root: { threshold: 2 } } });
  });

  test('is in force once the second has signed, not before', async () => {
    const client = new Client(publication.out);
    await client.refresh();
    const [prepared] = await prepare({ roles: ['timestamp'] });
    expect(prepared).toMatchObject({ view: 'main', current: { have: 0, need: 2 }, next: { have: 0, need: 2 } });
    expect(await codeOf(finish())).toBe('publish/too-few-signatures');
    await sign(holders[0]);
    expect(await codeOf(finish())).toBe('publish/too-few-signatures');
    expect((await client.refresh()).size).toBe(3);
    expect(client.version('root')).toBe(1);
    const [signed] = await sign(holders[2]);
    expect(signed).toMatchObject({ current: { have: 2, need: 2 }, next: { have: 2, need: 2 } });
    const report = await finish();
    expect(report.views.map(({ view, sign: roles }) => [view, roles.map(({ role }) => role)])).toEqual([['main', ['timestamp']]]);
    expect((await client.refresh()).size).toBe(3);
    expect(client.version('root')).toBe(2);
    expect(readdirSync(join(publication.out, 'metadata'))).not.toContain('root.proposed.json');
  });

  test('is not in force when one holder signs twice', async () => {
    await prepare({});
    await sign(holders[0]);
    const [report] = await sign(holders[0]);
    expect(report?.current).toEqual({ have: 1, need: 2 });
    expect(await codeOf(finish())).toBe('publish/too-few-signatures');
  });

  test('is extended in both views', async () => {
    await prepare({});
    await sign(holders[0]);
    await sign(holders[1]);
    const { views } = await finish();
    expect(views.map(({ view, changes }) => [view, changes.length])).toEqual([
      ['main', 2],
      ['airgap', 2],
    ]);
    for (const view of ['metadata', 'metadata-airgap'] as const) {
      const client = new Client(publication.out, view);
      await client.refresh();
      expect(client.version('root')).toBe(2);
    }
  });

  test('replaces one holder by another, who made their key themselves', async () => {
    const theirs = await new Publication().init();
    const [publicKey = ''] = readdirSync(theirs.keys).filter((name) => /^root-.*\.pub\.pem$/.test(name));
    const gone = /root-(.{12})\.pem$/.exec(holders[0] ?? '')?.[1] ?? '';
    const reports = await prepare({ removeRoot: gone, addRoot: [readPublicKeyFile(join(theirs.keys, publicKey))] });
    expect(reports[0]?.changes).toEqual([
      'version 1 → 2',
      expect.stringMatching(/^expires /),
      expect.stringMatching(/^root gets the key /),
      expect.stringMatching(new RegExp(`^root loses the key ${gone}`)),
    ]);
    await sign(holders[0]);
    await sign(holders[1]);
    // The one who goes counts for the root in force, and not for the next.
    expect(await codeOf(finish())).toBe('publish/too-few-signatures');
    await sign(join(theirs.keys, publicKey.replace('.pub', '')));
    await finish();
    const client = new Client(publication.out);
    await client.refresh();
    expect(client.version('root')).toBe(2);
  });

  test('changes its threshold', async () => {
    await prepare({ threshold: 3 });
    await sign(holders[0]);
    await sign(holders[1]);
    expect(await codeOf(finish())).toBe('publish/too-few-signatures');
    await sign(holders[2]);
    await finish();
    expect(publication.signed('metadata/root.json')).toMatchObject({ version: 2, roles: { root: { threshold: 3 } } });
    expect(await codeOf(prepare({ threshold: 4 }))).toBe('usage/threshold');
  });

  test('needs to be told which of several root keys goes', async () => {
    expect(await codeOf(prepare({ roles: ['root'] }))).toBe('usage/remove-root-key');
    expect(await codeOf(prepare({ roles: ['root'], removeRoot: 'xyz' }))).toBe('usage/remove-root-key');
  });
});

describe('a proposed root is refused', () => {
  test('by a key that is no root key', async () => {
    await prepare({});
    const [key = ''] = readdirSync(publication.keys).filter((name) => /^targets-.{12}\.pem$/.test(name));
    expect(await codeOf(sign(join(publication.keys, key)))).toBe('publish/not-a-root-key');
  });

  test('when there is none', async () => {
    expect(await codeOf(finish())).toBe('publish/no-proposal');
    expect(await codeOf(sign(holders[0]))).toBe('publish/no-proposal');
  });

  test('when somebody changed it after it was signed', async () => {
    await prepare({});
    await sign(holders[0]);
    await sign(holders[1]);
    const path = join(publication.out, 'metadata/root.proposed.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"threshold":2', '"threshold":1'));
    expect(await codeOf(finish())).toBe('publish/too-few-signatures');
  });

  test('when it counts one key as two', async () => {
    await prepare({});
    const path = join(publication.out, 'metadata/root.proposed.json');
    const proposal = JSON.parse(readFileSync(path, 'utf8')) as {
      signed: { keys: Record<string, unknown>; roles: { root: { keyids: string[] } } };
    };
    const [id = ''] = proposal.signed.roles.root.keyids;
    const twin = 'f'.repeat(64);
    proposal.signed.keys[twin] = proposal.signed.keys[id];
    proposal.signed.roles.root.keyids.push(twin);
    writeFileSync(path, JSON.stringify(proposal));
    expect(await codeOf(sign(holders[0]))).toBe('publish/proposal');
  });

  test.each(['', '{}', '[]', 'null', '{"signed":{"_type":"timestamp"},"signatures":[]}'])(
    'when it is no root: %j',
    async (text) => {
      writeFileSync(join(publication.out, 'metadata/root.proposed.json'), text);
      expect(await codeOf(finish())).toBe('publish/proposal');
    },
  );

  test('when another root came into force meanwhile, and publishing takes it away', async () => {
    await prepare({});
    const stale = publication.read('metadata/root.proposed.json');
    await sign(holders[0]);
    await sign(holders[1]);
    await finish();
    writeFileSync(join(publication.out, 'metadata/root.proposed.json'), stale);
    expect(await codeOf(finish())).toBe('publish/proposal');
    await publication.publish();
    expect(readdirSync(join(publication.out, 'metadata'))).not.toContain('root.proposed.json');
  });

  test('when its key is not at hand, and the rest goes on', async () => {
    await prepare({ roles: ['timestamp'] });
    await sign(holders[0]);
    await sign(holders[1]);
    for (const name of readdirSync(publication.keys)) if (name.startsWith('timestamp')) rmSync(join(publication.keys, name));
    const before = publication.files();
    expect(await codeOf(finish())).toBe('publish/no-key');
    expect(publication.files()).toEqual(before);
  });
});
