import http, { type RequestListener, type Server, type ServerOptions } from 'node:http';

/** From now on `make` creates every HTTP server of this process, in practice Next's; `before` is the original factory. */
export function makeEachServer(
  make: (
    before: typeof http.createServer,
    options: ServerOptions,
    listener: RequestListener | undefined,
  ) => Server,
): void {
  const { createServer } = http;
  const replaced = (...given: [RequestListener?] | [ServerOptions, RequestListener?]) => {
    const [options, listener] = typeof given[0] === 'function' ? [{}, given[0]] : [given[0] ?? {}, given[1]];
    return make(createServer, options, listener);
  };
  Object.assign(http, { createServer: replaced });
}
