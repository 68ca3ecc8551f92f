import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive } from '../is-alive.js';
import { systemCode } from '../system-error.js';

const STAGING = /^\.tmp-(\d+)$/;

/** Whether a name at the top of a store's folder is that of files which wait for their places. */
export function isStaging(name: string): boolean {
  return STAGING.test(name);
}

/**
 * Files that are written and not yet in their places. In a folder that is there already, each lies beside its place. Folders that are
 * new are made elsewhere and take their places as a whole: a first run has few names to give, however many files it writes.
 */
export class Staging {
  private readonly elsewhere: string;
  /** Folders that the files are for, relative to the root, and whether each is new. */
  private readonly folders = new Map<string, boolean>();
  private anyNew = false;
  private beside: { readonly temporary: string; readonly target: string }[] = [];

  constructor(private readonly root: string) {
    this.elsewhere = join(root, `.tmp-${process.pid}`);
  }

  /** Where to write the file that is to be at `path` once this is published. @throws the system's error where it cannot get there. */
  place(path: string): string {
    if (this.isNew(dirname(path))) return join(this.elsewhere, path);
    const target = join(this.root, path);
    const temporary = `${target}.tmp-${process.pid}`;
    this.beside.push({ temporary, target });
    return temporary;
  }

  /** Puts all in their places. @throws the system's error. */
  publish(): void {
    if (this.anyNew) move(this.elsewhere, this.root);
    for (const { temporary, target } of this.beside) renameSync(temporary, target);
    this.forget();
  }

  /** Removes what is not in its place. What this leaves behind, a later run takes away. */
  withdraw(): void {
    for (const path of [this.elsewhere, ...this.beside.map(({ temporary }) => temporary)]) removeQuietly(path);
    this.forget();
  }

  private isNew(folder: string): boolean {
    let isNew = this.folders.get(folder);
    if (isNew === undefined) {
      isNew = !isFolder(join(this.root, folder));
      this.folders.set(folder, isNew);
      if (!isNew) return false;
      if (!this.anyNew) this.clear();
      this.anyNew = true;
      mkdirSync(join(this.elsewhere, folder), { recursive: true });
    }
    return isNew;
  }

  /** Takes away what runs that were killed have left, and not what another one is about to publish. */
  private clear(): void {
    if (!isFolder(this.root)) return;
    for (const name of readdirSync(this.root)) {
      const [, owner] = STAGING.exec(name) ?? [];
      if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(this.root, name), { recursive: true, force: true });
    }
  }

  private forget(): void {
    this.folders.clear();
    this.anyNew = false;
    this.beside = [];
  }
}

export function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // The failure that led here is the one to tell.
  }
}

/** Moves a folder in one step, or what is in it where there is such a folder by now. */
function move(from: string, to: string): void {
  if (!isFolder(to)) {
    renameSync(from, to);
    return;
  }
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [here, there] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) move(here, there);
    else renameSync(here, there);
  }
  rmSync(from, { recursive: true, force: true });
}

/** Whether there is a folder; false where there is nothing. @throws the system's error where a file is in the way. */
function isFolder(path: string): boolean {
  try {
    // Of a file this asks for what is in it, which the system refuses.
    return statSync(join(path, '/')).isDirectory();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
