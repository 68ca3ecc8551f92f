import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect } from '@jest/globals';
import { ChoraError } from '../../src/model/errors.js';

/** Fails as it should: with an error of ours, in which nothing of the secret is left. */
export async function failureWithout(secret: string, work: Promise<unknown>): Promise<ChoraError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ChoraError)) throw new Error(`Expected a ChoraError, found ${error}`);
  const all = `${error.message} ${error.hint} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
  for (const part of [secret, ...secret.split('.')].filter((text) => text.length > 8)) expect(all).not.toContain(part);
  return error;
}

/** Starts servers that answer as the test wants, and gives their addresses; after each test they are gone. */
export function servers(): (listener: RequestListener) => Promise<string> {
  const running: Server[] = [];
  afterEach(() => {
    for (const server of running.splice(0)) server.close().closeAllConnections();
  });
  return async (listener) => {
    const server = createServer(listener);
    running.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
}
