import type { ClientHttp2Stream, IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2';
import type { Calls } from './calls';
import type { Subscriptions } from './channels';
import type { OutgoingCall } from './outgoing-call';
import { type OutgoingRequest, splitAuthority } from './outgoing-request';

interface StreamMessage {
  readonly stream: ClientHttp2Stream;
}

/**
 * Follows what is made with `node:http2`: AWS's client for Kinesis, gRPC. Node.js 20 does not tell of these calls, and
 * no version lets a header be added: the list is built when the channel speaks.
 */
export function followHttp2(calls: Calls, subscriptions: Subscriptions): void {
  const started = new WeakMap<object, OutgoingCall>();

  subscriptions.on<StreamMessage & { headers: OutgoingHttpHeaders }>(
    'http2.client.stream.created',
    ({ stream, headers }) => {
      const { call } = calls.start(toOutgoing(headers)) ?? {};
      if (call) started.set(stream, call);
    },
  );
  subscriptions.on<StreamMessage & { data: unknown }>(
    'http2.client.stream.bodyChunkSent',
    ({ stream, data }) => {
      started.get(stream)?.body(Array.isArray(data) ? data[0]?.chunk : data);
    },
  );
  subscriptions.on<StreamMessage & { headers: IncomingHttpHeaders }>(
    'http2.client.stream.finish',
    ({ stream, headers }) => {
      started.get(stream)?.answer({
        status: Number(headers[':status']),
        header: (name) => headers[name]?.toString(),
      });
    },
  );
  subscriptions.on<StreamMessage & { error: unknown }>('http2.client.stream.error', ({ stream, error }) =>
    started.get(stream)?.fail(error),
  );
  subscriptions.on<StreamMessage>('http2.client.stream.close', ({ stream }) => started.get(stream)?.end());
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
