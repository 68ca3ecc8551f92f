import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChoraError } from '../../model/errors.js';
import { flush } from '../disk/flush.js';
import { lockFolder } from '../git/lock.js';
import { readIfThere } from '../read-if-there.js';
import { systemCode } from '../system-error.js';

/** Where an update is made; what is found there later was left by a process that was killed, and is worth nothing. */
const STAGED = '.staged';
/** An update that is decided, file by file on its way to its place. It came to be by one rename, and is carried on after a kill. */
const DECIDED = '.decided';
/** The roots before the trusted one, under their versions: another client that trusts one of them needs all that follow. */
const HISTORY = 'root_history';
/** What was trusted when it was last a whole release, for as long as an update that ended midway is what is trusted. */
const WHOLE = '.whole';
/** Milliseconds to wait for another process that updates the same folder. */
const WAIT = 60_000;

interface UpdateOptions {
  readonly keeps: (error: unknown) => boolean;
  /** Whether files are those of a whole release. */
  readonly isWhole: (read: (name: string) => Buffer | null) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The metadata that a client trusts, one file for each role. An update is made beside it and takes effect in one step: whoever
 * reads sees all of it or nothing of it, whenever the process that made it ended.
 */
export class TrustFolder {
  constructor(private readonly folder: string) {}

  /** The trusted bytes of a role; null where there are none. `name`: of the file, as given out by this client alone. */
  read(name: string): Buffer | null {
    return readIfThere(join(this.folder, DECIDED, name)) ?? readIfThere(join(this.folder, name));
  }

  /** An older root; null where this folder never trusted it. */
  readRoot(version: number): Buffer | null {
    return readIfThere(join(this.folder, HISTORY, `${version}.root.json`));
  }

  /**
   * Keeps roots that were trusted on the way to the newest. For the task of an update; they stay whatever becomes of it.
   * @throws ChoraError `io/write`
   */
  keepRoots(roots: ReadonlyMap<number, Uint8Array>): void {
    const history = join(this.folder, HISTORY);
    try {
      for (const [version, bytes] of roots) {
        mkdirSync(history, { recursive: true });
        const place = join(history, `${version}.root.json`);
        writeFileSync(`${place}.tmp`, bytes);
        flush(`${place}.tmp`);
        renameSync(`${place}.tmp`, place);
      }
      if (roots.size > 0) for (const folder of [history, this.folder]) flush(folder);
    } catch (error) {
      throw cannotWrite(history, systemCode(error), error);
    }
  }

  /** The same of the last whole release, while what is trusted is none; else null. */
  readWhole(name: string): Buffer | null {
    return readIfThere(join(this.folder, WHOLE, name));
  }

  /**
   * Runs a task on a copy of the folder, and then makes what it changed the trusted state; also when it throws, if `keeps` says
   * of the error that what was written until then is whole and was verified.
   * @throws ChoraError `tuf/busy`, `io/write`, and what the task throws
   */
  update<T>(task: (staged: string) => T | Promise<T>, { keeps, isWhole, signal }: UpdateOptions): Promise<T> {
    return this.locked(signal, async () => {
      const staged = join(this.folder, STAGED);
      this.settle();
      rmSync(staged, { recursive: true, force: true });
      mkdirSync(staged);
      for (const name of metadataFiles(this.folder)) writeFileSync(join(staged, name), readFileSync(join(this.folder, name)));
      try {
        const result = await task(staged);
        this.decide(staged, isWhole);
        return result;
      } catch (error) {
        if (keeps(error)) this.decide(staged, isWhole);
        throw error;
      } finally {
        rmSync(staged, { recursive: true, force: true });
      }
    });
  }

  private async locked<T>(signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T> {
    let unlock: (() => void) | undefined;
    const waited = AbortSignal.timeout(WAIT);
    try {
      mkdirSync(this.folder, { recursive: true });
      unlock = await lockFolder(join(this.folder, '.update'), signal ? AbortSignal.any([signal, waited]) : waited);
      return await task();
    } catch (error) {
      if (unlock === undefined && error === waited.reason) throw busy(this.folder);
      const code = error instanceof ChoraError ? null : systemCode(error);
      if (code === null) throw error;
      throw cannotWrite(this.folder, code, error);
    } finally {
      unlock?.();
    }
  }

  /** Keeps of the staged files those that differ, makes them last on the disk, and decides for them in one step. */
  private decide(staged: string, isWhole: UpdateOptions['isWhole']): void {
    const changed = metadataFiles(staged).filter((name) => {
      const bytes = readFileSync(join(staged, name));
      if (readIfThere(join(this.folder, name))?.equals(bytes)) rmSync(join(staged, name));
      else return true;
      return false;
    });
    if (changed.length === 0) return;
    for (const name of changed) flush(join(staged, name));
    flush(staged);
    const whole = isWhole((name) => readIfThere(join(staged, name)) ?? this.read(name));
    if (!whole && isWhole((name) => this.read(name))) this.keepWhole();
    renameSync(staged, join(this.folder, DECIDED));
    flush(this.folder);
    this.settle();
    if (whole) rmSync(join(this.folder, WHOLE), { recursive: true, force: true });
  }

  /** Copies what is trusted aside, in one step. */
  private keepWhole(): void {
    const copy = join(this.folder, `${WHOLE}.tmp`);
    for (const left of [copy, join(this.folder, WHOLE)]) rmSync(left, { recursive: true, force: true });
    mkdirSync(copy);
    for (const name of metadataFiles(this.folder)) {
      writeFileSync(join(copy, name), readFileSync(join(this.folder, name)));
      flush(join(copy, name));
    }
    flush(copy);
    renameSync(copy, join(this.folder, WHOLE));
  }

  /** Moves decided files to their places. May be broken off and begun again at any file. */
  private settle(): void {
    const decided = join(this.folder, DECIDED);
    if (!existsSync(decided)) return;
    for (const name of metadataFiles(decided)) renameSync(join(decided, name), join(this.folder, name));
    flush(this.folder);
    rmSync(decided, { recursive: true, force: true });
  }
}

function metadataFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && entry.name.endsWith('.json') ? [entry.name] : [],
  );
}

function cannotWrite(folder: string, code: string | null, cause: unknown): ChoraError {
  return new ChoraError('io', 'io/write', `${folder} cannot be written: ${code}.`, 'Check the space and the permissions.', {
    cause,
  });
}

function busy(folder: string): ChoraError {
  return new ChoraError(
    'refused',
    'tuf/busy',
    `Another process has been updating ${folder} for ${WAIT / 1000} s.`,
    'Wait until it is done; then run again.',
  );
}
