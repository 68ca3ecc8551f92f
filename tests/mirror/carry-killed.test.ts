import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { verifyMirror } from '../../src/mirror/verify.js';
import { ROOT } from '../interfaces/cli.js';
import { Built } from '../support/built.js';
import { exported, imported, island } from '../support/carry.js';
import { type Manifests, mirrors } from '../support/mirror.js';

const make = mirrors();
const built = new Built('carry-killed');
const FORMAT = JSON.stringify(pathToFileURL(join(ROOT, 'tests/support/mirror-format.ts')).href);

/** A program that imports a file once. */
const program = (folder: string, file: string) => `
import { mirrorOps, readMirrorConfig } from ${built.place('compose/mirror.js')};
import { importMirror } from ${built.place('mirror/import.js')};
import { TEST_FORMAT } from ${FORMAT};
const folder = ${JSON.stringify(folder)};
const config = readMirrorConfig(folder);
console.log('begins');
try {
  await importMirror(config, mirrorOps({ folder, config, format: TEST_FORMAT, inProcess: true }), ${JSON.stringify(file)}, {
    signal: new AbortController().signal, watch: () => undefined, repair: false });
  console.log('ended');
} catch (error) {
  console.log(error.code + ': ' + error.message);
}
`;

const release = (version: string): Manifests =>
  Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [`quay.slot.n${n}`, { version, text: `${version} ${n} `.repeat(500) }]),
  );

test('an import that is killed at any moment leaves a whole release, and the next one goes on', async () => {
  const { publisher, mirror } = await make(release('1.0.0'));
  const target = await island(publisher);
  await mirror.sync();
  let took = 0;
  const { out: first } = await exported(mirror);
  await built.run(program(target.folder, first), (line) => {
    if (line === 'begins') took = -performance.now();
    if (line === 'ended') took += performance.now();
  });
  expect(target.served()).toContain('quay.slot.n0 1.0.0');
  let killed = 0;
  for (let round = 2; round < 17; round += 1) {
    publisher.publish(release(`${round}.0.0`));
    await mirror.sync();
    const { out } = await exported(mirror);
    const moment = Math.random() * took;
    const { lines } = await built.run(program(target.folder, out), (line, _pid, kill) => {
      if (line === 'begins') setTimeout(kill, moment);
    });
    if (!lines.includes('ended')) killed += 1;
    expect([round, new Set(target.served().match(/\d+\.0\.0/g)).size]).toEqual([round, 1]);
    expect({ round, moment, problems: (await verifyMirror(target.ops())).problems }).toEqual({ round, moment, problems: [] });
    if (round % 2 === 0) {
      await imported(target, out);
      expect(target.served()).toContain(`quay.slot.n0 ${round}.0.0`);
      expect(await verifyMirror(target.ops())).toMatchObject({ problems: [], notes: [] });
    }
  }
  expect(killed).toBeGreaterThan(3);
}, 300_000);

test('of two processes that import at once one is told who holds the mirror', async () => {
  const { publisher, mirror } = await make(release('1.0.0'));
  const target = await island(publisher);
  await mirror.sync();
  const { out } = await exported(mirror);
  const runs = await Promise.all([built.run(program(target.folder, out)), built.run(program(target.folder, out))]);
  const ends = runs.map(({ lines }) => lines.at(-1) ?? '').sort();
  // The later one may also come when the earlier one is done.
  expect(ends[0]).toBe('ended');
  expect(ends[1]).toMatch(/^(ended|mirror\/locked: Another process is at work on this mirror: process \d+)/);
  expect(target.served()).toContain('quay.slot.n0 1.0.0');
  expect((await verifyMirror(target.ops())).problems).toEqual([]);
});
