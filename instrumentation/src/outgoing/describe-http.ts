import type { CallAttributes, CallDescription, OutgoingRequest } from './outgoing-request';
import { redactedUrl } from './redact-url';

// What the conventions for `http.request.method` know; anything else would make names of unbounded number.
const METHOD = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|QUERY|TRACE|CONNECT)$/;

/** The `http.*`, `server.*` and `url.*` attributes of a client span, and a name such as `GET api.example.com`. */
export function describeHttp(request: OutgoingRequest): CallDescription {
  const method = request.method.toUpperCase();
  const known = METHOD.test(method);
  const attributes: CallAttributes = {
    'http.request.method': known ? method : '_OTHER',
    'server.address': request.host,
    'server.port': request.port,
    'url.full': redactedUrl(request),
  };
  if (!known) attributes['http.request.method_original'] = request.method;
  return { name: `${known ? method : 'HTTP'} ${request.host}`, attributes };
}
