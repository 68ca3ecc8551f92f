import { type ChildProcess, fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { SourceRequest } from '../../indexer/ops.js';
import { ChoraError } from '../../model/errors.js';
import { SourceError, type SourceHead, type SourceReading } from '../../model/source.js';
import { type FromAgent, type PlainRequest, STOPPED, type ToAgent } from './agent-protocol.js';

/** Beyond these the indexer itself is what takes the time. */
const MAX_AGENTS = 4;

interface Waiting {
  resolve(answer: FromAgent): void;
  reject(error: Error): void;
}

interface Agent {
  readonly child: ChildProcess;
  readonly waiting: Map<number, Waiting>;
}

/**
 * Reads git repositories from small processes of their own. Starting a process costs time in proportion to the memory of the one
 * that starts it (measured: 1 ms from 50 MB, 20 ms from 350 MB, and nothing else runs meanwhile), and the indexer's grows as it
 * reads.
 */
export class GitAgents {
  private readonly agents: Agent[];
  private asked = 0;

  /** `cacheRoot`: folder of the cache repositories. Half as many agents as cores: git itself needs the rest. */
  constructor(
    private readonly cacheRoot: string,
    count = Math.min(MAX_AGENTS, Math.ceil(availableParallelism() / 2)),
  ) {
    // Started now: they get ready while the configuration is read.
    this.agents = Array.from({ length: count }, () => this.start());
  }

  async readHead(request: SourceRequest): Promise<SourceHead> {
    const answer = await this.ask({ ask: 'readHead' }, { ...request, globs: [] });
    if ('head' in answer) return answer.head;
    throw new Error('the git process gave another answer than asked for');
  }

  async readSource(request: SourceRequest, head: SourceHead | null): Promise<SourceReading> {
    const answer = await this.ask({ ask: 'readSource', head }, request);
    if ('reading' in answer) return answer.reading;
    throw new Error('the git process gave another answer than asked for');
  }

  private async ask(
    question: { ask: 'readHead' } | { ask: 'readSource'; head: SourceHead | null },
    { signal, ...request }: SourceRequest,
  ): Promise<FromAgent> {
    signal.throwIfAborted();
    this.asked += 1;
    const id = this.asked;
    const agent = this.agentFor(id);
    const onAbort = () => {
      const failure = signal.reason instanceof SourceError ? signal.reason.failure : STOPPED;
      // Where the agent is gone, its end answers the request.
      agent.child.send({ id, ask: 'abort', failure } satisfies ToAgent, () => undefined);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const answer = await this.send(agent, { id, request: request satisfies PlainRequest, ...question });
      if ('failure' in answer) throw new SourceError(answer.failure);
      if ('stop' in answer) throw new ChoraError(answer.stop.kind, answer.stop.code, answer.stop.message, answer.stop.hint);
      if ('error' in answer) throw new Error(answer.error);
      return answer;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  private send(agent: Agent, message: ToAgent): Promise<FromAgent> {
    return new Promise((resolve, reject) => {
      agent.waiting.set(message.id, { resolve, reject });
      hold(agent);
      agent.child.send(message, (error) => {
        if (error) this.settle(agent, message.id, (waiting) => waiting.reject(ended(error.message)));
      });
    });
  }

  private settle(agent: Agent, id: number, how: (waiting: Waiting) => void): void {
    const waiting = agent.waiting.get(id);
    agent.waiting.delete(id);
    hold(agent);
    if (waiting) how(waiting);
  }

  /** In turn; one that ended is started again. */
  private agentFor(id: number): Agent {
    const slot = id % this.agents.length;
    const agent = this.agents[slot];
    if (agent?.child.connected) return agent;
    const fresh = this.start();
    this.agents[slot] = fresh;
    return fresh;
  }

  private start(): Agent {
    const compileCache = getCompileCacheDir();
    const child = fork(fileURLToPath(new URL('./agent.js', import.meta.url)), [this.cacheRoot], {
      serialization: 'advanced',
      // An agent starts processes and hands bytes on. It stays small and leaves the cores to git: no optimizing compiler, no helper
      // threads, a small young generation (measured: a fifth less of the whole run's processor time).
      execArgv: ['--single-threaded', '--no-opt', '--max-semi-space-size=2'],
      env: { ...process.env, ...(compileCache === undefined ? {} : { NODE_COMPILE_CACHE: compileCache }) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const agent: Agent = { child, waiting: new Map() };
    hold(agent);
    child.on('message', (answer: FromAgent) => this.settle(agent, answer.id, (waiting) => waiting.resolve(answer)));
    const giveUp = (how: string) => {
      for (const id of [...agent.waiting.keys()]) this.settle(agent, id, (waiting) => waiting.reject(ended(how)));
    };
    child.on('exit', (code, signal) => giveUp(signal ?? `exit code ${code}`));
    child.on('error', (error) => giveUp(error.message));
    return agent;
  }
}

/** Keeps this process alive while an answer is awaited, and lets it end otherwise. */
function hold({ child, waiting }: Agent): void {
  if (waiting.size > 0) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

function ended(how: string): SourceError {
  return new SourceError({
    code: 'source/unreachable',
    state: 'unreachable',
    transient: true,
    args: { detail: `the process that runs git ended: ${how}` },
  });
}
