import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import '../support/realm.js';
import { main } from '../../src/interfaces/cli/main.js';
import { temporaryFolder } from '../interfaces/cli.js';
import { startAuthority } from '../support/authority.js';
import { startInstance } from '../support/instance.js';
import { ACCEPTED } from './conformance/accepted.js';
import { type Case, type Given, IDENTITY, type World } from './conformance/case.js';
import { CERTIFICATES } from './conformance/certificates.js';
import { CHECKPOINTS } from './conformance/checkpoints.js';
import { CONTENTS } from './conformance/contents.js';
import { LOGS } from './conformance/logs.js';
import { SIGNERS } from './conformance/signers.js';
import { TIMES } from './conformance/times.js';
import { MANIFEST } from './signatures.js';

// Bundles of each kind that a verifier must accept or refuse, made here, through the command line and with its exit codes.

const folder = temporaryFolder();
let world: World;
beforeAll(async () => {
  world = { authority: await startAuthority(), instance: await startInstance(), stranger: await startInstance() };
});
afterAll(() => world.authority.close());

let count = 0;

async function verify(given: Given): Promise<{ code: number; said: string }> {
  const here = join(folder(), String(count++));
  mkdirSync(here);
  const file = (name: string, data: string | Uint8Array) => {
    writeFileSync(join(here, name), data);
    return join(here, name);
  };
  const { bundle, artifact = MANIFEST, signer = given.key ? [] : IDENTITY, key, root = world.instance.trustedRoot } = given;
  const args = [
    ...['--bundle', file('bundle.json', JSON.stringify(bundle))],
    ...['--trusted-root', file('root.json', JSON.stringify(root))],
    ...(key === undefined ? [] : ['--key', file('key.pub', key)]),
    ...signer,
    typeof artifact === 'string' ? artifact : file('manifest.yaml', artifact),
  ];
  let said = '';
  const say = (text: string) => {
    said += `${text}\n`;
  };
  const terminal = {
    out: say,
    err: say,
    log: say,
    watched: false,
    style: (_style: unknown, text: string) => text,
    progress: () => undefined,
    width: 120,
  };
  return { code: await main(['verify', ...args], terminal), said };
}

const TABLES: readonly [string, readonly Case[]][] = [
  ['accepted', ACCEPTED],
  ['what is signed', CONTENTS],
  ['transparency log', LOGS],
  ['checkpoint', CHECKPOINTS],
  ['certificate', CERTIFICATES],
  ['time and trusted root', TIMES],
  ['signer', SIGNERS],
];

describe.each(TABLES)('%s', (_table, cases) => {
  test.each(cases)('$name', async ({ exit, says, given }) => {
    const { code, said } = await verify(await given(world));
    expect([code, said]).toEqual([exit, expect.stringContaining(says)]);
  });
});
