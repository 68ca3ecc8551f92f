import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalGitHub, startGitHub } from '../support/github/server.js';
import { GitHubFederation, manyRepositories } from './github.js';

const REPOSITORIES = 400;
const LISTED = [{ org: 'acme' }];

let hub: LocalGitHub;
let federation: GitHubFederation;
beforeEach(async () => {
  hub = await startGitHub();
  federation = new GitHubFederation(hub);
  manyRepositories(hub, REPOSITORIES);
});
afterEach(() => hub.close());

/** Runs until so many sources were read, and ends the run there. */
async function killedAfter(sources: number): Promise<void> {
  const stop = new AbortController();
  let read = 0;
  const run = federation.indexGitHub(LISTED, {
    signal: stop.signal,
    progress: (event) => {
      if (event.event !== 'source-done' || event.stage !== 'read') return;
      read += 1;
      if (read === sources) stop.abort(new Error('killed'));
    },
  });
  await expect(run).rejects.toThrow('killed');
}
/** Repositories whose files were asked for since the journal was cleared. */
const readAgain = (report: { github?: { stages: readonly { stage: string; items: number }[] } }) =>
  report.github?.stages.find(({ stage }) => stage === 'trees')?.items ?? 0;
const spooled = () => readdirSync(join(federation.root, 'cache/github'));

describe('a run over GitHub that is killed', () => {
  test('is gone on with: what was read is not asked for again', async () => {
    await killedAfter(150);
    const kept = spooled().length;
    expect(kept).toBeGreaterThanOrEqual(150);
    const report = await federation.indexGitHub(LISTED);
    expect(federation.catalog().counts.capabilities).toBe(REPOSITORIES);
    expect(readAgain(report)).toBe(REPOSITORIES - kept);
  });

  test('leaves nothing that counts where a repository moved on', async () => {
    await killedAfter(150);
    hub.model.find('acme/r0001')?.push({ 'capabilities/more.yaml': '{"id": "acme.r0001.more", "version": "1.0.0"}' });
    await federation.indexGitHub(LISTED);
    expect(federation.ids()).toContain('acme.r0001.more');
  });

  test('may leave damaged files, which are read again', async () => {
    await killedAfter(150);
    for (const name of spooled()) {
      const path = join(federation.root, 'cache/github', name);
      const bytes = readFileSync(path);
      writeFileSync(path, Math.random() < 0.5 ? bytes.subarray(0, bytes.length / 2) : Buffer.concat([bytes, Buffer.of(0)]));
    }
    const report = await federation.indexGitHub(LISTED);
    expect(readAgain(report)).toBe(REPOSITORIES);
    expect(federation.catalog().counts.capabilities).toBe(REPOSITORIES);
  });
});
