import { createCalls } from './calls';
import type { Outgoing, OutgoingDependencies } from './outgoing';
import type { OutgoingCall } from './outgoing-call';
import { defaultPort, type OutgoingRequest } from './outgoing-request';

export interface TracedFetch extends Pick<Outgoing, 'settle'> {
  readonly fetch: typeof fetch;
}

/**
 * `fetch` with a client span per call, for engines without diagnostics channels (workerd, edge runtimes, Deno, Bun). A
 * span ends with the head of the answer: nobody tells when a body has been read.
 *
 * @param original what makes the request
 */
export function traceFetch(original: typeof fetch, deps: OutgoingDependencies): TracedFetch {
  const calls = createCalls(deps);
  const traced: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    let sent: Parameters<typeof fetch> = [input, init];
    let call: OutgoingCall | undefined;
    try {
      const outgoing = toOutgoing(input, init, headers);
      let isChanged = false;
      const addHeader = (name: string, value: string) => {
        headers.set(name, value);
        isChanged = true;
      };
      call = outgoing && calls.start({}, outgoing, addHeader);
      // Those that were given may be such as can be read but once.
      if (isChanged || init?.headers) sent = withHeaders(input, init, headers);
    } catch (error) {
      deps.onError(error);
    }
    call?.body(init?.body);
    try {
      const response = await original(...sent);
      call?.answer({ status: response.status, header: (name) => response.headers.get(name) ?? undefined });
      call?.end();
      return response;
    } catch (error) {
      call?.fail(error);
      throw error;
    }
  };
  // What an engine adds to `fetch` is found on ours too: Bun's `preconnect`.
  Object.setPrototypeOf(traced, original);
  return { fetch: traced, settle: calls.settle };
}

/** The same request with other headers. */
function withHeaders(
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  headers: Headers,
): Parameters<typeof fetch> {
  // Proxies hand on a request by `fetch(address, request)`. Its method and body are no own properties of it to copy.
  return init instanceof Request ? [new Request(input, init), { headers }] : [input, { ...init, headers }];
}

/** `undefined` for what has no host (`data:`, `blob:`) and what `fetch` itself will refuse. */
function toOutgoing(
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  headers: Headers,
): OutgoingRequest | undefined {
  const request = input instanceof Request ? input : undefined;
  const text = request?.url ?? String(input);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const scheme = url?.protocol.slice(0, -1);
  if (url === undefined || (scheme !== 'http' && scheme !== 'https')) return undefined;
  return {
    method: init?.method ?? request?.method ?? 'GET',
    scheme,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? defaultPort(scheme) : Number(url.port),
    target: url.pathname + url.search,
    header: (name) => headers.get(name) ?? undefined,
  };
}
