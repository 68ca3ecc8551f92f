import { ChoraError } from '../../model/errors.js';
import { lockFile, type Refuse } from '../lock-file.js';

/** Locks that this very process holds: to the lock file, a holder of our own number would seem to be gone. */
const held = new Set<string>();

/** Makes this the only process, and the only task in it, that changes a mirror. @throws ChoraError `mirror/locked` */
export function lockMirror(path: string, lost: () => void): () => void {
  if (held.has(path)) throw locked({ pid: process.pid, host: 'this machine' }, path);
  const unlock = lockFile(path, lost, locked);
  held.add(path);
  return () => {
    held.delete(path);
    unlock();
  };
}

const locked: Refuse = ({ pid, host, since }, path) =>
  new ChoraError(
    'usage',
    'mirror/locked',
    `Another process is at work on this mirror: process ${pid} on ${host}${since === undefined ? '' : `, since ${since}`}.`,
    `Wait for its end. If it is certain that there is none, remove ${path}.`,
  );
