import type { CatalogStore } from '../model/catalog-store.js';

/** The same store; `count` is told the bytes of each file that was written. */
export function countingStore(store: CatalogStore, count: (bytes: number) => void): CatalogStore {
  const counted = (path: string, bytes: string | Uint8Array, how: 'write' | 'stage'): void => {
    store[how](path, bytes);
    count(Buffer.byteLength(bytes));
  };
  return {
    name: store.name,
    read: (path) => store.read(path),
    readSync: (path) => store.readSync(path),
    has: (path) => store.has(path),
    list: () => store.list(),
    topLevel: () => store.topLevel(),
    write: (path, bytes) => counted(path, bytes, 'write'),
    stage: (path, bytes) => counted(path, bytes, 'stage'),
    publish: () => store.publish(),
    remove: (path) => store.remove(path),
  };
}
