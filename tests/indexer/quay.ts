import type { IndexerOps } from '../../src/indexer/ops.js';
import { SourceError, type SourceFailure } from '../../src/model/source.js';
import { capabilities, type Federation, manifest } from '../support/federation.js';

/** The sources of a small harbour: repositories with tags, with findings and with a claim that is refused, and folders. */
export async function quaySources(federation: Federation): Promise<object[]> {
  const needsTides = {
    dependencies: [{ id: 'tides.table.read', version: '>=1 <3' }, { id: 'nobody.has.this' }],
    aliases: [{ id: 'berth.old.name' }],
  };
  const berths = await federation.repository(
    'quay/berths',
    [
      { files: { 'capability.yaml': manifest('berth.slot.assign', '1.0.0') }, tag: 'v1.0.0' },
      { files: { 'capability.yaml': manifest('berth.slot.assign', '1.1.0', needsTides), ...capabilities('berth.slot.free') } },
    ],
    { tags: 'v*' },
  );
  const tides = await federation.repository('quay/tides', [
    {
      'capability.yaml': manifest('tides.table.read', '2.0.0', { titel: 'slip of the pen', version: '2.0' }),
      'manifests/broken.yaml': 'id: [\n',
      '.chora/second.yaml': manifest('berth.slot.free', '9.0.0'),
    },
  ]);
  const empty = await federation.repository('quay/empty', []);
  federation.folder('yards/north', { ...capabilities('yard.north.lift'), 'capability.yml': manifest('Yard/North:Crane') });
  federation.folder('yards/south', { 'capability.yaml': manifest('yard.south.lift', '0.1.0', { owner: undefined }) });
  return [berths, tides, empty, { directory: { path: 'folders/yards', each: true, ttl: '2h' } }];
}

const FAILURES: Readonly<Record<'unreachable' | 'rate-limited' | 'missing', SourceFailure>> = {
  unreachable: { code: 'source/unreachable', state: 'unreachable', transient: false, args: { detail: 'no route to host' } },
  'rate-limited': { code: 'source/rate-limited', state: 'rate-limited', transient: false, args: { detail: 'HTTP 429' } },
  missing: { code: 'source/missing', state: 'missing', transient: false, args: { detail: 'repository not found' } },
};

/** Operations under which these sources fail. */
export function failing(ids: Readonly<Record<string, keyof typeof FAILURES>>): (ops: IndexerOps) => IndexerOps {
  const check = (id: string): void => {
    const state = ids[id];
    if (state !== undefined) throw new SourceError(FAILURES[state]);
  };
  return (ops) => ({
    ...ops,
    readHead: async (request) => {
      check(request.spec.id);
      return await ops.readHead(request);
    },
    readSource: async (request, head) => {
      check(request.spec.id);
      return await ops.readSource(request, head);
    },
  });
}

/** Operations that note which sources are read. */
export function noting(read: string[]): (ops: IndexerOps) => IndexerOps {
  return (ops) => ({
    ...ops,
    readSource: (request, head) => {
      read.push(request.spec.id);
      return ops.readSource(request, head);
    },
  });
}

/** Operations whose store counts what is asked of it, and refuses for good after some of it, as if the process had ended there. */
export function dyingAfter(operations: number): { ops: (ops: IndexerOps) => IndexerOps; died: () => boolean } {
  let left = operations;
  const step = (): void => {
    if (left-- <= 0) throw new Error('killed here');
  };
  const ops = (real: IndexerOps): IndexerOps => {
    const { store } = real;
    const staged = new Map<string, string | Uint8Array>();
    return {
      ...real,
      store: {
        name: store.name,
        read: (path) => store.read(path),
        readSync: (path) => store.readSync(path),
        has: (path) => store.has(path),
        list: () => store.list(),
        topLevel: () => store.topLevel(),
        write: (path, bytes) => {
          step();
          store.write(path, bytes);
        },
        stage: (path, bytes) => {
          step();
          staged.set(path, bytes);
        },
        publish: () => {
          for (const [path, bytes] of staged) {
            step();
            store.write(path, bytes);
          }
          staged.clear();
        },
        remove: (path) => {
          step();
          store.remove(path);
        },
      },
    };
  };
  return { ops, died: () => left < 0 };
}
