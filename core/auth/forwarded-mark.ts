import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** Header set, before Next sees the request, on requests that a proxy forwarded. */
export const FORWARDED_MARK = 'x-faaslens-forwarded';

/** Header set on every request to the address of the connection's peer; replaces a value sent by the client. */
export const SENDER_ADDRESS = 'x-faaslens-sender';

/**
 * Marks every request with a proxy's headers, before Next adds its own of the same names, and every HTTP/1.0 request: browsers
 * have not spoken it for decades, while nginx in its default configuration forwards everything with it and without any other
 * sign. Called once, before the server starts. Without it (`next dev`), only the headers' values can tell; see
 * app/_queries/request-facts.ts.
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

/** Whether this process marks requests, so that a request without the mark did not come through a proxy. */
export function requestsAreMarked(): boolean {
  return shared[MARKING] === true;
}

const MARKING = Symbol.for('faaslens.marks-forwarded');
const shared: typeof globalThis & { [MARKING]?: boolean } = globalThis;
