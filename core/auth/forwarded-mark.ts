import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** Set on requests that a proxy passed on, by what sees them before Next does. */
export const FORWARDED_MARK = 'x-faaslens-forwarded';

/**
 * Marks every request that arrives with a proxy's headers, before Next adds its own of the same names. Called once,
 * before the server starts. Without it (`next dev`) only the headers' values can tell;
 * see app/_queries/request-facts.ts.
 */
export function markForwardedRequests(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    delete request.headers[FORWARDED_MARK];
    const forwarded = Object.keys(request.headers).some(
      (name) => name === 'forwarded' || name.startsWith('x-forwarded-'),
    );
    if (forwarded) request.headers[FORWARDED_MARK] = '1';
  });
}
