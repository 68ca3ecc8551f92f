import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server does to one request in place of answering it. */
export type Mishap = { readonly status: number; readonly headers?: Record<string, string> } | 'reset' | 'half' | 'silence';

/** Serves a published tree over loopback HTTP, with ranges, and lets a test spoil requests one by one. */
export class TreeServer {
  /** `path` or `path bytes=…` of each request, in order. */
  requests: string[] = [];
  /** Told of each request with its number, from 0. */
  mishap: (number: number, path: string) => Mishap | null = () => null;
  ranges = true;
  private readonly server: Server;

  constructor(readonly files: ReadonlyMap<string, Buffer>) {
    this.server = createServer((request, response) => {
      const path = decodeURIComponent((request.url ?? '').slice(1));
      const { range } = request.headers;
      const number = this.requests.length;
      this.requests.push(range === undefined ? path : `${path} ${range}`);
      const bytes = this.files.get(path);
      const mishap = this.mishap(number, path);
      if (mishap !== null) spoil(mishap, bytes ?? Buffer.alloc(2), response);
      else if (bytes === undefined) response.writeHead(404).end();
      else this.give(bytes, range, response);
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The requests since the last time. */
  asked(): string[] {
    const asked = this.requests;
    this.requests = [];
    return asked;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private give(bytes: Buffer, range: string | undefined, response: ServerResponse): void {
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    if (from === 0 || !this.ranges) return void response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    if (from >= bytes.length) return void response.writeHead(416).end();
    const rest = bytes.subarray(from);
    const headers = { 'content-length': rest.length, 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
    response.writeHead(206, headers).end(rest);
  }
}

function spoil(mishap: Mishap, bytes: Buffer, response: ServerResponse): void {
  if (mishap === 'reset') response.destroy();
  else if (mishap === 'half') {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => setTimeout(() => response.destroy(), 20));
  } else if (mishap !== 'silence') response.writeHead(mishap.status, mishap.headers).end();
}
