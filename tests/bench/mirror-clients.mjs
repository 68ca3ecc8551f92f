// Readers of a mirror that look at every byte: each answer must be a file of one of the releases that may be served.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

/** The list of a release's files: path → 64 hex digits. */
export function readList(file) {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}

/**
 * Lets `count` readers ask for files at random until `ended` says so. `lists` are those of the releases that may be served now, asked
 * for with each request, before and after. Each waits for `pause` milliseconds between two requests.
 */
export async function readersOf(url, count, lists, ended, pause = 0) {
  const agent = new Agent({ keepAlive: true, maxSockets: count });
  const seen = { requests: 0, failures: [], mixed: [], milliseconds: [] };
  const reader = async () => {
    while (!ended()) {
      if (pause > 0) await wait(pause);
      const known = [...lists()];
      const paths = known[Math.floor(Math.random() * known.length)]?.paths ?? [];
      const path = paths[Math.floor(Math.random() * paths.length)];
      if (path === undefined) return;
      const began = performance.now();
      const answer = await ask(new URL(path, url), agent).catch((error) => ({ status: 0, digest: String(error) }));
      seen.milliseconds.push(performance.now() - began);
      seen.requests += 1;
      const may = new Set([...known, ...lists()].map(({ files }) => files.get(path) ?? 'none'));
      if (answer.status === 404 && may.has('none')) continue;
      if (answer.status !== 200) seen.failures.push(`${path}: ${answer.status} ${answer.digest}`);
      else if (!may.has(answer.digest)) seen.mixed.push(path);
    }
  };
  await Promise.all(Array.from({ length: count }, reader));
  agent.destroy();
  return seen;
}

function ask(url, agent) {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'accept-encoding': 'identity' } }, (response) => {
      const hash = createHash('sha256');
      response.on('data', (chunk) => hash.update(chunk));
      response.on('error', reject);
      response.on('end', () =>
        response.complete ? resolve({ status: response.statusCode, digest: hash.digest('hex') }) : reject(new Error('cut off')),
      );
    }).on('error', reject);
  });
}
