import { SECURITY_HEADERS } from '@/core/security-headers';
import { makeEachServer } from './each-server';
import { telemetryHere } from './telemetry-here';

/**
 * Makes every HTTP server of this process, in practice Next's, refuse requests that send a body to a page: pages take none,
 * and Next would hold up to 10 MB of it in memory for as long as any sender likes. API routes read bodies under limits of
 * their own. Called before the server starts.
 */
export function refuseBodiesOfPages(): void {
  makeEachServer((before, options, listener) =>
    before(options, (request, response) => {
      const { method = '', url = '' } = request;
      if (method === 'GET' || method === 'HEAD' || url.startsWith('/api/')) {
        listener?.(request, response);
        return;
      }
      // The body is read and discarded, so that a client that is still sending can read the answer.
      request.resume();
      const elsewhere = telemetryHere(method, url.split('?', 1)[0] ?? '');
      const { status, type, text } =
        elsewhere === null
          ? {
              status: 405,
              type: 'text/plain; charset=utf-8',
              text: 'Pages take nothing: go back, and try again when the page is there as a whole.\n',
            }
          : // In the form of an OTLP error, which exporters show.
            { status: 404, type: 'application/json', text: JSON.stringify({ code: 5, message: elsewhere }) };
      response.writeHead(status, {
        ...SECURITY_HEADERS,
        'Content-Type': type,
        'Cache-Control': 'no-store',
        ...(status === 405 && { Allow: 'GET, HEAD' }),
      });
      response.end(text);
    }),
  );
}
