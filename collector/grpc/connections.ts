import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import type { Certificates } from '@/core/certificates';
import { answerOnSocket } from '../http/client-errors';
import { refusal } from '../http/failures';

export interface ConnectionOptions {
  /** Called for connections that open with HTTP/2; the bytes read so far are back in the socket. */
  readonly onHttp2: (socket: Socket) => void;
  /** How long a client may take to reveal its protocol. */
  readonly openTimeoutMs: number;
  readonly httpPort: number;
  readonly warn: (message: string, details: object) => void;
  /** Null: without TLS. */
  readonly certificates: Certificates | null;
}

const ENOUGH_BYTES = 3;
const TLS_HANDSHAKE = 0x16;

/**
 * Listens for HTTP/2, with TLS if there are certificates. A client that opens with anything else has the wrong port or
 * protocol: an HTTP/1 client gets an answer that says so, and the operator a log line.
 */
export function createConnections(options: ConnectionOptions): Server {
  const { onHttp2, openTimeoutMs, httpPort, warn, certificates } = options;
  const turnAway = (socket: Socket, first: Buffer) => {
    const remote = socket.remoteAddress;
    if (first[0] === TLS_HANDSHAKE) {
      warn('a client calls the OTLP/gRPC port with TLS: set an http:// endpoint, or FAASLENS_TLS_CERT here', {
        remote,
      });
      socket.destroy();
      return;
    }
    warn('a client calls the OTLP/gRPC port with HTTP/1', { remote });
    const message = `this port speaks OTLP over gRPC: send to port ${httpPort}, or set OTEL_EXPORTER_OTLP_PROTOCOL=grpc`;
    answerOnSocket(socket, refusal(400, message));
  };

  const take = (socket: Socket) => {
    const timer = setTimeout(() => socket.destroy(), openTimeoutMs);
    socket.once('close', () => clearTimeout(timer));
    socket.on('error', () => socket.destroy());
    const onReadable = () => {
      const first: Buffer | null = socket.readableLength < ENOUGH_BYTES ? null : socket.read();
      if (first === null) return;
      socket.off('readable', onReadable);
      clearTimeout(timer);
      if (first.toString('latin1', 0, ENOUGH_BYTES) === 'PRI') {
        socket.unshift(first);
        onHttp2(socket);
      } else {
        turnAway(socket, first);
      }
    };
    socket.on('readable', onReadable);
  };
  if (certificates === null) return createServer(take);
  const server = createSecureServer(
    { ...certificates.first, ALPNProtocols: ['h2'], handshakeTimeout: openTimeoutMs },
    take,
  );
  // A failed handshake ends its own connection.
  server.on('tlsClientError', () => undefined);
  certificates.follow(server);
  return server;
}
