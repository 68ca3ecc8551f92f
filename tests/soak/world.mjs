// What the soak test lives in: a catalog that is published again and again, a mirror of it, and readers of that mirror.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mirrorOps, readMirrorConfig } from '../../dist/compose/mirror.js';
import { catalogFormat } from '../../dist/mirror/catalog-format.js';
import { verifyMirror } from '../../dist/mirror/verify.js';
import { changeManifests, makeSources } from '../bench/mirror-catalog.mjs';
import { readList } from '../bench/mirror-clients.mjs';

const BIN = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
/** Manifests of the catalog. */
export const SIZE = 50;

/** Runs a command line; `killAfter`: milliseconds to SIGKILL, or null to let it end. */
export function chora(args, killAfter = null) {
  const began = performance.now();
  const child = spawn(process.execPath, [BIN, ...args, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = killAfter === null ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  let out = '';
  // With --json errors are told on standard output.
  let errors = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (errors += chunk));
  return new Promise((resolve) =>
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({
        code,
        killed: signal === 'SIGKILL',
        out,
        errors: `${code === 0 ? '' : out}${errors}`,
        milliseconds: performance.now() - began,
      });
    }),
  );
}

export async function mustDo(...args) {
  const run = await chora(args);
  if (run.code !== 0) throw new Error(`chora ${args.join(' ')} ended with ${run.code}: ${run.errors.slice(-1500)}`);
  return { ...run, report: JSON.parse(run.out) };
}

/** A catalog of `SIZE` manifests in a folder. */
export class Publisher {
  changes = 0;

  constructor(work) {
    this.work = work;
    this.out = join(work, 'out');
    this.publishing = ['publish', '--out', this.out, '--keys', join(work, 'keys')];
  }

  async begin() {
    makeSources(this.work, SIZE);
    await this.index();
    await mustDo('publish', 'init', '--out', this.out, '--keys', join(this.work, 'keys'));
    return await mustDo(...this.publishing);
  }

  async index() {
    const { work, out } = this;
    await mustDo('index', '--config', join(work, 'catalog.yaml'), '--out', out, '--cache', join(work, 'cache'));
  }

  /** Changes some manifests and indexes them. */
  async change(count) {
    this.changes += 1;
    changeManifests(this.work, SIZE, count, `2.${this.changes}.0`);
    await this.index();
  }

  /** The version of the release that is published. */
  release() {
    const names = readdirSync(join(this.out, 'metadata')).map((name) => /^(\d+)\.targets\.json$/.exec(name)?.[1]);
    return Math.max(...names.filter(Boolean).map(Number));
  }
}

/** A mirror, and what must hold of it whatever happened. */
export class Mirror {
  /** Lists of all releases that ever were, by their folders. */
  lists = new Map();
  floor = { timestamp: 0, greatest: '' };

  constructor(folder) {
    this.folder = folder;
  }

  async init(url, publisher) {
    await mustDo('mirror', 'init', this.folder, '--url', url, '--root', join(publisher.out, 'metadata/1.root.json'));
    const config = join(this.folder, 'mirror.yaml');
    // A fault is to end a sync, not to be waited for.
    writeFileSync(config, `${readFileSync(config, 'utf8')}\nlimits: { retries: 0, stall: 2s }\n`);
  }

  syncing() {
    return ['mirror', 'sync', this.folder, '--fail-on', 'never'];
  }

  served() {
    return readlinkSync(join(this.folder, 'current')).split('/').at(-1);
  }

  kept() {
    const folder = join(this.folder, 'releases');
    return readdirSync(folder).filter((name) => /^\d+(\.\d+)?$/.test(name));
  }

  /** Releases that may be answered from; a release has its list before it is served. */
  known() {
    for (const name of readdirSync(join(this.folder, 'releases'))) {
      if (!/^\d+(\.\d+)?\.sha256$/.test(name) || this.lists.has(name)) continue;
      const files = readList(join(this.folder, 'releases', name));
      this.lists.set(name, { files, paths: [...files.keys()] });
    }
    return [...this.lists.values()];
  }

  /** What is wrong: with the served release byte for byte, with what is trusted, and with what was known before. */
  async problems() {
    const config = readMirrorConfig(this.folder);
    const ops = mirrorOps({ folder: this.folder, config, format: catalogFormat(), inProcess: true });
    const { problems } = await verifyMirror(ops);
    const found = problems.map(({ part, what, message }) => `${part} ${what} ${message}`);
    const trusted = await ops.tuf.read(ops.places.trustFolder);
    const { timestamp } = trusted.versions;
    const greatest = JSON.parse(readFileSync(join(this.folder, 'state.json'), 'utf8')).greatest_generated_at ?? '';
    if (timestamp < this.floor.timestamp) found.push(`lost: timestamp ${timestamp} after ${this.floor.timestamp}`);
    if (greatest < this.floor.greatest) found.push(`lost: ${greatest} after ${this.floor.greatest}`);
    this.floor = { timestamp: Math.max(timestamp, this.floor.timestamp), greatest };
    return found;
  }
}

/** Serves a folder; `mishap` may spoil a request by its number: `cut`, a status, or null. */
export async function spoilingOrigin(folder) {
  const origin = { url: '', requests: 0, mishap: () => null, close: () => undefined };
  const server = createServer((request, response) => {
    const mishap = origin.mishap(origin.requests);
    origin.requests += 1;
    if (mishap === 'cut') return request.socket.destroy();
    if (mishap !== null) return response.writeHead(mishap).end();
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://origin').pathname));
    let bytes;
    try {
      bytes = readFileSync(join(folder, path));
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
      return response.writeHead(404).end();
    }
    response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin.url = `http://127.0.0.1:${server.address().port}/`;
  origin.close = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return origin;
}

export function emptyFolder(path) {
  mkdirSync(path, { recursive: true });
  return path;
}
