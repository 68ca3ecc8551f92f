import { dirname } from 'node:path';
import { GitPluginError, type SimpleGit, simpleGit } from 'simple-git';
import { SourceError } from '../../model/source.js';
import { classifyGitFailure } from '../../sources/git-failure.js';

/** What the operator's environment may tell git: certificates, accounts, where the configuration is. */
const PASSED_ON = ['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM', 'GIT_SSL_CAINFO', 'GIT_SSL_CAPATH', 'GIT_SSH_COMMAND', 'GIT_HTTP_USER_AGENT'];
const SET_HERE = ['GIT_TERMINAL_PROMPT', 'GIT_ASKPASS', 'GIT_ALLOW_PROTOCOL', 'GIT_CEILING_DIRECTORIES', 'GIT_OPTIONAL_LOCKS'];

/** Milliseconds in which git must say something. */
const SILENCE = 60_000;
/** Milliseconds that git gets to end once it was told to. */
const GRACE = 2_000;

/** A git process bound to one folder, one signal and one limit on what it prints. */
export interface GitCall {
  /** An existing folder to run in. */
  readonly folder: string;
  /** Ends the process. Its reason is what the call then throws when it is a SourceError. */
  readonly signal: AbortSignal;
  /** Bytes of standard output. */
  readonly maxOutput: number;
}

/** Runs git and gives what it printed, as text. @throws SourceError */
export async function gitText(call: GitCall, args: readonly string[]): Promise<string> {
  return await run(call, (git) => git.raw([...args]));
}

/** Runs `git cat-file --batch` on these objects and gives its output. @throws SourceError */
export async function gitObjects(call: GitCall, objects: readonly string[]): Promise<Buffer> {
  return await run<Buffer>(call, (git) => git.binaryCatFile(['--batch']), `${objects.join('\n')}\n`);
}

/** Runs git with something to read and gives what it printed. @throws SourceError */
export async function gitFed(call: GitCall, args: readonly string[], input: Buffer): Promise<string> {
  return await run(call, (git) => git.raw([...args]), input);
}

async function run<T>(call: GitCall, task: (git: SimpleGit) => PromiseLike<T>, input?: string | Buffer): Promise<T> {
  const flood = new AbortController();
  const signal = AbortSignal.any([call.signal, flood.signal]);
  const done = new AbortController();
  try {
    signal.throwIfAborted();
    const git = prepare(call, signal, flood, input);
    return await Promise.race([task(git), overdue(signal, done.signal)]);
  } catch (error) {
    if (error instanceof SourceError) throw error;
    if (signal.aborted) throw signal.reason instanceof SourceError ? signal.reason : error;
    // simple-git refused the command itself: our mistake, not the source's.
    if (error instanceof GitPluginError && error.plugin !== 'timeout') throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new SourceError(classifyGitFailure(said), { cause: error });
  } finally {
    done.abort();
  }
}

function prepare(call: GitCall, signal: AbortSignal, flood: AbortController, input?: string | Buffer): SimpleGit {
  const git = simpleGit({
    baseDir: call.folder,
    abort: signal,
    timeout: { block: SILENCE },
    allowEnvironment: [...PASSED_ON, ...SET_HERE],
    // Set in `environment`, to keep git from asking and from waiting for ever; nothing here comes from a stranger.
    unsafe: { allowUnsafeAskPass: true, allowUnsafeSshCommand: true, allowUnsafeConfigPaths: true },
    errors: (error, result) => error ?? (result.exitCode === 0 ? undefined : Buffer.concat([...result.stdErr, ...result.stdOut])),
    ...(input === undefined ? {} : { input: () => input }),
  });
  let received = 0;
  git.outputHandler((_command, stdout) => {
    stdout.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received > call.maxOutput) flood.abort(tooLarge(call.maxOutput));
    });
  });
  return git.env(environment(call.folder));
}

/** Never a question, never another transport, never a repository above this folder, answers in one language. */
function environment(folder: string): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => mayPass(name))),
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    GCM_INTERACTIVE: 'never',
    GIT_SSH_COMMAND: process.env.GIT_SSH_COMMAND ?? 'ssh -oBatchMode=yes -oConnectTimeout=20',
    GIT_ALLOW_PROTOCOL: 'https:ssh:git:file',
    GIT_CEILING_DIRECTORIES: dirname(folder),
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
    LANGUAGE: 'C',
  };
}

/** Variables that name programs for git to start, or that redirect it, stay behind: simple-git refuses to run with them. */
function mayPass(name: string): boolean {
  const key = name.toUpperCase();
  return key.startsWith('GIT_') ? PASSED_ON.includes(key) : !STAYS_BEHIND.has(key);
}
const STAYS_BEHIND: ReadonlySet<string> = new Set(['EDITOR', 'VISUAL', 'PAGER', 'SSH_ASKPASS', 'PREFIX', 'LESSOPEN', 'LESSCLOSE']);

/** Rejects a while after the signal: a process that does not end when told to must not hold up the run. */
function overdue(signal: AbortSignal, done: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = () => {
      const timer = setTimeout(() => reject(signal.reason), GRACE);
      done.addEventListener('abort', () => clearTimeout(timer), { once: true });
    };
    signal.addEventListener('abort', onAbort, { once: true, signal: done });
  });
}

export function tooLarge(limit: number): SourceError {
  return new SourceError({ code: 'source/too-large', state: 'unreachable', transient: false, args: { limit } });
}
