import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Built } from '../support/built.js';

const built = new Built('threads');

/** A module that runs on threads: adds to a number, and fails in three ways. */
const MODULE = `data:text/javascript,${encodeURIComponent(`
import { isMainThread } from 'node:worker_threads';
export const prepare = (first) => (question) => {
  if (question === 'throw') throw new Error('it cannot be added');
  if (question === 'exit') process.exit(7);
  return [first + question, isMainThread];
};`)}`;

/** Runs a program that has `pool(options)`, `failureOf(promise)` and `say(value)`. */
async function said(body: string): Promise<unknown[]> {
  const { lines, code } = await built.run(`import { ThreadPool } from ${built.place('adapters/threads/pool.js')};
const address = new URL(${JSON.stringify(MODULE)});
const module = await import(address.href);
const pool = (options) => new ThreadPool(module, address, 100, options);
const failureOf = (promise) => promise.then(() => null, (error) => error.message);
const say = (value) => console.log(JSON.stringify(value));
${body}`);
  expect(code).toBe(0);
  return lines.map((line) => JSON.parse(line) as unknown);
}

describe('threads', () => {
  test('answer what the module answers, the first questions here, and end by themselves', async () => {
    const [answers] = await said(`
      const threads = pool({ threads: 2, answeredHere: 3 });
      say(await Promise.all(Array.from({ length: 50 }, (_, at) => threads.ask(at))));`);
    expect(answers).toEqual(Array.from({ length: 50 }, (_, at) => [100 + at, at < 3]));
  });

  test('hand on what the module throws, here and there, and go on', async () => {
    const answers = await said(`
      const threads = pool({ threads: 1, answeredHere: 1 });
      say(await failureOf(threads.ask('throw')));
      say(await failureOf(threads.ask('throw')));
      say(await threads.ask(1));`);
    expect(answers).toEqual(['it cannot be added', 'it cannot be added', [101, false]]);
  });

  test('that end before they answer leave nobody waiting, and others take their place', async () => {
    const answers = await said(`
      const threads = pool({ threads: 1, answeredHere: 0 });
      say(await Promise.all(['exit', 1, 2, 3, 4].map((question) => failureOf(threads.ask(question)))));
      say(await threads.ask(5));`);
    const ended = 'a thread ended with exit code 7 before it answered';
    expect(answers).toEqual([
      [ended, ended, ended, ended, ended],
      [105, false],
    ]);
  });

  test('prove what this thread proves', async () => {
    const root = readFileSync('catalog/trusted_root.json', 'utf8');
    const [here, there] = await said(`
      const { prepare } = await import(${built.place('trust/prove.js')});
      const setup = { trustedRoot: ${JSON.stringify(root)}, keys: [] };
      const question = { artifact: { bytes: Buffer.from('id: a.b.c') }, bundles: [Buffer.from('{}'), Buffer.from('no bundle')] };
      say(prepare(setup)(question));
      say(await new ThreadPool({ prepare }, new URL(${built.place('trust/prove.js')}), setup, { threads: 1, answeredHere: 0 }).ask(question));`);
    expect(here).toHaveLength(2);
    expect(there).toEqual(here);
  });
});
