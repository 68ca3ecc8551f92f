import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { HttpReader } from '../../src/adapters/http/reader.js';
import { ChoraError } from '../../src/model/errors.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serve(answer: (response: ServerResponse, request: IncomingMessage) => void): Promise<string> {
  const server = createServer((request, response) => answer(response, request));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function refusal(reading: Promise<unknown>): Promise<ChoraError> {
  const error = await reading.catch((thrown: unknown) => thrown);
  if (error instanceof ChoraError) return error;
  throw new Error(`not refused: ${String(error)}`);
}

const LIMITS = { milliseconds: 300, bytes: 1000 };

describe('a catalog on a web server', () => {
  test.each(['', '/', '/sub/catalog', '/sub/catalog/'])('is read below its address (%j)', async (below) => {
    const asked: (string | undefined)[] = [];
    const url = await serve((response, request) => {
      asked.push(request.url);
      response.end('ä');
    });
    expect((await new HttpReader(`${url}${below}`).read('api/v1/a~b!c.json'))?.toString()).toBe('ä');
    expect(asked).toEqual([`${below.replace(/\/$/, '')}/api/v1/a~b!c.json`]);
  });

  test.each([404, 410])('has no document where the server answers %d', async (status) => {
    const url = await serve((response) => response.writeHead(status).end('<html>'));
    expect(await new HttpReader(url).read('a')).toBeNull();
  });

  test.each([401, 403, 429, 500, 503])('cannot be read where the server answers %d', async (status) => {
    const url = await serve((response) => response.writeHead(status).end());
    const error = await refusal(new HttpReader(url).read('a'));
    expect([error.kind, error.code]).toEqual(['io', 'io/read']);
    expect(error.message).toBe(`${url}/a cannot be read: the server answered ${status}`);
  });

  test('may have moved elsewhere', async () => {
    const there = await serve((response) => response.end('here'));
    const url = await serve((response) => response.writeHead(302, { Location: `${there}/x` }).end());
    expect((await new HttpReader(url).read('a'))?.toString()).toBe('here');
  });

  test('that sends one in circles cannot be read', async () => {
    const url = await serve((response) => response.writeHead(302, { Location: '/again' }).end());
    expect((await refusal(new HttpReader(url).read('a'))).message).toContain('redirect');
  });

  test('that sends one to a file cannot be read', async () => {
    const url = await serve((response) => response.writeHead(302, { Location: 'file:///etc/passwd' }).end());
    expect((await refusal(new HttpReader(url).read('a'))).code).toBe('io/read');
  });

  test('where nobody listens cannot be read, and the reason is told', async () => {
    const url = await serve(() => undefined);
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    expect((await refusal(new HttpReader(url).read('a'))).message).toContain('ECONNREFUSED');
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ['does not answer', () => undefined],
    ['stops in the middle of its answer', (response) => response.write('x')],
    [
      'sends a byte now and then',
      (response) => {
        const timer = setInterval(() => response.write('x'), 50);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('that %s is given up when time is up', async (_what, answer) => {
    const url = await serve(answer);
    const started = performance.now();
    expect((await refusal(new HttpReader(url, LIMITS).read('a'))).message).toContain('timeout');
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('that breaks off cannot be read', async () => {
    const url = await serve((response) => {
      response.writeHead(200, { 'Content-Length': '100' }).write('x');
      setTimeout(() => response.destroy(), 10);
    });
    expect((await refusal(new HttpReader(url).read('a'))).code).toBe('io/read');
  });

  test('may send just as much as allowed, and not more', async () => {
    const url = await serve((response, request) => {
      // In parts, so that the length is not known beforehand.
      response.write('x'.repeat(600));
      response.end('x'.repeat(request.url === '/more' ? 401 : 400));
    });
    expect(await new HttpReader(url, LIMITS).read('exact')).toHaveLength(1000);
    expect((await refusal(new HttpReader(url, LIMITS).read('more'))).message).toContain('longer than 1000 bytes');
  });

  test('that never stops sending is cut off', async () => {
    const url = await serve((response) => {
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', pour);
      pour();
    });
    expect((await refusal(new HttpReader(url, { ...LIMITS, milliseconds: 5000 }).read('a'))).message).toContain(
      'longer than 1000 bytes',
    );
  });

  test('at an address that is none is a mistake of use', () => {
    expect(() => new HttpReader('http://')).toThrow(expect.objectContaining({ kind: 'usage', code: 'usage/not-a-url' }));
  });
});
