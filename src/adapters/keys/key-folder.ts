import { createPublicKey } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { ChoraError } from '../../model/errors.js';
import type { KeyFolder, Signer, VerificationKey } from '../../publish/ops.js';
import { isMissing, systemCode } from '../system-error.js';
import { newPrivateKey, parsePrivateKeys, parsePublicKey, signerOf } from './signer.js';

const ENDING = '.pem';
const PUBLIC_ENDING = '.pub.pem';
/** Bytes of a file with keys. */
const LIMIT = 64 * 1024;
/** Digits of the key id in a file's name. */
const ID_DIGITS = 12;

/**
 * Keys in a folder that nobody else can read, one file each: `<role>-<key id>.pem`, PKCS#8, and its public half beside it,
 * `<role>-<key id>.pub.pem`, for those who are to be told of it. `out`: the published tree, which keys never lie in.
 * @throws ChoraError `publish/keys-published`
 */
export function keyFolder(path: string, out: string): KeyFolder {
  guardOutside(path, out);
  return {
    name: path,
    signers: () =>
      namesIn(path)
        .filter((name) => name.endsWith(ENDING) && !name.endsWith(PUBLIC_ENDING))
        .sort()
        .flatMap((name) => readKeyFile(join(path, name), out)),
    make: (role) => makeKey(path, role),
  };
}

/**
 * The same folder for a root that is made anew where an earlier one is gone: it has no keys as far as that one goes, and makes only
 * those of roles that it has none for.
 */
export function keptKeys(path: string, out: string): KeyFolder {
  const folder = keyFolder(path, out);
  const namesOf = (role: string) =>
    namesIn(path).filter((name) => new RegExp(`^${role}-[0-9a-f]{${ID_DIGITS}}\\.pem$`).test(name));
  // After a rotation there are several of a role until somebody removes the old one: the same one is taken each time.
  const kept = (role: string) =>
    namesOf(role)
      .sort()
      .flatMap((name) => readKeyFile(join(path, name), out))[0];
  return { ...folder, signers: () => [], make: (role) => kept(role) ?? folder.make(role) };
}

/** The keys of one file, which only its owner can read. @throws ChoraError `publish/key-file`, `publish/keys-published` */
export function readKeyFile(path: string, out: string): Signer[] {
  guardOutside(path, out);
  const keys = parsePrivateKeys(readPrivate(path));
  if (keys !== null) return keys.map(signerOf);
  throw keyFile(
    path,
    'holds no ed25519 private key in PKCS#8 PEM',
    'Name a file that chora publish init made, without a password.',
  );
}

/** A public key that its holder handed over. @throws ChoraError `publish/key-file` */
export function readPublicKeyFile(path: string): VerificationKey {
  const key = parsePublicKey(readText(path));
  if (key !== null) return key;
  throw keyFile(path, 'holds no ed25519 public key in PEM', `Name the file that ends in ${PUBLIC_ENDING}, not the private key.`);
}

function makeKey(folder: string, role: string): Signer {
  const { key, pem } = newPrivateKey();
  const signer = signerOf(key);
  const base = join(folder, `${role}-${signer.keyId.slice(0, ID_DIGITS)}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeNew(`${base}${ENDING}`, pem, 0o600);
    writeNew(`${base}${PUBLIC_ENDING}`, createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString(), 0o644);
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    throw new ChoraError('io', 'io/write', `No key can be kept in ${folder}: ${code}.`, 'Check the path and the permissions.');
  }
  return signer;
}

/** Never over a file that is there. The mode is set again, since the process may mask more of it, or less, than it says. */
function writeNew(path: string, text: string, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  chmodSync(path, mode);
}

function readPrivate(path: string): string {
  const text = readText(path);
  const readable = process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;
  if (!readable) return text;
  throw keyFile(path, 'can be read by others', `Run chmod 600 ${path}; where others may have read it, rotate the key.`);
}

function readText(path: string): string {
  try {
    const stats = statSync(path);
    if (!stats.isFile() || stats.size > LIMIT) throw keyFile(path, 'is no file of a key', 'Name a file in PEM.');
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    throw keyFile(path, `cannot be read: ${code}`, 'Check the path and the permissions.');
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw keyFile(folder, `cannot be listed: ${systemCode(error) ?? 'unknown reason'}`, 'Check the permissions.');
  }
}

function guardOutside(path: string, out: string): void {
  const inside = relative(realPath(out), realPath(path));
  if (inside !== '' && (inside === '..' || inside.startsWith('../') || inside.startsWith('..\\') || isAbsolute(inside))) return;
  throw new ChoraError(
    'usage',
    'publish/keys-published',
    `${path} is inside ${out}, which is published.`,
    'Keep keys in another folder, with --keys; where these were published already, rotate them.',
  );
}

/** The real path of what may not be there yet. */
function realPath(path: string): string {
  const whole = resolve(path);
  try {
    return realpathSync(whole);
  } catch (error) {
    const parent = dirname(whole);
    if (!isMissing(error) || parent === whole) return whole;
    return join(realPath(parent), relative(parent, whole));
  }
}

function keyFile(path: string, why: string, hint: string): ChoraError {
  return new ChoraError('usage', 'publish/key-file', `${path} ${why}.`, hint);
}
