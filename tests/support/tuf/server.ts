import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a server misbehaves with one file. */
export type Fault =
  | { readonly status: number }
  /** Closes the connection without an answer. */
  | 'reset'
  /** Takes the request and says nothing. */
  | 'stall'
  /** Sends the first byte and then nothing more. */
  | 'hang'
  /** Sends a byte now and then, and never ends. */
  | 'drip'
  /** Sends bytes without end, as fast as they are taken. */
  | 'endless'
  /** Announces all of the file and sends half of it. */
  | 'truncated'
  | { readonly location: string };

/** Serves files over loopback HTTP, and misbehaves as it is told. */
export class FileServer {
  /** Paths that were asked for, in order, without the first slash. */
  requests: string[] = [];
  /** What is wrong with a path; `times`: how often, then it is well. */
  readonly faults = new Map<string, { fault: Fault; times: number }>();
  private readonly server: Server;
  private readonly dripping = new Set<NodeJS.Timeout>();

  constructor(private readonly files: () => ReadonlyMap<string, Buffer>) {
    this.server = createServer((request, response) => this.answer(request, response));
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    for (const timer of this.dripping) clearInterval(timer);
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  fail(path: string, fault: Fault, times = Number.POSITIVE_INFINITY): void {
    this.faults.set(path, { fault, times });
  }

  /** What was asked for since the last time. */
  asked(): string[] {
    const asked = this.requests;
    this.requests = [];
    return asked;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '').slice(1);
    this.requests.push(path);
    const bytes = this.files().get(path);
    const wrong = this.faults.get(path);
    if (wrong !== undefined && wrong.times > 0) {
      wrong.times -= 1;
      this.misbehave(wrong.fault, bytes ?? Buffer.from('{}'), response);
    } else if (bytes === undefined) response.writeHead(404).end('not found');
    else response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
  }

  private misbehave(fault: Fault, bytes: Buffer, response: ServerResponse): void {
    if (typeof fault === 'object') {
      if ('status' in fault) response.writeHead(fault.status).end();
      else response.writeHead(302, { location: fault.location }).end();
    } else if (fault === 'reset') response.destroy();
    else if (fault === 'hang') response.writeHead(200).write('{');
    else if (fault === 'drip') {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 20);
      this.dripping.add(timer);
      response.on('close', () => clearInterval(timer));
    } else if (fault === 'endless') {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
      };
      response.on('drain', more);
      more();
    } else if (fault === 'truncated') {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    }
  }
}
