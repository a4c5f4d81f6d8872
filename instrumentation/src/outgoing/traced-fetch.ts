import { Calls } from './calls';
import type { Outgoing, OutgoingDependencies } from './outgoing';
import { defaultPort, type OutgoingRequest } from './outgoing-request';

export interface TracedFetch extends Pick<Outgoing, 'settle' | 'waiting'> {
  readonly fetch: typeof fetch;
}

/**
 * `fetch` with a client span per call, for engines without diagnostics channels (workerd, edge runtimes, Deno, Bun). A
 * span ends with the head of the answer: nobody tells when a body has been read.
 *
 * @param original what makes the request
 */
export function traceFetch(original: typeof fetch, deps: OutgoingDependencies): TracedFetch {
  const calls = new Calls(deps);
  const start = (...[input, init]: Parameters<typeof fetch>) => {
    try {
      const outgoing = toOutgoing(input, init);
      return outgoing && calls.start(outgoing);
    } catch (error) {
      deps.onError(error);
      return undefined;
    }
  };
  const traced: typeof fetch = async (input, init) => {
    const started = start(input, init);
    if (started === undefined) return original(input, init);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    for (const [name, value] of started.headers) if (!headers.has(name)) headers.set(name, value);
    const { call } = started;
    call?.body(init?.body);
    try {
      const response = await original(input, { ...init, headers });
      call?.answer({ status: response.status, header: (name) => response.headers.get(name) ?? undefined });
      call?.end();
      return response;
    } catch (error) {
      call?.fail(error);
      throw error;
    }
  };
  return {
    fetch: traced,
    settle: (owner) => calls.settle(owner),
    waiting: (owner) => calls.waiting(owner),
  };
}

/** `undefined` for what has no host (`data:`, `blob:`) and what `fetch` itself will refuse. */
function toOutgoing(
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
): OutgoingRequest | undefined {
  const request = input instanceof Request ? input : undefined;
  const text = request?.url ?? String(input);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const scheme = url?.protocol.slice(0, -1);
  if (url === undefined || (scheme !== 'http' && scheme !== 'https')) return undefined;
  const headers = new Headers(init?.headers ?? request?.headers);
  return {
    method: init?.method ?? request?.method ?? 'GET',
    scheme,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? defaultPort(scheme) : Number(url.port),
    target: url.pathname + url.search,
    header: (name) => headers.get(name) ?? undefined,
  };
}
