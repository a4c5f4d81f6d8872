import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostName, isLoopbackName } from '@/core/auth/hosts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * Sends HSTS for a year with every answer, except under a loopback name, where it would apply to every other server of the
 * machine too. Called once, before the server starts.
 */
export function insistOnHttps(): void {
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const name = hostName(request.headers.host);
    if (name !== null && !isLoopbackName(name))
      response.setHeader('Strict-Transport-Security', `max-age=${YEAR_SECONDS}`);
  });
}
