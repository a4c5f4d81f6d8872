import type { Calls } from './calls';
import type { Listen } from './channels';
import type { OutgoingCall } from './outgoing-call';
import { type OutgoingRequest, splitAuthority } from './outgoing-request';

/** What `undici:request:*` carries, of the undici inside Node.js and of the npm package alike. */
interface UndiciRequest {
  readonly origin: string | URL | undefined;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  /** Names and values in turn; text with one header per line in undici 5. */
  readonly headers: readonly (string | readonly string[])[] | string;
  addHeader(name: string, value: string): unknown;
  /** `websocket` for example. */
  readonly upgrade?: unknown;
  onUpgrade?(status: number, ...rest: unknown[]): unknown;
}

interface UndiciResponse {
  readonly statusCode: number;
  readonly headers: readonly (Buffer | string)[];
}

/**
 * Follows `fetch` and everything else that is made with undici. The active context is asked when a request is made
 * and never later: on a reused socket the later events run in the context of the request that opened it.
 */
export function followUndici(calls: Calls, listen: Listen): void {
  listen<{ request: UndiciRequest }>('undici:request:create', ({ request }) => {
    const outgoing = toOutgoing(request);
    const call = outgoing && calls.start(request, outgoing, (name, value) => request.addHeader(name, value));
    // `fetch` hands over a generator, which can only be read once; others hand over the text itself.
    call?.body(request.body);
    if (call && request.upgrade) endWithUpgrade(request, call);
  });
  // Since undici 7 the body shows as it goes out.
  listen<{ request: object; chunk: unknown }>('undici:request:bodyChunkSent', ({ request, chunk }) =>
    calls.of(request)?.body(chunk),
  );
  listen<{ request: object; response: UndiciResponse }>('undici:request:headers', ({ request, response }) =>
    calls.of(request)?.answer({
      status: response.statusCode,
      header: (name) => headerIn(response.headers, name),
    }),
  );
  listen<{ request: object }>('undici:request:trailers', ({ request }) => calls.of(request)?.end());
  listen<{ request: object; error: unknown }>('undici:request:error', ({ request, error }) =>
    calls.of(request)?.fail(error),
  );
}

/** The answer that makes a connection a WebSocket's is told to the request alone, by no channel. */
function endWithUpgrade(request: UndiciRequest, call: OutgoingCall): void {
  const { onUpgrade } = request;
  if (typeof onUpgrade !== 'function') {
    call.end();
    return;
  }
  request.onUpgrade = (status, ...rest) => {
    call.answer({ status, header: () => undefined });
    call.end();
    return Reflect.apply(onUpgrade, request, [status, ...rest]);
  };
}

function toOutgoing(request: UndiciRequest): OutgoingRequest | undefined {
  const address = addressOf(String(request.origin));
  if (address === undefined) return undefined;
  const { headers } = request;
  return {
    method: request.method,
    scheme: address.scheme,
    host: address.host,
    port: address.port,
    target: request.path,
    header: (name) =>
      typeof headers === 'string'
        ? new RegExp(`^${name}: ?(.*)$`, 'im').exec(headers)?.[1]
        : headerIn(headers, name),
  };
}

type Address = Pick<OutgoingRequest, 'scheme' | 'host' | 'port'>;

// Most functions call one or two origins, over and over.
let lastOrigin: string | undefined;
let lastAddress: Address | undefined;

function addressOf(origin: string): Address | undefined {
  if (origin !== lastOrigin) {
    lastOrigin = origin;
    const [, scheme, authority = ''] = /^(https?):\/\/(?:[^/]*@)?([^/]+)/.exec(origin) ?? [];
    lastAddress =
      scheme === 'http' || scheme === 'https' ? { scheme, ...splitAuthority(authority, scheme) } : undefined;
  }
  return lastAddress;
}

function headerIn(headers: readonly unknown[], name: string): string | undefined {
  for (let at = 0; at < headers.length; at += 2) {
    const key = String(headers[at]);
    if (key.length === name.length && key.toLowerCase() === name) return String(headers[at + 1]);
  }
  return undefined;
}
