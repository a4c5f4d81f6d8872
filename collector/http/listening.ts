import { createServer, type Server as HttpServer, type RequestListener, type ServerOptions } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Certificates } from '@/core/certificates';
import { DAMAGED } from '@/core/database/errors';
import { FaaslensError } from '@/core/errors';
import type { LogSeldom } from '../log-seldom';

/** An HTTP server, with TLS if there are certificates. */
export function listenerFor(
  handler: RequestListener,
  options: ServerOptions,
  certificates: Certificates | null,
): HttpServer {
  if (certificates === null) return createServer(options, handler);
  const server = createSecureServer({ ...options, ...certificates.first }, handler);
  certificates.follow(server);
  return server;
}

/** Health checks reveal no data, so they need no key. Damage of the database does not make the service unready. */
export function addHealth(
  server: FastifyInstance,
  { isReady, isDamaged }: { readonly isReady: () => boolean; readonly isDamaged: () => boolean },
): void {
  server.get('/healthz', (_request, reply) => reply.type('text/plain').send('ok\n'));
  server.get('/readyz', (_request, reply) => {
    const answer = isReady() ? { status: 200, text: 'ready' } : { status: 503, text: 'not ready' };
    const more = isDamaged() ? `; ${DAMAGED}: "faaslens check" says where` : '';
    return reply.code(answer.status).type('text/plain').send(`${answer.text}${more}\n`);
  });
}

/** Limits the open connections, and logs when the limit is reached. */
export function limitConnections(server: Server, most: number, warn: LogSeldom): void {
  server.maxConnections = most;
  server.on('drop', () => warn('connections are refused: too many are open', { most }));
}

/** The bound port, which differs from the requested one when that was 0. */
export function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The error that `listen` throws; it names the setting. */
export function cannotListen({
  host,
  port,
  setting,
  cause,
}: {
  host: string;
  port: number;
  setting: string;
  cause: unknown;
}): FaaslensError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new FaaslensError(
    'conflict',
    `port ${port} on ${host} cannot be opened (${reason}): set ${setting}`,
    { cause },
  );
}
