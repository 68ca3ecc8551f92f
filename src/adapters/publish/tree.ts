import {
  copyFileSync,
  type Dirent,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ChoraError } from '../../model/errors.js';
import { quote } from '../../model/quote.js';
import type { PublishedTree } from '../../publish/ops.js';
import { flush } from '../disk/flush.js';
import { lockFile } from '../lock-file.js';
import { isMissing, systemCode } from '../system-error.js';

/** Bytes of one file that is read whole. */
const LIMIT = 256 * 1024 * 1024;
/** Where the system refuses a second name for a file: other file systems, and those without links. */
const NO_LINKS = new Set(['EPERM', 'EXDEV', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EACCES']);

/** A published tree in a folder. */
export class DiskTree implements PublishedTree {
  constructor(private readonly root: string) {}

  get name(): string {
    return this.root;
  }

  read(path: string): Uint8Array | null {
    const size = this.size(path);
    if (size === null) return null;
    if (size > LIMIT) {
      throw new ChoraError(
        'usage',
        'publish/file-too-large',
        `${join(this.root, path)} has ${size} bytes, more than ${LIMIT}.`,
        'Remove it, and index again.',
      );
    }
    return this.reading(path, () => readFileSync(join(this.root, path)));
  }

  size(path: string): number | null {
    return this.reading(path, () => statSync(join(this.root, path)).size);
  }

  list(folder: string): readonly string[] {
    const paths: string[] = [];
    const enter = (below: string) => {
      const entries = this.reading(join(folder, below), () =>
        readdirSync(join(this.root, folder, below), { withFileTypes: true }),
      );
      for (const entry of entries ?? []) {
        const path = below === '' ? entry.name : `${below}/${entry.name}`;
        if (entry.isDirectory()) enter(path);
        else if (entry.isFile()) paths.push(path);
        else throw notAFile(join(this.root, folder), path, entry);
      }
    };
    enter('');
    return paths;
  }

  write(path: string, bytes: Uint8Array): void {
    this.place(path, (temporary) => writeFileSync(temporary, bytes));
  }

  link(from: string, to: string): void {
    const source = join(this.root, from);
    this.place(to, (temporary) => {
      try {
        linkSync(source, temporary);
      } catch (error) {
        if (!NO_LINKS.has(systemCode(error) ?? '')) throw error;
        copyFileSync(source, temporary);
      }
    });
  }

  remove(path: string): void {
    this.writing(path, () => rmSync(join(this.root, path), { force: true }));
  }

  lock(lost: () => void): () => void {
    return lockFile(
      join(this.root, 'metadata', '.lock'),
      lost,
      ({ pid, host }, path) =>
        new ChoraError(
          'refused',
          'publish/already-running',
          `Process ${pid} on ${quote(host)} publishes ${this.root} right now.`,
          `Wait for it to end. If it is certain that there is none, remove ${path}.`,
        ),
    );
  }

  /** Makes a file beside its place, brings it to the disk, and gives it its name in one step. */
  private place(path: string, make: (temporary: string) => void): void {
    const target = join(this.root, path);
    const temporary = `${target}.tmp-${process.pid}`;
    this.writing(path, () => {
      mkdirSync(dirname(target), { recursive: true });
      rmSync(temporary, { force: true });
      try {
        make(temporary);
        flush(temporary);
        renameSync(temporary, target);
      } finally {
        // There only where something failed, or where both names were of one file already.
        rmSync(temporary, { force: true });
      }
      flush(dirname(target));
    });
  }

  private reading<T>(path: string, task: () => T): T | null {
    try {
      return task();
    } catch (error) {
      if (isMissing(error)) return null;
      throw this.failure('io/read', path, 'read', error);
    }
  }

  private writing(path: string, task: () => void): void {
    try {
      task();
    } catch (error) {
      throw this.failure('io/write', path, 'written', error);
    }
  }

  private failure(code: 'io/read' | 'io/write', path: string, what: string, error: unknown): unknown {
    const why = systemCode(error);
    if (why === null) return error;
    const message = `${join(this.root, path)} cannot be ${what}: ${why}.`;
    return new ChoraError('io', code, message, 'Check the free space and the permissions; then run again.', { cause: error });
  }
}

function notAFile(folder: string, path: string, entry: Dirent): ChoraError {
  return new ChoraError(
    'refused',
    'publish/link',
    `${quote(path)} in ${folder} is ${entry.isSymbolicLink() ? 'a link' : 'no file'}; only files are published.`,
    'Remove it, and index again.',
  );
}
