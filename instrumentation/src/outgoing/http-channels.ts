import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Calls } from './calls';
import type { Subscriptions } from './channels';
import { publishCreatedRequests } from './created-requests';
import type { OutgoingCall } from './outgoing-call';
import { type OutgoingRequest, splitAuthority } from './outgoing-request';

/** Follows what is made with `node:http` and `node:https`, the AWS SDK among it. */
export function followHttp(calls: Calls, subscriptions: Subscriptions): void {
  const started = new WeakMap<object, OutgoingCall | undefined>();

  const start = (request: ClientRequest): void => {
    if (started.has(request)) return;
    const outgoing = toOutgoing(request);
    const { call, headers } = calls.start(outgoing) ?? {};
    started.set(request, call);
    // Headers that were given as a list, or with `Expect`, are on their way already: such a request goes as it is.
    if (!request.headersSent) {
      for (const [name, value] of headers ?? []) {
        if (outgoing.header(name) === undefined) request.setHeader(name, value);
      }
    }
    if (call === undefined) return;
    if (call.wantsBody) watchBody(request, call);
    // After the last byte of the answer, an upgrade, or whatever else ends it.
    request.once('close', () => call.end());
  };

  subscriptions.add(publishCreatedRequests());
  subscriptions.on<{ request: ClientRequest }>('http.client.request.created', ({ request }) =>
    start(request),
  );
  subscriptions.on<{ request: ClientRequest; error: unknown }>(
    'http.client.request.error',
    ({ request, error }) => started.get(request)?.fail(error),
  );
  // Said when the head of the response has come, whatever the name.
  subscriptions.on<{ request: ClientRequest; response: IncomingMessage }>(
    'http.client.response.finish',
    ({ request, response }) => {
      const call = started.get(request);
      if (call === undefined) return;
      call.answer({
        status: response.statusCode ?? 0,
        header: (name) => {
          const value = response.headers[name];
          return Array.isArray(value) ? value[0] : value;
        },
      });
      // Before the listener that ends the call: a connection that broke within the body is a failure.
      request.prependOnceListener('close', () => {
        if (response.errored) call.fail(response.errored);
      });
    },
  );
}

function toOutgoing(request: ClientRequest): OutgoingRequest {
  const scheme = request.protocol === 'https:' ? 'https' : 'http';
  const header = (name: string): string | undefined => {
    const value = request.getHeader(name);
    return value === undefined ? undefined : String(value);
  };
  // A client that speaks to a proxy puts the whole address into the request line.
  const absolute = /^(https?):\/\/([^/]+)(.*)$/.exec(request.path);
  const [, proxied, authority, path] = absolute ?? [];
  if ((proxied === 'http' || proxied === 'https') && authority !== undefined) {
    return {
      method: request.method,
      scheme: proxied,
      ...splitAuthority(authority, proxied),
      target: path || '/',
      header,
    };
  }
  // The port is known from the header alone; the name in it may be another one than that of the machine.
  const { port } = splitAuthority(header('host') ?? '', scheme);
  return { method: request.method, scheme, host: request.host, port, target: request.path, header };
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
