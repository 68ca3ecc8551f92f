import { systemCode } from './system-error.js';

/**
 * Whether another process of this machine has this number. One with our own is not another one: numbers start anew in each container.
 */
export function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
