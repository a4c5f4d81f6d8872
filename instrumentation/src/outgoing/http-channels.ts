import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Calls } from './calls';
import type { Listen } from './channels';
import { CREATED } from './created-requests';
import type { OutgoingCall } from './outgoing-call';
import { type OutgoingRequest, splitAuthority } from './outgoing-request';

/** Follows what is made with `node:http` and `node:https`, the AWS SDK among it. */
export function followHttp(calls: Calls, listen: Listen): void {
  listen<{ request: ClientRequest }>(CREATED, ({ request }) => {
    const call = calls.start(request, toOutgoing(request), (name, value) => {
      // Headers that were given as a list, or with `Expect`, are on their way already: such a request goes as it is.
      if (!request.headersSent) request.setHeader(name, value);
    });
    if (call === undefined) return;
    if (call.wantsBody()) watchBody(request, call);
    // After the last byte of the answer, an upgrade, or whatever else ends it.
    request.once('close', call.end);
  });
  listen<{ request: ClientRequest; error: unknown }>('http.client.request.error', ({ request, error }) =>
    calls.of(request)?.fail(error),
  );
  // Said when the head of the response has come, whatever the name.
  listen<{ request: ClientRequest; response: IncomingMessage }>(
    'http.client.response.finish',
    ({ request, response }) => {
      const call = calls.of(request);
      call?.answer({
        status: response.statusCode ?? 0,
        header: (name) => [response.headers[name]].flat()[0],
      });
      // Before the listener that ends the call: a connection that broke within the body is a failure.
      request.prependOnceListener('close', () => {
        if (response.errored) call?.fail(response.errored);
      });
    },
  );
}

function toOutgoing(request: ClientRequest): OutgoingRequest {
  const scheme = request.protocol === 'https:' ? 'https' : 'http';
  const { method } = request;
  const header = (name: string): string | undefined => request.getHeader(name)?.toString();
  // A client that speaks to a proxy puts the whole address into the request line.
  const [, proxied, authority, path] = /^(https?):\/\/([^/]+)(.*)$/.exec(request.path) ?? [];
  if ((proxied === 'http' || proxied === 'https') && authority !== undefined) {
    return { method, scheme: proxied, ...splitAuthority(authority, proxied), target: path || '/', header };
  }
  // The port is known from the header alone; the name in it may be another one than that of the machine.
  const { port } = splitAuthority(header('host') ?? '', scheme);
  return { method, scheme, host: request.host, port, target: request.path, header };
}

/** Sees the body as the caller writes it, on this one request: no channel tells it before it is sent. */
function watchBody(request: ClientRequest, call: OutgoingCall): void {
  for (const method of ['write', 'end'] as const) {
    const original = request[method];
    const watching = function (this: unknown, ...args: unknown[]): unknown {
      try {
        call.body(args[0]);
      } catch {
        // The name stays as it is; the request must go out.
      }
      return Reflect.apply(original, this, args);
    };
    Object.defineProperty(request, method, { value: watching, configurable: true, writable: true });
  }
}
