import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface EchoRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export interface EchoServer {
  readonly url: string;
  readonly port: number;
  readonly requests: EchoRequest[];
  close(): Promise<void>;
}

/**
 * A real server on loopback. `/status/503` answers so, `/hints/503` after early hints; `/slow` after 80 ms; `/redirect` sends to `/`; `/reset` breaks the
 * connection before the answer, `/cut` within its body; `/trickle` sends its body in two halves, 60 ms apart; `/silent`
 * never answers.
 */
export async function startEchoServer(): Promise<EchoServer> {
  const requests: EchoRequest[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = '', url = '', headers, rawHeaders } = request;
    requests.push({ method, url, headers, rawHeaders, body });
    const [, path = '', argument = ''] = url.split(/[/?]/);
    if (path === 'silent') return;
    if (path === 'reset') return void request.socket.destroy();
    if (path === 'slow') await new Promise((resolve) => setTimeout(resolve, 80));
    if (path === 'redirect') return void response.writeHead(302, { location: '/' }).end();
    if (path === 'cut') {
      response.writeHead(200, { 'content-length': 100 }).write('half');
      return void setTimeout(() => request.socket.destroy(), 20);
    }
    if (path === 'trickle') {
      response.write('half');
      return void setTimeout(() => response.end('half'), 60);
    }
    if (path === 'hints') response.writeEarlyHints({ link: '</shop.css>; rel=preload' });
    response.writeHead(/^(?:status|hints)$/.test(path) ? Number(argument) : 200, {
      'x-amzn-requestid': 'request-1',
    });
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
