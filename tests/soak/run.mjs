// `npm run soak -- [--kills N]`: publishes and mirrors a catalog again and again, and ends N of the processes that do it by SIGKILL at
// random moments, while readers check each byte that the mirror serves; then the network fails at each request in turn, and the disk
// is full with more and more room left. Prints what came of it, and exits with 1 if anything was torn, lost or stuck.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readersOf } from '../bench/mirror-clients.mjs';
import { chora, emptyFolder, Mirror, mustDo, Publisher, spoilingOrigin } from './world.mjs';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' } } });
const kills = Number(values.kills);
const READERS = 4;
/** Milliseconds between two requests of a reader: the machine is for what is killed. */
const PAUSE = 20;
/** Bytes that a disk has left when a sync begins. */
const ROOMS = [0, 16, 64, 256, 512, 1024, 2048, 3072, 4096].map((kib) => kib * 1024);
const DISK = 64 * 1024 * 1024;
const work = mkdtempSync(join(tmpdir(), 'chora-soak-'));
const say = (text) => process.stderr.write(`${text}\n`);
const wrong = { torn: [], lost: [], stuck: [], served: [] };

const publisher = new Publisher(work);
const mirror = new Mirror(join(work, 'mirror'));
const pick = (list) => list[Math.floor(Math.random() * list.length)];

/** Files what is wrong under what it is. */
async function look(what, whose = mirror) {
  for (const problem of await whose.problems()) wrong[problem.startsWith('lost') ? 'lost' : 'torn'].push(`${what}: ${problem}`);
}

/** Ends the command at a random moment of its usual time, looks, and lets it end. Gives whether it was killed. */
async function killed(name, args, usual) {
  const run = await chora(args, usual * (0.25 + 0.85 * Math.random()));
  if (!run.killed && run.code !== 0) wrong.stuck.push(`${name}: ended with ${run.code}: ${run.errors}`);
  await look(name);
  const again = await chora(args);
  if (again.code !== 0) wrong.stuck.push(`${name}, again: ended with ${again.code}: ${again.errors}`);
  return run.killed;
}

/** What is killed: how it is made ready, and its command. */
const ACTIONS = {
  sync: async () => {
    await publisher.change(1 + Math.floor(Math.random() * 20));
    await mustDo(...publisher.publishing);
    return mirror.syncing();
  },
  publish: async () => {
    await publisher.change(1 + Math.floor(Math.random() * 20));
    return publisher.publishing;
  },
  rollback: async () => ['mirror', 'rollback', mirror.folder, '--to', pick(mirror.kept()).split('.')[0]],
  import: async () => {
    await publisher.change(5);
    await mustDo(...publisher.publishing);
    await mustDo(...carrier.syncing());
    const file = join(work, 'carried');
    rmSync(file, { force: true });
    await mustDo('mirror', 'export', carrier.folder, '--out', file);
    return ['mirror', 'import', mirror.folder, file];
  },
};

/** A second mirror, that files to carry are made from. */
const carrier = new Mirror(join(work, 'carrier'));

async function killAtRandom(origin) {
  const help = execFileSync(process.execPath, [fileURLToPath(new URL('../../dist/bin.js', import.meta.url)), 'mirror', '--help']);
  const carries = String(help).includes('  import ');
  if (carries) {
    await carrier.init(origin.url, publisher);
    await mustDo(...carrier.syncing());
  } else say('this build has no mirror import: it is left out');
  const names = Object.keys(ACTIONS).filter((name) => carries || name !== 'import');
  const usual = {};
  for (const name of names) usual[name] = (await mustDo(...(await ACTIONS[name]()))).milliseconds;
  const done = Object.fromEntries(names.map((name) => [name, 0]));
  for (let count = 0, round = 0; count < kills; round += 1) {
    const name = names[round % names.length];
    const was = await killed(name, await ACTIONS[name](), usual[name]);
    count += was ? 1 : 0;
    done[name] += was ? 1 : 0;
    if (was && count % 20 === 0) say(`${count} kills …`);
    if (name !== 'publish') continue;
    // What a publisher left, and the next one completed, must be what a mirror can follow, also one that was rolled back.
    await mustDo(...mirror.syncing());
    if (mirror.served().split('.')[0] !== String(publisher.release())) wrong.stuck.push(`publish: ${mirror.served()} is served`);
  }
  return done;
}

