import {
  type ClientHttp2Session,
  connect,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { lengthField } from '../../otlp/proto-writer';

export const TRACES = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
export const LOGS = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';
export const METRICS = '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export';

export interface Answer {
  /** Status of the HTTP/2 response. */
  readonly httpStatus: number;
  /** gRPC status of the call; null when the answer was not gRPC. */
  readonly code: number | null;
  readonly message: string;
  /** Seconds of the RetryInfo detail; null if there is none. */
  readonly retrySeconds: number | null;
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
}

/** The bytes of a gRPC message with its prefix. */
export function framed(message: Uint8Array, { flag = 0, length = message.length } = {}): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(length, 1);
  return Buffer.concat([prefix, message]);
}

export async function withSession<Result>(
  url: string,
  use: (session: ClientHttp2Session) => Promise<Result>,
): Promise<Result> {
  const session = connect(url);
  session.on('error', () => {});
  try {
    return await use(session);
  } finally {
    session.destroy();
  }
}

/** Makes a call with exactly these bytes; without `end` the call stays half-open. */
export function call(
  session: ClientHttp2Session,
  path: string,
  bytes: Uint8Array,
  { headers = {}, end = true }: { headers?: OutgoingHttpHeaders; end?: boolean } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    const pieces: Buffer[] = [];
    let answer: IncomingHttpHeaders = {};
    stream.on('response', (received) => {
      answer = { ...answer, ...received };
    });
    stream.on('trailers', (received) => {
      answer = { ...answer, ...received };
    });
    stream.on('data', (piece) => pieces.push(piece));
    stream.on('error', reject);
    stream.on('close', () => resolve(read(answer, Buffer.concat(pieces))));
    stream.write(bytes);
    if (end) stream.end();
  });
}

function read(headers: IncomingHttpHeaders, body: Buffer): Answer {
  const code = headers['grpc-status'];
  const details = headers['grpc-status-details-bin'];
  return {
    httpStatus: Number(headers[':status'] ?? 0),
    code: code === undefined ? null : Number(code),
    message: decodeURIComponent(String(headers['grpc-message'] ?? '')),
    retrySeconds: details === undefined ? null : retrySeconds(Buffer.from(String(details), 'base64')),
    body,
    headers,
  };
}

/** Finds RetryInfo{retry_delay{seconds: varint}} after its type name. */
function retrySeconds(details: Buffer): number | null {
  const name = lengthField(1, Buffer.from('type.googleapis.com/google.rpc.RetryInfo'));
  const at = details.indexOf(name);
  return at < 0 ? null : (details[at + name.length + 5] ?? null);
}
