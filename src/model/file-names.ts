import { createHash } from 'node:crypto';

/** Longest name made here, in bytes; extensions come on top and file systems take 255. */
const LONGEST = 150;
/** Device names of Windows, with whatever follows the first dot. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/;

/**
 * The file name of an id, the same everywhere: no two ids share one, not even on a file system that ignores case, and none is
 * a path, a hidden file or a reserved name. Lower-case letters, digits and `. _ -` stay; a capital is `!` and its lower-case
 * letter (as Go's module proxy writes them); each other byte of the UTF-8 form is `~` and two hex digits. Long names are cut,
 * with `~~` and 32 digits of the id's sha256 at the end.
 */
export function fileNameOf(id: string): string {
  let name = '';
  // Nearly all ids are their own names.
  if (/^[a-z0-9._-]*$/.test(id)) name = id;
  else for (const byte of Buffer.from(id, 'utf8')) name += nameOfByte(byte);
  if (name.startsWith('.') || name.startsWith('-') || RESERVED.test(name)) name = hex(name.charCodeAt(0)) + name.slice(1);
  if (name.endsWith('.')) name = `${name.slice(0, -1)}~2e`;
  if (name === '') name = '~';
  return name.length <= LONGEST ? name : `${name.slice(0, LONGEST - 34)}~~${sha256(id).slice(0, 32)}`;
}

/** The name of a later part of what is called `name`, from 2. No id has it: there, hex digits follow a `~`, and `p` is none. */
export function numbered(name: string, part: number): string {
  return part === 1 ? name : `${name}~part${part}`;
}

function nameOfByte(byte: number): string {
  const character = String.fromCharCode(byte);
  if (/[a-z0-9._-]/.test(character)) return character;
  if (/[A-Z]/.test(character)) return `!${character.toLowerCase()}`;
  return hex(byte);
}

function hex(byte: number): string {
  return `~${byte.toString(16).padStart(2, '0')}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
