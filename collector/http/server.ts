import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Door } from '@/core/auth/authorize';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import type { Ingest } from '../ingest/ingest';
import { logSeldom } from '../log-seldom';
import { encodeStatus } from '../otlp/responses';
import { ByteBudget } from './byte-budget';
import { answerClientError, isHttp2 } from './client-errors';
import { exportHandler, ingestDoor } from './export-handler';
import { type Failure, failureOf, grpcCodeOf } from './failures';
import { CONTENT_TYPE, encodingOf } from './media';
import { MAX_BODY_BYTES } from './read-body';
import { signalRoutes } from './signals';
import { explainUnknown } from './unknown-path';

export interface OtlpServerOptions {
  readonly config: Pick<Config, 'host' | 'otlpHttpPort'>;
  readonly ingest: Ingest;
  readonly door: Door;
  /** Whether telemetry can be taken now; asked by `/readyz`. */
  readonly ready: () => boolean;
  readonly log: Logger;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly limits?: Partial<OtlpLimits>;
}

export interface OtlpLimits {
  /** Bytes of one body, on the wire and decompressed. */
  readonly bodyBytes: number;
  /** Bytes of all bodies under way together. */
  readonly inFlightBytes: number;
  readonly headersTimeoutMs: number;
  /** From the first byte of a request to the last. */
  readonly requestTimeoutMs: number;
  /** How long requests under way may take after `close()`. */
  readonly closeMs: number;
}

export interface OtlpServer {
  /** @throws FaaslensError `conflict` that names the setting when the address cannot be listened on. */
  listen(): Promise<{ port: number }>;
  /** `/readyz` says 503 from now on; requests under way are finished, and what then still runs is cut. */
  close(): Promise<void>;
}

const LIMITS: OtlpLimits = {
  bodyBytes: MAX_BODY_BYTES,
  inFlightBytes: 256 * 1024 * 1024,
  headersTimeoutMs: 20_000,
  requestTimeoutMs: 60_000,
  closeMs: 5_000,
};
/** Longer than the 60 s after which load balancers drop idle connections, so that they close first. */
const KEEP_ALIVE_MS = 76_000;
const TIMEOUT_CHECK_MS = 5_000;

/** OTLP over HTTP: limits, the door, encodings and status codes; what the bodies hold is the ingest's affair. */
export function createOtlpServer(options: OtlpServerOptions): OtlpServer {
  const { config, ingest, door, ready, log, now = Date.now } = options;
  const limits = { ...LIMITS, ...options.limits };
  const warn = logSeldom(log, now);
  let stopping = false;

  const server = Fastify({
    logger: false,
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: limits.requestTimeoutMs,
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
    http: {
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: Math.min(TIMEOUT_CHECK_MS, limits.requestTimeoutMs),
    },
    clientErrorHandler: (error, socket) => {
      if (isHttp2(error)) warn('a gRPC client calls the OTLP/HTTP port', { remote: socket.remoteAddress });
      answerClientError(error, socket);
    },
  });

  const refuse = (request: FastifyRequest, reply: FastifyReply, failure: Failure, error?: unknown) => {
    const { status, message } = failure;
    if (failure.isDefect) log.error({ err: error, url: request.url }, 'a request failed');
    else if (status !== 503) warn(`refused requests with ${status}`, { reason: message, remote: request.ip });
    const encoding = encodingOf(request.headers['content-type']) ?? 'json';
    return reply
      .code(status)
      .headers(failure.headers)
      .type(CONTENT_TYPE[encoding])
      .send(Buffer.from(encodeStatus(encoding, grpcCodeOf(status), message)));
  };

  // A connection that stays open would hold up the end until its idle time is over.
  server.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close');
  });
  // Bodies are read by the handlers, after the door and with their own limits.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _payload, done) => done(null));
  server.setErrorHandler((error, request, reply) => refuse(request, reply, failureOf(error), error));
  server.setNotFoundHandler((request, reply) => {
    const { status, message, allow } = explainUnknown(request.method, request.url);
    const headers = allow === null ? {} : { allow };
    return refuse(request, reply, { status, message, headers, isDefect: false });
  });
  addHealth(server, () => ready() && !stopping);
  const budget = new ByteBudget(limits.inFlightBytes);
  for (const route of signalRoutes(ingest, now)) {
    const handler = exportHandler({ route, budget, maxBytes: limits.bodyBytes, warn });
    server.post(route.path, { onRequest: ingestDoor(door) }, handler);
  }

  return {
    async listen() {
      const { host, otlpHttpPort } = config;
      try {
        await server.listen({ host, port: otlpHttpPort });
      } catch (cause) {
        throw new FaaslensError(
          'conflict',
          `port ${otlpHttpPort} on ${host} cannot be listened on (${reasonOf(cause)}): set FAASLENS_OTLP_HTTP_PORT`,
          { cause },
        );
      }
      return { port: portOf(server) };
    },
    async close() {
      stopping = true;
      const cut = setTimeout(() => server.server.closeAllConnections(), limits.closeMs);
      await server.close();
      clearTimeout(cut);
    },
  };
}

/** Answers of health checks hold no data, so that they need no key. */
function addHealth(server: FastifyInstance, isReady: () => boolean): void {
  server.get('/healthz', (_request, reply) => reply.type('text/plain').send('ok\n'));
  server.get('/readyz', (_request, reply) => {
    const answer = isReady() ? { status: 200, text: 'ready\n' } : { status: 503, text: 'not ready\n' };
    return reply.code(answer.status).type('text/plain').send(answer.text);
  });
}

/** The port that was bound, which differs from the asked one when that was 0. */
function portOf(server: FastifyInstance): number {
  const address = server.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
}
