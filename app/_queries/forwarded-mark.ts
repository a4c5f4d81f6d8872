import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { FORWARDED_MARK } from './request-facts';

/**
 * Marks every request that arrives with a proxy's headers, before Next adds its own of the same names. Called once,
 * before the server starts. Without it (`next dev`) the headers' values decide; see request-facts.ts.
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
