import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { verifyMirror } from '../../src/mirror/verify.js';
import { ROOT } from '../interfaces/cli.js';
import { Built } from '../support/built.js';
import { type Manifests, mirrors } from '../support/mirror.js';

const make = mirrors();
const built = new Built('mirror-killed');
const FORMAT = JSON.stringify(pathToFileURL(join(ROOT, 'tests/support/mirror-format.ts')).href);

/** A program that syncs a mirror once. */
const program = (folder: string) => `
import { mirrorOps, readMirrorConfig } from ${built.place('compose/mirror.js')};
import { syncMirror } from ${built.place('mirror/sync.js')};
import { TEST_FORMAT } from ${FORMAT};
const folder = ${JSON.stringify(folder)};
const config = readMirrorConfig(folder);
console.log('begins');
await syncMirror(config, mirrorOps({ folder, config, format: TEST_FORMAT, inProcess: true }), {
  signal: new AbortController().signal, watch: () => undefined, repair: false });
console.log('ended');
`;

test('a sync that is killed at any moment leaves a whole release, and the next one brings the mirror up to date', async () => {
  const release = (version: string): Manifests =>
    Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [`quay.slot.n${n}`, { version, text: `${version} ${n} `.repeat(500) }]),
    );
  const { publisher, mirror } = await make(release('1.0.0'));
  const started = performance.now();
  let took = 0;
  const first = await built.run(program(mirror.folder), (line) => {
    if (line === 'begins') took = -performance.now();
    if (line === 'ended') took += performance.now();
  });
  expect([first.lines, first.code]).toEqual([['begins', 'ended'], 0]);
  expect(performance.now() - started).toBeGreaterThan(took);
  let killed = 0;
  for (let round = 2; round < 22; round += 1) {
    publisher.publish(release(`${round}.0.0`));
    const moment = Math.random() * took;
    const { lines } = await built.run(program(mirror.folder), (line, _pid, kill) => {
      if (line === 'begins') setTimeout(kill, moment);
    });
    if (!lines.includes('ended')) killed += 1;
    const served = new Set(mirror.served().match(/\d+\.0\.0/g));
    expect([round, served.size]).toEqual([round, 1]);
    expect({ round, moment, problems: (await verifyMirror(mirror.ops())).problems }).toEqual({ round, moment, problems: [] });
    if (round % 3 === 0) {
      await mirror.sync();
      expect(mirror.served()).toContain(`quay.slot.n0 ${round}.0.0`);
      expect(await verifyMirror(mirror.ops())).toMatchObject({ problems: [], notes: [] });
    }
  }
  expect(killed).toBeGreaterThan(5);
}, 300_000);
