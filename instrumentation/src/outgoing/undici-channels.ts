import type { Calls } from './calls';
import type { Subscriptions } from './channels';
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
}

interface UndiciResponse {
  readonly statusCode: number;
  readonly headers: readonly (Buffer | string)[];
}

/**
 * Follows `fetch` and everything else that is made with undici. The active context is asked when a request is made
 * and never later: on a reused socket the later events run in the context of the request that opened it.
 */
export function followUndici(calls: Calls, subscriptions: Subscriptions): void {
  const started = new WeakMap<object, OutgoingCall>();

  subscriptions.on<{ request: UndiciRequest }>('undici:request:create', ({ request }) => {
    const outgoing = toOutgoing(request);
    const start = outgoing && calls.start(outgoing);
    if (outgoing === undefined || start === undefined) return;
    for (const [name, value] of start.headers) {
      if (outgoing.header(name) === undefined) request.addHeader(name, value);
    }
    if (start.call === undefined) return;
    started.set(request, start.call);
    // `fetch` hands over a generator, which can only be read once; others hand over the text itself.
    start.call.body(request.body);
  });
  // Since undici 7 the body shows as it goes out.
  subscriptions.on<{ request: object; chunk: unknown }>(
    'undici:request:bodyChunkSent',
    ({ request, chunk }) => {
      started.get(request)?.body(chunk);
    },
  );
  subscriptions.on<{ request: object; response: UndiciResponse }>(
    'undici:request:headers',
    ({ request, response }) => {
      started.get(request)?.answer({
        status: response.statusCode,
        header: (name) => headerIn(response.headers, name),
      });
    },
  );
  subscriptions.on<{ request: object }>('undici:request:trailers', ({ request }) =>
    started.get(request)?.end(),
  );
  subscriptions.on<{ request: object; error: unknown }>('undici:request:error', ({ request, error }) =>
    started.get(request)?.fail(error),
  );
}

function toOutgoing(request: UndiciRequest): OutgoingRequest | undefined {
  const [, scheme, authority] = /^(https?):\/\/([^/]+)/.exec(String(request.origin)) ?? [];
  if ((scheme !== 'http' && scheme !== 'https') || authority === undefined) return undefined;
  const { headers } = request;
  return {
    method: request.method,
    scheme,
    ...splitAuthority(authority.slice(authority.lastIndexOf('@') + 1), scheme),
    target: request.path,
    header: (name) => (typeof headers === 'string' ? headerLine(headers, name) : headerIn(headers, name)),
  };
}

function headerIn(headers: readonly unknown[], name: string): string | undefined {
  for (let index = 0; index < headers.length; index += 2) {
    if (String(headers[index]).toLowerCase() === name) return String(headers[index + 1]);
  }
  return undefined;
}

function headerLine(headers: string, name: string): string | undefined {
  return new RegExp(`^${name}: ?(.*)$`, 'im').exec(headers)?.[1];
}
