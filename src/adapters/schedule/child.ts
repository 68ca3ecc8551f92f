import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ProcessEnd, ProcessLimits } from '../../schedule/ops.js';

const BIN = fileURLToPath(new URL('../../bin.js', import.meta.url));

/**
 * Runs the command line in a process of its own, without a shell. It writes where this process writes. When its time is up, or the
 * signal fires, it is sent SIGTERM, and SIGKILL when it takes longer than `grace` to end.
 */
export function runProcess(args: readonly string[], cwd: string, limits: ProcessLimits, bin = BIN): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    let why: ProcessEnd['why'] = 'ended';
    const child = spawn(process.execPath, [bin, ...args], { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
    let kill: NodeJS.Timeout | undefined;
    const end = (reason: 'timed-out' | 'stopped') => {
      if (why !== 'ended') return;
      why = reason;
      child.kill('SIGTERM');
      kill = setTimeout(() => child.kill('SIGKILL'), limits.grace);
    };
    const timeout = setTimeout(() => end('timed-out'), limits.timeout);
    const stop = () => end('stopped');
    limits.signal.addEventListener('abort', stop, { once: true });
    const settle = (result: ProcessEnd) => {
      clearTimeout(timeout);
      clearTimeout(kill);
      limits.signal.removeEventListener('abort', stop);
      resolve(result);
    };
    child.once('error', (error) => {
      if (child.pid === undefined) settle({ why: 'not-started', code: null, signal: null, message: error.message });
    });
    child.once('exit', (code, signal) => settle({ why, code, signal }));
    if (limits.signal.aborted) stop();
  });
}
