import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { encodeStatus } from '../otlp/responses';
import { type Failure, grpcCodeOf, refusal, retryable } from './failures';

interface ClientError extends Error {
  readonly code?: string | undefined;
  /** The bytes that could not be read as HTTP. */
  readonly rawPacket?: unknown;
}

const GRPC_HINT =
  'this port speaks OTLP over HTTP/1.1, not gRPC or HTTP/2: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf';

/** Whether the client opened with HTTP/2, which on this port is a gRPC exporter with the wrong protocol. */
export function isHttp2(error: ClientError): boolean {
  const { rawPacket } = error;
  return Buffer.isBuffer(rawPacket) && rawPacket.toString('latin1', 0, 14) === 'PRI * HTTP/2.0';
}

/** Answers on the bare socket what could not be read as a request, and closes it. */
export function answerClientError(error: ClientError, socket: Socket): void {
  if (error.code === 'ECONNRESET') socket.destroy();
  else answerOnSocket(socket, explain(error));
}

/** Time in which a client that still sends can read the answer before its connection is gone. */
const LINGER_MS = 1_000;

/** Answers an HTTP/1.1 client on its bare socket, and closes it, also when the client does not. */
export function answerOnSocket(
  socket: Socket,
  { status, message, headers }: Pick<Failure, 'status' | 'message' | 'headers'>,
): void {
  if (socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = Buffer.from(encodeStatus('json', grpcCodeOf(status), message));
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    'connection: close',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]));
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/**
 * A request that did not arrive in time is to be sent again: a function that its platform froze in the middle is not
 * at fault, and clients throw data away after 408.
 */
function explain(error: ClientError): Failure {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return retryable('the request did not arrive in time');
  if (error.code === 'HPE_HEADER_OVERFLOW') return refusal(431, 'the request headers are too large');
  return refusal(400, isHttp2(error) ? GRPC_HINT : 'this is not a valid HTTP request');
}
