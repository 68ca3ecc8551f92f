import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CatalogStore } from '../../model/catalog-store.js';
import { ChoraError } from '../../model/errors.js';
import { isMissing, systemCode } from '../system-error.js';
import { isStaging, removeQuietly, Staging } from './staging.js';

/** A catalog in a folder. Each file is replaced in one step, so that a reader never sees half of one. */
export class DiskStore implements CatalogStore {
  private readonly folders = new Set<string>();
  private readonly staging: Staging;

  constructor(private readonly root: string) {
    this.staging = new Staging(root);
  }

  get name(): string {
    return this.root;
  }

  read(path: string): Promise<Buffer | null> {
    return new Promise((resolve) => resolve(this.readSync(path)));
  }

  readSync(path: string): Buffer | null {
    try {
      return readFileSync(join(this.root, path));
    } catch (error) {
      if (isMissing(error)) return null;
      throw new ChoraError('io', 'io/read', `${join(this.root, path)} cannot be read: ${reason(error)}`, undefined, {
        cause: error,
      });
    }
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  list(): ReadonlySet<string> {
    const paths = new Set<string>();
    const enter = (below: string) => {
      for (const entry of readdirSync(join(this.root, below), { withFileTypes: true })) {
        const path = below === '' ? entry.name : `${below}/${entry.name}`;
        if (below === '' && isStaging(path)) continue;
        if (entry.isDirectory()) enter(path);
        else paths.add(path);
      }
    };
    try {
      enter('');
    } catch (error) {
      if (!isMissing(error))
        throw new ChoraError('io', 'io/read', `${this.root} cannot be listed: ${reason(error)}`, undefined, { cause: error });
    }
    return paths;
  }

  topLevel(): readonly string[] {
    try {
      return readdirSync(this.root).filter((name) => !isStaging(name));
    } catch (error) {
      if (isMissing(error)) return [];
      throw new ChoraError('io', 'io/read', `${this.root} cannot be listed: ${reason(error)}`, undefined, { cause: error });
    }
  }

  write(path: string, bytes: string | Uint8Array): void {
    const target = join(this.root, path);
    const temporary = `${target}.tmp-${process.pid}`;
    this.orWithdraw(
      target,
      () => {
        this.makeFolder(dirname(target));
        writeFileSync(temporary, bytes);
        renameSync(temporary, target);
      },
      temporary,
    );
  }

  stage(path: string, bytes: string | Uint8Array): void {
    this.orWithdraw(join(this.root, path), () => writeFileSync(this.staging.place(path), bytes));
  }

  publish(): void {
    this.orWithdraw(this.root, () => this.staging.publish());
  }

  /** Also removes the folders that this leaves empty. */
  remove(path: string): void {
    try {
      rmSync(join(this.root, path), { force: true });
      for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
        rmdirSync(join(this.root, folder));
        this.folders.delete(join(this.root, folder));
      }
    } catch (error) {
      // Other files are still in the folder, which is the usual case.
      if (isMissing(error) || systemCode(error) === 'ENOTEMPTY' || systemCode(error) === 'EEXIST') return;
      throw new ChoraError(
        'io',
        'io/write',
        `${join(this.root, path)} cannot be removed: ${reason(error)}`,
        'Check the permissions; then run again.',
        { cause: error },
      );
    }
  }

  /** Does something, or takes back all that is staged: a disk that is full then has its room again. */
  private orWithdraw(target: string, task: () => void, temporary?: string): void {
    try {
      task();
    } catch (error) {
      if (temporary !== undefined) removeQuietly(temporary);
      this.staging.withdraw();
      throw new ChoraError(
        'io',
        'io/write',
        `${target} cannot be written: ${reason(error)}`,
        'Check the free space and the permissions; then run again.',
        { cause: error },
      );
    }
  }

  private makeFolder(folder: string): void {
    if (this.folders.has(folder)) return;
    mkdirSync(folder, { recursive: true });
    this.folders.add(folder);
  }
}

function reason(error: unknown): string {
  return String(error).replace(/^Error: /, '');
}
