import { createHash, type Hash } from 'node:crypto';
import { closeSync, createReadStream, mkdirSync, openSync, type ReadStream, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { ContentKind, UnpackedFile, UnpackRules } from '../../mirror/ops.js';
import { ChoraError } from '../../model/errors.js';
import { isSystemError, systemCode } from '../system-error.js';
import { onDisk, writeAll } from './disk.js';
import { NoTar, readTar, type TarMember } from './tar-reader.js';

/** How many times its size a file may become, once it has become more than `from` bytes. */
const EXPANSION = { times: 200, from: 64 * 1024 * 1024 } as const;

/**
 * Puts what is in a file aside: metadata as files, all content one after the other in a single file. What was there from before goes.
 * @param folder absolute path, for this alone
 */
export async function unpack(path: string, folder: string, rules: UnpackRules, signal: AbortSignal): Promise<UnpackedFile> {
  const remove = () => onDisk('removed', folder, () => rmSync(folder, { recursive: true, force: true }));
  remove();
  const hash = createHash('sha256');
  const input = new Input(path, rules, hash, signal);
  const aside = new Aside(folder);
  try {
    let members = 0;
    for await (const member of readTar(input.bytes())) {
      members += 1;
      if (members > rules.limits.members) throw rules.refused(`it holds more than ${rules.limits.members} files`);
      await aside.put(member, rules);
    }
    const { manifest } = aside;
    if (manifest === null) throw rules.refused('there is nothing in it');
    return {
      manifest,
      metadata: aside.metadata,
      folder: aside.metadataFolder,
      digest: `sha256:${hash.digest('hex')}`,
      size: input.size,
      open: (kind, digest, from) => aside.open(kind, digest, from),
      remove: async () => {
        await aside.end();
        remove();
      },
    };
  } catch (error) {
    aside.close();
    remove();
    signal.throwIfAborted();
    throw reasonOf(error, path, rules);
  } finally {
    aside.close();
  }
}

/** The file, uncompressed, with a limit to what comes out of it. */
class Input {
  /** Bytes of the file. */
  size = 0;

  constructor(
    private readonly path: string,
    private readonly rules: UnpackRules,
    private readonly hash: Hash,
    private readonly signal: AbortSignal,
  ) {}

  async *bytes(): AsyncGenerator<Buffer, void> {
    const limit = this.rules.limits.bytes;
    if (!statSync(this.path).isFile()) throw unreadable(this.path, 'it is no file');
    const gunzip = createGunzip();
    const file = createReadStream(this.path, { signal: this.signal });
    file.on('data', (chunk) => {
      this.size += chunk.length;
      this.hash.update(chunk);
    });
    file.on('error', (error) => gunzip.destroy(error));
    let out = 0;
    try {
      for await (const chunk of file.pipe(gunzip) as AsyncIterable<Buffer>) {
        out += chunk.length;
        if (out > limit) throw this.rules.refused(`it becomes more than ${limit} bytes (limits.release of mirror.yaml)`);
        if (out > EXPANSION.from && out > this.size * EXPANSION.times)
          throw this.rules.refused(`it becomes more than ${EXPANSION.times} times as large as it is`);
        yield chunk;
      }
    } finally {
      file.destroy();
      gunzip.destroy();
    }
  }
}

class Aside {
  manifest: Buffer | null = null;
  readonly metadata = new Set<string>();
  readonly metadataFolder: string;
  private readonly content: string;
  private readonly names = new Set<string>();
  private readonly places = new Map<string, { readonly at: number; readonly size: number }>();
  private readonly streams = new Set<ReadStream>();
  private file: number | null = null;
  private length = 0;

  constructor(private readonly folder: string) {
    this.metadataFolder = join(folder, 'metadata');
    this.content = join(folder, 'content');
  }

  async put({ name, size, chunks }: TarMember, rules: UnpackRules): Promise<void> {
    const place = rules.place(name, size);
    if (this.names.has(name)) throw rules.refused(`${name} is in it twice`);
    if ((place.is === 'manifest') !== (this.names.size === 0)) throw rules.refused('it does not begin with manifest.json');
    this.names.add(name);
    if (place.is === 'manifest' || place.is === 'metadata') {
      const parts: Buffer[] = [];
      for await (const chunk of chunks) parts.push(chunk);
      const bytes = Buffer.concat(parts);
      if (place.is === 'manifest') this.manifest = bytes;
      else this.putMetadata(place.name, bytes);
      return;
    }
    if (place.is === 'content') this.places.set(`${place.kind} ${place.digest}`, { at: this.length, size });
    for await (const chunk of chunks) {
      if (place.is !== 'content') continue;
      onDisk('written', this.content, () => {
        mkdirSync(this.folder, { recursive: true });
        this.file ??= openSync(this.content, 'w');
        writeAll(this.file, chunk);
      });
      this.length += chunk.length;
    }
  }

  open(kind: ContentKind, digest: string, from: number): AsyncIterable<Uint8Array> | null {
    const place = this.places.get(`${kind} ${digest}`);
    if (place === undefined) return null;
    if (from >= place.size) return none();
    const stream = createReadStream(this.content, { start: place.at + from, end: place.at + place.size - 1 });
    this.streams.add(stream);
    return stream.once('close', () => this.streams.delete(stream));
  }

  /** Ends what is still being read: whoever gave up on it did not read it to its end. */
  async end(): Promise<void> {
    await Promise.all(
      [...this.streams].map((stream) => new Promise<void>((resolve) => void stream.once('close', () => resolve()).destroy())),
    );
  }

  close(): void {
    if (this.file !== null) closeSync(this.file);
    this.file = null;
  }

  private putMetadata(name: string, bytes: Buffer): void {
    const path = join(this.metadataFolder, name);
    onDisk('written', path, () => {
      mkdirSync(this.metadataFolder, { recursive: true });
      const file = openSync(path, 'wx');
      try {
        writeAll(file, bytes);
      } finally {
        closeSync(file);
      }
    });
    this.metadata.add(name);
  }
}

async function* none(): AsyncGenerator<Uint8Array, void> {
  // A file of no bytes has none to give.
}

/** What Node’s zlib calls what it does not understand. */
const COMPRESSION = new Set(['Z_DATA_ERROR', 'Z_BUF_ERROR', 'Z_STREAM_ERROR', 'Z_NEED_DICT', 'Z_MEM_ERROR']);

function reasonOf(error: unknown, path: string, rules: UnpackRules): unknown {
  if (error instanceof ChoraError) return error;
  if (error instanceof NoTar) return rules.refused(error.message);
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (COMPRESSION.has(code)) return rules.refused(code === 'Z_BUF_ERROR' ? 'it is cut off' : 'it is no whole file of gzip');
  return isSystemError(error) ? unreadable(path, systemCode(error) ?? 'no reason is known', error) : error;
}

function unreadable(path: string, why: string, cause?: unknown): ChoraError {
  return new ChoraError('usage', 'usage/no-such-file', `${path} cannot be read: ${why}.`, 'Check the path and the medium.', {
    cause,
  });
}
