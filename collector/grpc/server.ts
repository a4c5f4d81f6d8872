import { once } from 'node:events';
import { createServer, type Http2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { Certificates } from '@/core/certificates';
import type { Config } from '@/core/config';
import type { Intake } from '../http/intake';
import { cannotListen, limitConnections, portOf } from '../http/listening';
import { answerCall } from './call';
import { createConnections } from './connections';
import { closeWhenIdle } from './idle-sessions';

export interface GrpcServerOptions {
  readonly config: Pick<Config, 'host' | 'otlpGrpcPort' | 'otlpHttpPort'>;
  /** The same as the HTTP server's, so that its limits hold for both together. */
  readonly intake: Intake;
  readonly log: Logger;
  /** Null or omitted: no TLS. */
  readonly certificates?: Certificates | null;
  readonly limits?: Partial<GrpcLimits>;
}

export interface GrpcLimits {
  /** Open connections; further ones are closed at once. */
  readonly connections: number;
  /** Concurrent calls on one connection; further ones are refused, and the client's library tries them again. */
  readonly callsPerConnection: number;
  /** How long a connection may take until its first call. */
  readonly openTimeoutMs: number;
  /** How long a call's message may take to arrive. */
  readonly requestTimeoutMs: number;
  /** How long a connection is kept open without a call. */
  readonly idleMs: number;
  /** How long calls in progress may take after `close()`. */
  readonly closeMs: number;
}

export interface GrpcServer {
  /** @throws FaaslensError `conflict` that names the setting when the address is not available. */
  listen(): Promise<{ port: number }>;
  /** Calls in progress are finished; after `closeMs` the rest are cut off. */
  close(): Promise<void>;
}

const LIMITS: GrpcLimits = {
  connections: 1_000,
  callsPerConnection: 256,
  openTimeoutMs: 20_000,
  requestTimeoutMs: 60_000,
  idleMs: 300_000,
  closeMs: 5_000,
};
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_HEADERS = 200;
/** How much a client may send ahead in one call: more than the usual 64 KiB, so that distant clients need not wait. */
const WINDOW_BYTES = 256 * 1024;

/**
 * OTLP over gRPC, on Node's HTTP/2. `@grpc/grpc-js` buffers a whole message before a key or a memory limit can be checked;
 * here the door comes first, and the intake shared with HTTP counts every byte as it arrives.
 */
export function createGrpcServer(options: GrpcServerOptions): GrpcServer {
  const { config, intake, log } = options;
  const limits = { ...LIMITS, ...options.limits };
  const sockets = new Set<Socket>();
  const sessions = new Set<Http2Session>();

  const http2 = createServer({
    settings: {
      maxConcurrentStreams: limits.callsPerConnection,
      maxHeaderListSize: MAX_HEADER_BYTES,
      initialWindowSize: WINDOW_BYTES,
      enablePush: false,
    },
    maxHeaderListPairs: MAX_HEADERS,
  });
  http2.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
    closeWhenIdle(session, { firstMs: limits.openTimeoutMs, idleMs: limits.idleMs, graceMs: limits.closeMs });
  });
  // A broken client ends its own connection; there is nothing to do here.
  http2.on('sessionError', () => {});
  http2.on('stream', (stream, headers) => {
    void answerCall(stream, headers, { intake, log, requestTimeoutMs: limits.requestTimeoutMs });
  });

  const server = createConnections({
    onHttp2: (socket) => http2.emit('connection', socket),
    openTimeoutMs: limits.openTimeoutMs,
    httpPort: config.otlpHttpPort,
    warn: intake.warn,
    certificates: options.certificates ?? null,
  });
  limitConnections(server, limits.connections, intake.warn);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  return {
    async listen() {
      const { host, otlpGrpcPort: port } = config;
      try {
        server.listen({ host, port });
        await once(server, 'listening');
      } catch (cause) {
        throw cannotListen({ host, port, setting: 'FAASLENS_OTLP_GRPC_PORT', cause });
      }
      return { port: portOf(server) };
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const session of sessions) session.close();
      const cut = setTimeout(() => {
        for (const session of sessions) session.destroy();
        for (const socket of sockets) socket.destroy();
      }, limits.closeMs);
      await closed;
      clearTimeout(cut);
    },
  };
}
