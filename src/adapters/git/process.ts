import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { GitPluginError, type SimpleGit, simpleGit } from 'simple-git';
import { ChoraError } from '../../model/errors.js';
import { SourceError } from '../../model/source.js';
import { classifyGitFailure } from '../../sources/git-failure.js';
import { cacheFull, cacheTrouble, fullDisk } from './cache.js';
import { ALLOWED_ENVIRONMENT, gitEnvironment } from './environment.js';

/** Milliseconds in which git must say something. */
const SILENCE = 60_000;
/** Milliseconds that git gets to end once it was told to. */
const GRACE = 2_000;

/** What one git process may do. */
export interface GitCall {
  /** Ends the process. Its reason is what the call then throws when it is a SourceError. */
  readonly signal: AbortSignal;
  /** Bytes of what git may print, errors included. */
  readonly maxOutput: number;
  /** The repository to work in; none for what needs none. */
  readonly repository?: string;
  /** What git reads from standard input. */
  readonly input?: string | Buffer;
}

/** A prepared simple-git. Making one costs as much as using it, so each is used again, by one call at a time. */
interface Slot {
  readonly git: SimpleGit;
  readonly ending: AbortController;
  input: string | Buffer | undefined;
}

/** Runs git, in a folder that is no repository itself and in no other's reach. */
export class Git {
  private readonly idle: Slot[] = [];

  constructor(private readonly folder: string) {}

  /** What git printed, as text. @throws SourceError */
  async text(call: GitCall, args: readonly string[]): Promise<string> {
    return await this.run(call, (git) => git.raw([...inRepository(call), ...args]));
  }

  /** What `git cat-file --batch` printed about these objects. @throws SourceError */
  async objects(call: GitCall, objects: readonly string[]): Promise<Buffer> {
    // simple-git has a binary form of cat-file alone, and it has no place for --git-dir.
    const batch = new Git(call.repository ?? this.folder);
    return await batch.run<Buffer>({ ...call, input: `${objects.join('\n')}\n` }, (git) => git.binaryCatFile(['--batch']));
  }

  private prepared(): Slot {
    try {
      mkdirSync(this.folder, { recursive: true });
      return prepare(this.folder);
    } catch (error) {
      throw cacheTrouble(error);
    }
  }

  private async run<T>(call: GitCall, task: (git: SimpleGit) => PromiseLike<T>): Promise<T> {
    call.signal.throwIfAborted();
    const slot = this.idle.pop() ?? this.prepared();
    slot.input = call.input;
    limitOutput(slot, call.maxOutput);
    let overdue: NodeJS.Timeout | undefined;
    let onAbort = () => {};
    const ended = new Promise<never>((_resolve, reject) => {
      onAbort = () => {
        slot.ending.abort(call.signal.reason);
        // A process that does not end when told to must not hold up the run.
        overdue = setTimeout(() => reject(call.signal.reason), GRACE);
      };
    });
    call.signal.addEventListener('abort', onAbort, { once: true });
    try {
      const result = await Promise.race([task(slot.git), ended]);
      this.idle.push(slot);
      return result;
    } catch (error) {
      if (!slot.ending.signal.aborted) this.idle.push(slot);
      throw translated(error, slot.ending.signal, this.folder);
    } finally {
      clearTimeout(overdue);
      call.signal.removeEventListener('abort', onAbort);
    }
  }
}

function inRepository({ repository }: GitCall): string[] {
  return repository === undefined ? [] : [`--git-dir=${repository}`];
}

function prepare(folder: string): Slot {
  const ending = new AbortController();
  const git = simpleGit({
    baseDir: folder,
    abort: ending.signal,
    timeout: { block: SILENCE },
    allowEnvironment: ALLOWED_ENVIRONMENT,
    // Set in `gitEnvironment`, to keep git from asking and from waiting for ever; nothing here comes from a stranger.
    unsafe: { allowUnsafeAskPass: true, allowUnsafeSshCommand: true, allowUnsafeConfigPaths: true },
    errors: (error, result) => error ?? (result.exitCode === 0 ? undefined : Buffer.concat([...result.stdErr, ...result.stdOut])),
    input: () => slot.input,
  });
  const slot: Slot = { git: git.env(gitEnvironment(dirname(folder))), ending, input: undefined };
  return slot;
}

function limitOutput({ git, ending }: Slot, limit: number): void {
  let received = 0;
  const count = (chunk: Buffer): void => {
    received += chunk.length;
    if (received > limit) ending.abort(tooLarge(limit));
  };
  git.outputHandler((_command, stdout, stderr) => {
    stdout.on('data', count);
    stderr.on('data', count);
  });
}

/** What to throw for what simple-git threw. */
function translated(error: unknown, signal: AbortSignal, folder: string): unknown {
  if (signal.aborted) return signal.reason instanceof SourceError ? signal.reason : error;
  // simple-git refused the command itself: our mistake, not the source's.
  if (error instanceof GitPluginError && error.plugin !== 'timeout') return error;
  if (isMissingProgram(error)) {
    return new ChoraError(
      'usage',
      'git/not-found',
      'git cannot be started: there is no such program.',
      'Install git, or put it into PATH.',
      { cause: error },
    );
  }
  const said = error instanceof Error ? error.message : String(error);
  // A remote can say so too, of its own disk or to stop us: only ours counts.
  const full = /No space left on device|Disk quota exceeded/.test(said) ? fullDisk(folder) : null;
  if (full !== null) return cacheFull(full, error);
  return new SourceError(classifyGitFailure(said), { cause: error });
}

function isMissingProgram(error: unknown): boolean {
  return error instanceof Error && /spawn git ENOENT/.test(error.message);
}

export function tooLarge(limit: number): SourceError {
  return new SourceError({ code: 'source/too-large', state: 'unreachable', transient: false, args: { limit } });
}
