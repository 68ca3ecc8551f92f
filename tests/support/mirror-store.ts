import type { MirrorStore } from '../../src/mirror/ops.js';

/** Called before each operation of a store, with its name and what it is given; may throw. */
export type Before = (operation: string, args: readonly unknown[]) => void;

/** A store whose every operation, also on what it gives out, is announced first. */
export function watched(store: MirrorStore, before: Before): MirrorStore {
  return announce(store, before);
}

function announce<T extends object>(target: T, before: Before): T {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name === 'releases' || name === 'store') return announce(value as object, before);
      if (typeof value !== 'function' || name === 'lock') return typeof value === 'function' ? value.bind(target) : value;
      return (...args: unknown[]) => {
        before(String(name), args);
        const result: unknown = value.apply(target, args);
        return name === 'partial' || name === 'begin' ? announce(result as object, before) : result;
      };
    },
  });
}

/** Operations that put bytes on the disk. */
const WRITES = new Set(['append', 'writeFile', 'appendJournal', 'writeRecord', 'write', 'stage', 'finish']);

export function bytesOf(operation: string, args: readonly unknown[]): number {
  if (!WRITES.has(operation)) return 0;
  return args.reduce<number>((sum, each) => sum + (typeof each === 'string' || each instanceof Uint8Array ? each.length : 0), 0);
}
