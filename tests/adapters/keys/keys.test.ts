import { createPublicKey, generateKeyPairSync, verify as verifyBytes } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { environmentSigners } from '../../../src/adapters/keys/environment.js';
import { keyFolder, readKeyFile, readPublicKeyFile } from '../../../src/adapters/keys/key-folder.js';
import { ChoraError } from '../../../src/model/errors.js';

let folder: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chora-keys-'));
  out = join(folder, 'dist');
  mkdirSync(out);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const failure = (work: () => unknown): ChoraError => {
  try {
    work();
  } catch (error) {
    if (error instanceof ChoraError) return error;
    throw error;
  }
  throw new Error('Expected a ChoraError');
};

const pemOf = (type: 'ed25519' | 'x25519' | 'rsa'): string => {
  const pair =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : type === 'x25519'
        ? generateKeyPairSync('x25519')
        : generateKeyPairSync('ed25519');
  return pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
};

describe('a folder of keys', () => {
  test('keeps each key in a file that its owner alone can read, with the public half beside it', async () => {
    const keys = keyFolder(join(folder, 'keys'), out);
    const signer = keys.make('timestamp');
    const id = signer.keyId.slice(0, 12);
    expect(readdirSync(join(folder, 'keys')).sort()).toEqual([`timestamp-${id}.pem`, `timestamp-${id}.pub.pem`]);
    expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'keys', `timestamp-${id}.pem`)).mode & 0o777).toBe(0o600);
    expect(keys.signers().map(({ keyId }) => keyId)).toEqual([signer.keyId]);
    expect(readPublicKeyFile(join(folder, 'keys', `timestamp-${id}.pub.pem`))).toEqual({
      keyId: signer.keyId,
      publicKey: signer.publicKey,
    });
    const publicKey = createPublicKey(readFileSync(join(folder, 'keys', `timestamp-${id}.pub.pem`)));
    expect(verifyBytes(null, Buffer.from('x'), publicKey, await signer.sign(Buffer.from('x')))).toBe(true);
  });

  test('that is not there is empty', () => {
    expect(keyFolder(join(folder, 'none'), out).signers()).toEqual([]);
  });

  test('takes other files for none of its own', () => {
    mkdirSync(join(folder, 'keys'));
    writeFileSync(join(folder, 'keys/README'), 'keys', { mode: 0o644 });
    expect(keyFolder(join(folder, 'keys'), out).signers()).toEqual([]);
  });

  test.each([0o640, 0o604, 0o644, 0o660])('is refused where a key has mode %o', (mode) => {
    writeFileSync(join(folder, 'key.pem'), pemOf('ed25519'));
    chmodSync(join(folder, 'key.pem'), mode);
    const { code, message, hint } = failure(() => readKeyFile(join(folder, 'key.pem'), out));
    expect([code, message, hint]).toEqual([
      'publish/key-file',
      expect.stringContaining('can be read by others'),
      expect.stringContaining('chmod 600'),
    ]);
  });

  test.each([
    ['inside the published tree', 'dist/keys'],
    ['the published tree', 'dist'],
    ['inside it through a link', 'link/keys'],
    ['inside it by a way around', 'dist/../dist/keys'],
  ])('is refused where it is %s', (_, path) => {
    symlinkSync(out, join(folder, 'link'));
    expect(failure(() => keyFolder(join(folder, path), out)).code).toBe('publish/keys-published');
  });

  test('may have a name that begins like the published tree', () => {
    expect(keyFolder(`${out}-keys`, out).signers()).toEqual([]);
  });

  test.each<[string, () => string]>([
    ['no key', () => 'key'],
    ['nothing', () => ''],
    ['a key of RSA', () => pemOf('rsa')],
    ['a key for another purpose', () => pemOf('x25519')],
    ['a key with a password', () => pemOf('ed25519').replaceAll('PRIVATE KEY', 'ENCRYPTED PRIVATE KEY')],
    ['half a key', () => pemOf('ed25519').slice(0, 60)],
    ['too much', () => `${pemOf('ed25519')}${' '.repeat(70_000)}`],
  ])('is refused where a file holds %s, and does not say what it holds', (_, text) => {
    const path = join(folder, 'key.pem');
    writeFileSync(path, text(), { mode: 0o600 });
    const error = failure(() => readKeyFile(path, out));
    expect(error.code).toBe('publish/key-file');
    const secret = text().split('\n')[1] ?? '';
    if (secret !== '') expect(`${error.message}${error.hint}${error.stack}${String(error.cause)}`).not.toContain(secret);
  });

  test('names nothing but files', () => {
    expect(failure(() => readKeyFile(join(folder, 'none.pem'), out)).message).toContain('ENOENT');
    expect(failure(() => readKeyFile(folder, out)).code).toBe('publish/key-file');
  });

  test('gives no private key away as a public one', () => {
    writeFileSync(join(folder, 'key.pem'), pemOf('ed25519'), { mode: 0o600 });
    expect(failure(() => readPublicKeyFile(join(folder, 'key.pem'))).hint).toContain('.pub.pem');
  });
});

describe('keys in the environment', () => {
  test('are PEM or base64 of it, one or several', () => {
    const [one, two, three] = [pemOf('ed25519'), pemOf('ed25519'), pemOf('ed25519')];
    const signers = environmentSigners({
      CHORA_TARGETS_KEY: one,
      CHORA_SNAPSHOT_KEY: Buffer.from(two ?? '').toString('base64'),
      CHORA_TIMESTAMP_KEY: ` ${one}${three}`,
      CHORA_ROOT_KEY: '',
      OTHER_KEY: 'x',
    });
    expect(signers.length).toBe(4);
    expect(new Set(signers.map(({ keyId }) => keyId)).size).toBe(3);
  });

  test.each(['secret-text', 'c2VjcmV0LXRleHQ=', '-----BEGIN PRIVATE KEY-----\nsecret-text\n-----END PRIVATE KEY-----'])(
    'that are none are refused without a word of them: %s',
    (text) => {
      const error = failure(() => environmentSigners({ CHORA_ROOT_KEY: text }));
      expect([error.code, error.message]).toEqual(['publish/key-variable', 'CHORA_ROOT_KEY holds no ed25519 private key.']);
      expect(`${error.hint}${error.stack}${String(error.cause)}`).not.toContain('secret-text');
    },
  );
});
