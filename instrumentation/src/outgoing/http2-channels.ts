import type { ClientHttp2Stream, IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2';
import type { Calls } from './calls';
import type { Listen } from './channels';
import type { OutgoingCall } from './outgoing-call';
import { type OutgoingRequest, splitAuthority } from './outgoing-request';

interface StreamMessage {
  readonly stream: ClientHttp2Stream;
}

/**
 * Follows what is made with `node:http2`: AWS's client for Kinesis, gRPC. Node.js 20 does not tell of these calls, and
 * no version lets a header be added: the list is built when the channel speaks.
 */
export function followHttp2(calls: Calls, listen: Listen): void {
  const on = <More>(event: string, tell: (call: OutgoingCall | undefined, message: More) => void): void =>
    listen<StreamMessage & More>(`http2.client.stream.${event}`, (message) =>
      tell(calls.of(message.stream), message),
    );
  listen<StreamMessage & { headers: OutgoingHttpHeaders }>('http2.client.stream.created', (message) => {
    calls.start(message.stream, toOutgoing(message.headers));
  });
  on<{ data: unknown }>('bodyChunkSent', (call, { data }) =>
    call?.body(Array.isArray(data) ? data[0]?.chunk : data),
  );
  on<{ headers: IncomingHttpHeaders }>('finish', (call, { headers }) =>
    call?.answer({ status: Number(headers[':status']), header: (name) => headers[name]?.toString() }),
  );
  on<{ error: unknown }>('error', (call, { error }) => call?.fail(error));
  on('close', (call) => call?.end());
}

function toOutgoing(headers: OutgoingHttpHeaders): OutgoingRequest {
  const scheme = headers[':scheme'] === 'http' ? 'http' : 'https';
  return {
    method: String(headers[':method'] ?? 'GET'),
    scheme,
    ...splitAuthority(String(headers[':authority'] ?? headers.host ?? ''), scheme),
    target: String(headers[':path'] ?? '/'),
    header: (name) => headers[name]?.toString(),
  };
}
