// The catalog that bench:mirror publishes: folders of manifests, indexed and published by the command line, and a server of the
// published tree that counts what it sends.
import { createReadStream, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';
import { manifestText } from './federation.mjs';

/** Manifests of a folder. */
const EACH = 10;

/** Writes `size` manifests, ten to a folder, and the configuration that indexes them. */
export function makeSources(work, size) {
  for (let folder = 0; folder < size / EACH; folder += 1) {
    mkdirSync(join(work, `sources/service-${folder}/capabilities`), { recursive: true });
    for (let number = 0; number < EACH; number += 1) writeManifest(work, folder, number);
  }
  const source = '{ directory: { path: sources, each: true } }';
  writeFileSync(join(work, 'catalog.yaml'), `name: Benchmark\nbadges: false\nsources: [${source}]\n`);
}

/** Changes `count` manifests, each of another folder, and gives their bytes. */
export function changeManifests(work, size, count, version) {
  const folders = size / EACH;
  let bytes = 0;
  for (let at = 0; at < count; at += 1) bytes += writeManifest(work, Math.floor((at * folders) / count), at % EACH, version);
  return bytes;
}

function writeManifest(work, folder, number, version) {
  const text = manifestText(folder, number, version);
  writeFileSync(join(work, `sources/service-${folder}/capabilities/action-${number}.yaml`), text);
  return Buffer.byteLength(text);
}

/** Serves a folder and counts requests and bytes, by what they are for. */
export async function countingOrigin(folder) {
  let counts = {};
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://origin').pathname)).slice(1);
    const kind = kindOf(path);
    counts[kind] ??= { requests: 0, bytes: 0 };
    counts[kind].requests += 1;
    const stats = statSync(join(folder, path), { throwIfNoEntry: false });
    if (!stats?.isFile()) return response.writeHead(404).end();
    response.writeHead(200, { 'content-length': stats.size });
    counts[kind].bytes += stats.size;
    createReadStream(join(folder, path)).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    /** What was sent since the last call. */
    counted() {
      const before = counts;
      counts = {};
      const all = Object.values(before);
      const sum = (what) => all.reduce((total, each) => total + each[what], 0);
      const of = (kind) => before[kind] ?? { requests: 0, bytes: 0 };
      return { requests: sum('requests'), bytes: sum('bytes'), of };
    },
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

function kindOf(path) {
  if (path.startsWith('metadata/')) return 'metadata';
  if (path.startsWith('targets/shards/')) return 'shards';
  return path.startsWith('targets/') ? 'small targets' : 'blobs';
}
