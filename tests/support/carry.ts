import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readMirrorConfig } from '../../src/compose/mirror.js';
import { exportMirror } from '../../src/mirror/export.js';
import { importMirror } from '../../src/mirror/import.js';
import type { MirrorExportReport, MirrorImportReport } from '../../src/model/generated/types.js';
import { temporaryFolder } from './federation.js';
import { Mirror, type MirrorOptions, type Publisher } from './mirror.js';

const never = () => new AbortController().signal;

export async function exported(mirror: Mirror, since: number | null = null, out = join(temporaryFolder(), 'catalog.tar.gz')) {
  const report: MirrorExportReport = await exportMirror(readMirrorConfig(mirror.folder), mirror.ops(), {
    out,
    since,
    view: null,
    signal: never(),
  });
  return { ...report, out };
}

export async function imported(mirror: Mirror, file: string): Promise<MirrorImportReport> {
  const options = { signal: never(), watch: () => undefined, repair: false };
  return await importMirror(readMirrorConfig(mirror.folder), mirror.ops(), file, options);
}

/** A mirror without a network, which trusts what the publisher's first root does. */
export async function island(publisher: Publisher, options: MirrorOptions = {}): Promise<Mirror> {
  const mirror = new Mirror();
  await mirror.init('nowhere', publisher.root, options);
  return mirror;
}

export interface RawMember {
  name: string;
  bytes: Buffer;
  /** Changes the header, whose sum is put right afterwards. */
  header?: (block: Buffer) => void;
}

/** A tar of plain files, made by hand: with headers as an attacker wants them. */
export function rawTar(members: readonly RawMember[]): Buffer {
  const blocks = members.flatMap(({ name, bytes, header }) => {
    const block = Buffer.alloc(512);
    block.write(name, 0, 100, 'latin1');
    block.write('000644 \u0000000000 \u0000000000 \u0000', 100, 'latin1');
    block.write(`${bytes.length.toString(8).padStart(11, '0')} 00000000000 `, 124, 'latin1');
    block.write('0', 156);
    block.write('ustar\u000000', 257, 'latin1');
    block.write('000000 \u0000000000 \u0000', 329, 'latin1');
    header?.(block);
    block.fill(' ', 148, 156);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')} `, 148, 'latin1');
    block[155] = 0;
    return [block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** The members of a file that was exported. */
export function membersOf(file: string): RawMember[] {
  const tar = gunzipSync(readFileSync(file));
  const members: RawMember[] = [];
  for (let at = 0; tar[at] !== 0; ) {
    const name = tar.toString('latin1', at, tar.indexOf(0, at));
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 135), 8);
    members.push({ name, bytes: tar.subarray(at + 512, at + 512 + size) });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return members;
}

/** Writes a file of these members beside another one. */
export function written(members: readonly RawMember[]): string {
  const file = join(temporaryFolder(), 'forged.tar.gz');
  writeFileSync(file, gzipSync(rawTar(members)));
  return file;
}

export const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