/** From each request of a sync on the network fails; the release before is served, and the next sync goes on. */
async function failAtEachRequest(origin) {
  let syncs = 0;
  for (const mishap of ['cut', 503]) {
    for (let at = 0; ; at += 1) {
      await publisher.change(3);
      await mustDo(...publisher.publishing);
      const before = mirror.served();
      origin.requests = 0;
      origin.mishap = (number) => (number >= at ? mishap : null);
      const run = await chora(mirror.syncing());
      origin.mishap = () => null;
      syncs += 1;
      await look(`${mishap} at request ${at}`);
      if (run.code === 0) break;
      if (run.code !== 3) wrong.stuck.push(`${mishap} at request ${at}: ended with ${run.code}: ${run.errors}`);
      if (mirror.served() !== before) wrong.torn.push(`${mishap} at request ${at}: ${mirror.served()} is served`);
      await mustDo(...mirror.syncing());
    }
  }
  return syncs;
}

/** A small disk of its own, with less and with more room left; null where no disk can be mounted. */
async function fillTheDisk(origin) {
  const disk = emptyFolder(join(work, 'disk'));
  if (spawnSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', disk]).status !== 0) return null;
  let full = 0;
  try {
    const small = new Mirror(join(disk, 'mirror'));
    await small.init(origin.url, publisher);
    await mustDo(...small.syncing());
    for (const room of ROOMS) {
      await publisher.change(20);
      await mustDo(...publisher.publishing);
      const { bavail, bsize } = statfsSync(disk);
      writeFileSync(join(disk, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - room)));
      const before = small.served();
      const run = await chora(small.syncing());
      await look(`${room} bytes left`, small);
      if (run.code !== 0) {
        full += 1;
        if (run.code !== 2 || !run.errors.includes('io/write')) wrong.stuck.push(`${room} bytes left: ${run.code} ${run.errors}`);
        if (small.served() !== before) wrong.torn.push(`${room} bytes left: ${small.served()} is served`);
      }
      rmSync(join(disk, 'filler'));
      await mustDo(...small.syncing());
    }
  } finally {
    spawnSync('/usr/bin/umount', [disk]);
  }
  return full;
}

let origin;
try {
  await publisher.begin();
  origin = await spoilingOrigin(publisher.out);
  await mirror.init(origin.url, publisher);
  await mustDo(...mirror.syncing());
  const script = fileURLToPath(new URL('../bench/mirror-serve.mjs', import.meta.url));
  const server = spawn(process.execPath, [script, mirror.folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const { url } = JSON.parse(String(await new Promise((resolve) => server.stdout.once('data', resolve))));
  let ended = false;
  const reading = readersOf(
    url,
    READERS,
    () => mirror.known(),
    () => ended,
    PAUSE,
  );
  const byVerb = await killAtRandom(origin);
  const faults = await failAtEachRequest(origin);
  const full = await fillTheDisk(origin);
  ended = true;
  const { requests, failures, mixed } = await reading;
  server.stdin.end();
  wrong.served.push(...failures, ...mixed);
  const verbs = Object.entries(byVerb).map(([name, count]) => `${count} ${name}`);
  process.stdout.write(
    `${kills} kills (${verbs.join(', ')}), ${wrong.torn.length} torn, ${wrong.lost.length} lost, ${wrong.stuck.length} stuck; ` +
      `${faults} syncs with a network that fails; ${full === null ? 'no disk to fill here' : `${full} of ${ROOMS.length} on a full disk`}; ` +
      `${requests} requests, ${failures.length} failed, ${mixed.length} of no release\n`,
  );
} finally {
  await origin?.close();
  rmSync(work, { recursive: true, force: true });
}
for (const [what, cases] of Object.entries(wrong)) for (const each of cases.slice(0, 20)) say(`${what}: ${each}`);
if (Object.values(wrong).some((cases) => cases.length > 0)) process.exitCode = 1;
