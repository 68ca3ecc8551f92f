import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** A server on this machine. `close` also ends its connections. */
export interface Host {
  readonly port: number;
  close(): Promise<void>;
}

/** Accepts connections and leaves them to `onConnection`, which may well do nothing. */
export async function tcpHost(onConnection: (socket: Socket) => void = () => undefined): Promise<Host> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  return await listening(server, server);
}

const OPENSSL = 'openssl';

/** A self-signed certificate for 127.0.0.1; git trusts it where GIT_SSL_CAINFO names `cert`. */
export function makeCertificate(folder: string): { key: string; cert: string } {
  const key = join(folder, 'key.pem');
  const cert = join(folder, 'cert.pem');
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync(
    OPENSSL,
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '3650',
      '-keyout',
      key,
      '-out',
      cert,
      ...subject,
    ],
    { stdio: 'ignore' },
  );
  return { key, cert };
}

export async function httpsHost(
  certificate: { key: string; cert: string },
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Host> {
  const server: HttpsServer = createHttpsServer(
    { key: readFileSync(certificate.key), cert: readFileSync(certificate.cert) },
    answer,
  );
  return await listening(server, server);
}

const DAEMON = '/usr/lib/git-core/git-daemon';
export const hasDaemon = existsSync(DAEMON);

/** A git daemon that serves what is exported below a folder. */
export async function gitDaemon(folder: string): Promise<Host> {
  const port = await freePort();
  const child: ChildProcess = spawn(
    DAEMON,
    ['--reuseaddr', '--listen=127.0.0.1', `--port=${port}`, `--base-path=${folder}`, folder],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let attempt = 0; attempt < 100 && !(await accepts(port)); attempt += 1) await pause(50);
  return {
    port,
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Ids of the processes whose command line matches; its words are joined by spaces. */
export function processesWith(pattern: RegExp): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return pattern.test(readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' '));
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Waits until `condition` holds, or the time is up; tells whether it holds. */
export async function eventually(condition: () => boolean, milliseconds = 3000): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (!condition() && performance.now() < end) await pause(25);
  return condition();
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function listening(server: Server, connections: Server): Promise<Host> {
  const sockets = new Set<Socket>();
  connections.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function freePort(): Promise<number> {
  const host = await tcpHost();
  await host.close();
  return host.port;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
