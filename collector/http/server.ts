import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Certificates } from '@/core/certificates';
import type { Config } from '@/core/config';
import { FEEDS } from '../feeds/delivery';
import { encodeStatus } from '../otlp/responses';
import { answerClientError, isHttp2 } from './client-errors';
import { createCors } from './cors';
import { exportRoute, factsOf } from './export-handler';
import { type Failure, failureOf, grpcCodeOf, refusal } from './failures';
import { feedRoute } from './feed-handler';
import type { Intake } from './intake';
import { addHealth, cannotListen, limitConnections, listenerFor, portOf } from './listening';
import { CONTENT_TYPE, encodingOf } from './media';
import { addPreflight } from './preflight';
import { explainUnknown, feedPath, SIGNAL_OF_PATH, SIGNAL_PATHS } from './unknown-path';

export interface OtlpServerOptions {
  readonly config: Pick<Config, 'host' | 'otlpHttpPort' | 'corsOrigins'>;
  readonly intake: Intake;
  /** Adds routes that are not for telemetry, such as `/metrics`. */
  readonly extend?: (server: FastifyInstance) => void;
  /** Whether telemetry can be accepted now; for `/readyz`. */
  readonly ready: () => boolean;
  /** Whether damage of the database was met; for `/readyz`. Omitted when there is no database file. */
  readonly isDamaged?: () => boolean;
  readonly log: Logger;
  /** Null or omitted: plain HTTP. */
  readonly certificates?: Certificates | null;
  readonly limits?: Partial<OtlpLimits>;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export interface OtlpLimits {
  /** Open connections; further ones are closed at once. */
  readonly connections: number;
  readonly headersTimeoutMs: number;
  /** From the first byte of a request to the last. */
  readonly requestTimeoutMs: number;
  /** How long requests in progress may take after `close()`. */
  readonly closeMs: number;
}

export interface OtlpServer {
  /** @throws FaaslensError `conflict` that names the setting when the address is not available. */
  listen(): Promise<{ port: number }>;
  /** From now on `/readyz` answers 503; requests in progress are finished, and after `closeMs` the rest are cut off. */
  close(): Promise<void>;
}

const LIMITS: OtlpLimits = {
  connections: 4_000,
  headersTimeoutMs: 20_000,
  requestTimeoutMs: 60_000,
  closeMs: 5_000,
};
/** Longer than the 60 s after which load balancers close idle connections, so that they close first. */
const KEEP_ALIVE_MS = 76_000;
const TIMEOUT_CHECK_MS = 5_000;
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_HEADERS = 200;

/** No route has a schema, so no start loads Fastify's schema compilers, which are half of its code. */
const compileNone = (): never => {
  throw new Error('the collector checks what its routes are sent itself, without schemas');
};

/** OTLP and platform feeds over HTTP: forms, encodings and status codes. The intake handles limits, keys and storage. */
export function createOtlpServer(options: OtlpServerOptions): OtlpServer {
  const {
    config,
    intake,
    ready,
    log,
    certificates = null,
    now = Date.now,
    isDamaged = () => false,
  } = options;
  const { warn } = intake;
  const limits = { ...LIMITS, ...options.limits };
  const cors = createCors(config.corsOrigins);
  let stopping = false;

  const http = {
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: limits.requestTimeoutMs,
    headersTimeout: limits.headersTimeoutMs,
    connectionsCheckingInterval: Math.min(TIMEOUT_CHECK_MS, limits.requestTimeoutMs),
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  const server = Fastify({
    logger: false,
    serverFactory: (handler) => listenerFor(handler, http, certificates),
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
    schemaController: { compilersFactory: { buildValidator: compileNone, buildSerializer: compileNone } },
    clientErrorHandler: (error, socket) => {
      if (isHttp2(error)) warn('a gRPC client calls the OTLP/HTTP port', { remote: socket.remoteAddress });
      answerClientError(error, socket);
    },
  });
  limitConnections(server.server, limits.connections, warn);

  /** Refuses with `body` (JSON in a form that the route defines) if given, else with a Status in the request's encoding. */
  const refuse = (
    request: FastifyRequest,
    reply: FastifyReply,
    failure: Failure,
    { error, body = null }: { error?: unknown; body?: string | null } = {},
  ) => {
    const { status, message } = failure;
    if (failure.isDefect) log.error({ err: error, path: request.url.split('?', 1)[0] }, 'a request failed');
    else if (status !== 503) warn(`refused requests with ${status}`, { reason: message, remote: request.ip });
    const encoding = body === null ? (encodingOf(request.headers['content-type']) ?? 'json') : 'json';
    return reply
      .code(status)
      .headers(failure.headers)
      .type(CONTENT_TYPE[encoding])
      .send(Buffer.from(body ?? encodeStatus(encoding, grpcCodeOf(status), message)));
  };

  server.addHook('onRequest', async (request, reply) => {
    // Node silently drops headers beyond its limit, possibly the key.
    if (request.raw.rawHeaders.length > 2 * MAX_HEADERS)
      return refuse(request, reply, refusal(431, `the request has more than ${MAX_HEADERS} headers`));
  });
  // A connection kept alive would delay shutdown until its idle timeout.
  server.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close');
  });
  // Handlers read bodies themselves, after the door and under their own limits.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _payload, done) => done(null));
  server.setErrorHandler((error, request, reply) => refuse(request, reply, failureOf(error), { error }));
  server.setNotFoundHandler((request, reply) => {
    const { status, message, allow } = explainUnknown(request.method, request.url);
    return refuse(request, reply, refusal(status, message, allow === null ? {} : { allow }));
  });
  addHealth(server, { isReady: () => ready() && !stopping, isDamaged });
  options.extend?.(server);
  for (const path of SIGNAL_PATHS) {
    const route = exportRoute(SIGNAL_OF_PATH[path], intake, cors);
    server.post(path, {
      onRequest: async (request, reply) => {
        const facts = factsOf(request);
        if (cors.allows(facts)) reply.headers(cors.headers(facts));
        await route.enter(request);
      },
      handler: (request, reply) => route.handle(request, reply),
    });
    addPreflight(server, path, cors);
  }
  for (const feed of FEEDS) {
    const route = feedRoute(feed, intake, now);
    server.post(feedPath(feed), {
      onRequest: (request) => route.enter(request),
      handler: (request, reply) => route.handle(request, reply),
      errorHandler: (error, request, reply) => {
        const { failure, body } = route.refusal(request, failureOf(error));
        return refuse(request, reply, failure, { error, body });
      },
    });
  }

  return {
    async listen() {
      const { host, otlpHttpPort } = config;
      try {
        await server.listen({ host, port: otlpHttpPort });
      } catch (cause) {
        throw cannotListen({ host, port: otlpHttpPort, setting: 'FAASLENS_OTLP_HTTP_PORT', cause });
      }
      return { port: portOf(server.server) };
    },
    async close() {
      stopping = true;
      const cut = setTimeout(() => server.server.closeAllConnections(), limits.closeMs);
      await server.close();
      clearTimeout(cut);
    },
  };
}
