import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** Set on requests that a proxy passed on, by what sees them before Next does. */
export const FORWARDED_MARK = 'x-faaslens-forwarded';

/** Set on every request to the address of who opened its connection; what a client sends under the name is replaced. */
export const SENDER_ADDRESS = 'x-faaslens-sender';

/**
 * Marks every request that arrives with a proxy's headers, before Next adds its own of the same names, and every
 * request over HTTP/1.0: browsers have not spoken it for decades, while nginx, left as it comes, passes everything on
 * with it and with no other sign. Called once, before the server starts. Without it (`next dev`) only the headers' values can tell;
 * see app/_queries/request-facts.ts.
 */
export function markForwardedRequests(): void {
  shared[MARKING] = true;
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    delete request.headers[FORWARDED_MARK];
    request.headers[SENDER_ADDRESS] = request.socket.remoteAddress ?? '';
    const forwarded =
      request.httpVersion === '1.0' ||
      Object.keys(request.headers).some((name) => name === 'forwarded' || name.startsWith('x-forwarded-'));
    if (forwarded) request.headers[FORWARDED_MARK] = '1';
  });
}

/** Whether this process marks requests, so that a request without the mark came from no proxy. */
export function requestsAreMarked(): boolean {
  return shared[MARKING] === true;
}

const MARKING = Symbol.for('faaslens.marks-forwarded');
const shared: typeof globalThis & { [MARKING]?: boolean } = globalThis;
