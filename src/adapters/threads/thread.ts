// One thread of a pool: loads the module that it is told, prepares it once, and answers questions.
import { parentPort, workerData } from 'node:worker_threads';
import type { FromThread, ThreadData, ThreadModule, ToThread } from './protocol.js';

const { module, setup } = workerData as ThreadData;
const { prepare } = (await import(module)) as ThreadModule<unknown, unknown, unknown>;
const answer = prepare(setup);

parentPort?.on('message', ({ id, question }: ToThread) => {
  let message: FromThread;
  try {
    message = { id, answer: answer(question) };
  } catch (error) {
    message = { id, error };
  }
  parentPort?.postMessage(message);
});
