import type { IncomingHttpHeaders } from 'node:http';
import { type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { ChoraError } from '../../model/errors.js';
import { systemCode } from '../system-error.js';
import { mediaType } from './media-types.js';
import { EntityTags } from './open-file.js';
import { requestPath } from './request-path.js';
import { sendFile } from './send-file.js';

/** What was asked for, once it is known to be a path. */
export interface ServedRequest {
  readonly method: 'GET' | 'HEAD';
  /** Relative to the folder that is served, with `/` between its parts; `index.html` for `/`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** An answer that is no file. Its headers replace those that the server would send. */
export interface ServedReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export type Refusal = 400 | 404 | 405 | 416 | 500;

export interface StaticServerOptions {
  /** The folder to serve, asked once for each request: a request never sees files of two folders. May be a link. */
  readonly root: () => string;
  /** Asked before any file is looked for; null goes on to the files. For what is no file, and for a catalog that must not be shown. */
  readonly before?: (request: ServedRequest, root: string) => ServedReply | null | Promise<ServedReply | null>;
  /** Where a file may be that the folder does not have. Its headers are those of the path that was asked for. */
  readonly elsewhere?: (path: string) => { readonly folder: string; readonly path: string } | null;
  /** Headers of a file, by its path. They go with refusals too: those have the path `404.html`. */
  readonly headers?: (path: string, root: string) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** The page that a refusal shows to a browser. Programs get `{error: {code, message}}`. Null: browsers get that too. */
  readonly refusalPage?: (status: Refusal, message: string, root: string) => string | null | Promise<string | null>;
  /** Told of what went wrong here and not with the asker, such as a disk that fails. */
  readonly onError: (error: unknown, path: string) => void;
}

export interface RunningServer {
  /** Such as `http://127.0.0.1:8080/`. */
  readonly url: string;
  /** Takes no more requests, lets those under way end, and gives up on those that take more than 5 seconds. */
  close(): Promise<void>;
}

/** Milliseconds, and bytes. A request has no body here, so that its header is all there is to wait for. */
const LIMITS = { header: 10_000, idle: 30_000, keepAlive: 5_000, close: 5_000, headerBytes: 16_384, bodyBytes: 1_024 } as const;
/** How often a request begins again because the folder was replaced, and perhaps removed, while a file was looked for in it. */
const SWITCHES = 3;
const MESSAGES: Record<Refusal, readonly [code: string, message: string]> = {
  400: ['bad-request', 'This is not the address of a file.'],
  404: ['not-found', 'There is nothing at this address.'],
  405: ['method-not-allowed', 'Files can be read with GET and HEAD, and nothing else.'],
  416: ['range-not-satisfiable', 'The file is shorter than that.'],
  500: ['internal', 'The file could not be read.'],
};

/**
 * Serves the files of a folder, and nothing else: no listing, no hidden file, no file that a link leads to. A file is opened once and
 * sent from what was opened, so a run that replaces files meanwhile breaks no answer. `listen` starts it.
 */
export function staticServer({ root, before, elsewhere, headers = () => ({}), refusalPage, onError }: StaticServerOptions) {
  const tags = new EntityTags();
  const app = fastify({
    // The address is read in one place, requestPath; a router has its own ideas of what is the same.
    rewriteUrl: () => '/',
    exposeHeadRoutes: false,
    bodyLimit: LIMITS.bodyBytes,
    requestTimeout: LIMITS.header,
    connectionTimeout: LIMITS.idle,
    keepAliveTimeout: LIMITS.keepAlive,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // Node looks every half minute otherwise, and a limit of ten seconds would be one of forty.
    http: { maxHeaderSize: LIMITS.headerBytes, headersTimeout: LIMITS.header, connectionsCheckingInterval: LIMITS.header / 4 },
  });

  async function refuse(status: Refusal, request: FastifyRequest, reply: FastifyReply, folder: string): Promise<FastifyReply> {
    const [code, message] = MESSAGES[status];
    const wantsPage = /\btext\/html\b/.test(request.headers.accept ?? '');
    const page = wantsPage ? ((await refusalPage?.(status, message, folder)) ?? null) : null;
    reply
      .code(status)
      .headers({ ...(await headers('404.html', folder)), 'cache-control': 'no-store' })
      .header('content-type', `${page === null ? 'application/json' : 'text/html'}; charset=utf-8`);
    if (status === 405) reply.header('allow', 'GET, HEAD');
    return sendBody(reply, request, page ?? `${JSON.stringify({ error: { code, message } })}\n`);
  }

  async function answer(request: FastifyRequest, reply: FastifyReply, switches: number): Promise<FastifyReply> {
    const folder = root();
    const asked = requestPath(request.originalUrl);
    if ('refused' in asked) return refuse(asked.refused === 'malformed' ? 400 : 404, request, reply, folder);
    const { path } = asked;
    const method = request.method === 'HEAD' ? 'HEAD' : 'GET';
    const instead = await before?.({ method, path, headers: request.headers }, folder);
    if (instead) return sendBody(reply.code(instead.status).headers(instead.headers), request, instead.body);
    const own = await headers(path, folder);
    const send = (place: { readonly folder: string; readonly path: string }) =>
      sendFile({ ...place, type: own['content-type'] ?? mediaType(path), headers: own, tags }, request, reply, (error) =>
        onError(error, path),
      );
    let refused = await send({ folder, path });
    if (refused === 404 && switches > 0 && root() !== folder) return answer(request, reply, switches - 1);
    const other = refused === 404 ? elsewhere?.(path) : null;
    if (other) refused = await send(other);
    return refused === null ? reply : refuse(refused, request, reply, folder);
  }

  // Before a body is read: none is wanted.
  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') await refuse(405, request, reply, root());
  });
  app.route({ method: ['GET', 'HEAD'], url: '/', handler: (request, reply) => answer(request, reply, SWITCHES) });
  app.setNotFoundHandler((request, reply) => refuse(405, request, reply, root()));
  app.setErrorHandler((error, request, reply) => {
    onError(error, request.originalUrl);
    return refuse(500, request, reply, root());
  });

  return {
    /** @throws ChoraError `serve/port-in-use` or `serve/cannot-listen` */
    async listen(host: string, port: number): Promise<RunningServer> {
      try {
        await app.listen({ host, port });
      } catch (error) {
        throw cannotListen(error, host, port);
      }
      const address = app.server.address();
      const taken = typeof address === 'object' ? (address?.port ?? port) : port;
      return { url: `http://${named(host)}:${taken}/`, close: () => closeSoon(app) };
    },
  };
}

function sendBody(reply: FastifyReply, { method }: FastifyRequest, body: string | Uint8Array): FastifyReply {
  reply.header('content-length', Buffer.byteLength(body));
  return method === 'HEAD' ? reply.send() : reply.send(typeof body === 'string' ? body : Buffer.from(body));
}

async function closeSoon(app: { readonly server: { closeAllConnections(): void }; close(): Promise<unknown> }): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), LIMITS.close);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}

/** An IPv6 address stands in brackets in a URL. */
const named = (host: string): string => (host.includes(':') ? `[${host}]` : host);

function cannotListen(error: unknown, host: string, port: number): unknown {
  const code = systemCode(error);
  if (code === null) return error;
  const place = `${named(host)}:${port}`;
  if (code === 'EADDRINUSE')
    return new ChoraError(
      'usage',
      'serve/port-in-use',
      `Something listens at ${place} already.`,
      'Choose another port with --port; 0 takes one that is free.',
      { cause: error },
    );
  const hint = code === 'EACCES' ? 'Ports below 1024 are for the system: choose a higher one.' : 'Check --host and --port.';
  return new ChoraError('usage', 'serve/cannot-listen', `Nothing can listen at ${place} (${code}).`, hint, { cause: error });
}
