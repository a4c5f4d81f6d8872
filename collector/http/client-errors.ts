import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { encodeStatus } from '../otlp/responses';
import { type Failure, grpcCodeOf, refusal, retryable } from './failures';

interface ClientError extends Error {
  readonly code?: string | undefined;
  /** The bytes that could not be parsed as HTTP. */
  readonly rawPacket?: unknown;
}

const GRPC_HINT =
  'this port speaks OTLP over HTTP/1.1, not gRPC or HTTP/2: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf';

/** Whether the client opened with HTTP/2; on this port that is a gRPC exporter with the wrong protocol. */
export function isHttp2(error: ClientError): boolean {
  const { rawPacket } = error;
  return Buffer.isBuffer(rawPacket) && rawPacket.toString('latin1', 0, 14) === 'PRI * HTTP/2.0';
}

/** Answers, on the bare socket, input that could not be parsed as a request, and closes the socket. */
export function answerClientError(error: ClientError, socket: Socket): void {
  if (error.code === 'ECONNRESET') socket.destroy();
  else answerOnSocket(socket, explain(error));
}

/** How long a client that is still sending has to read the answer before its connection is closed. */
const LINGER_MS = 1_000;

/** Answers an HTTP/1.1 client on its bare socket, which it then closes even if the client does not. */
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
 * A request that did not arrive in time should be retried: a function frozen by its platform halfway is not at fault, and
 * clients drop data after 408.
 */
function explain(error: ClientError): Failure {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return retryable('the request did not arrive in time');
  if (error.code === 'HPE_HEADER_OVERFLOW') return refusal(431, 'the request headers are too large');
  return refusal(400, isHttp2(error) ? GRPC_HINT : 'this is not a valid HTTP request');
}
