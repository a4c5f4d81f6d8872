import type { Attributes } from '../trace/attributes';
import { parseTraceContext } from '../trace/trace-context';
import type { EventDescription } from './event-description';
import { cloudFrontHeadersOf, type HeaderReader, headersOf } from './headers';
import { isRecord, recordOf, textOf, type UnknownRecord } from './value';

/** API Gateway (REST, HTTP, WebSocket), function URLs, ALB and Lambda@Edge. */
export function describeHttp(event: UnknownRecord): EventDescription | undefined {
  const requestContext = recordOf(event.requestContext);
  const headers = headersOf(event);
  if (isRecord(requestContext.http)) {
    const { http } = requestContext;
    return description(headers, {
      'http.request.method': textOf(http.method),
      'http.route': routeOfKey(event.routeKey),
      'url.path': textOf(event.rawPath) ?? textOf(http.path),
      'url.scheme': headers('x-forwarded-proto') ?? 'https',
      'server.address': textOf(requestContext.domainName) ?? hostOf(headers),
      'user_agent.original': textOf(http.userAgent) ?? headers('user-agent'),
    });
  }
  if (textOf(event.httpMethod) !== undefined) {
    const identity = recordOf(requestContext.identity);
    const fallbackScheme = isRecord(requestContext.elb) ? 'http' : 'https';
    return description(headers, {
      'http.request.method': textOf(event.httpMethod),
      'http.route': textOf(event.resource),
      'url.path': textOf(event.path),
      'url.scheme': headers('x-forwarded-proto') ?? fallbackScheme,
      'server.address': textOf(requestContext.domainName) ?? hostOf(headers),
      'user_agent.original': textOf(identity.userAgent) ?? headers('user-agent'),
    });
  }
  if (textOf(requestContext.connectionId) !== undefined) return describeWebSocket(requestContext, headers);
  return describeCloudFront(event);
}

function description(headers: HeaderReader, attributes: Attributes): EventDescription {
  return { trigger: 'http', attributes, parent: parentOf(headers) };
}

const parentOf = (headers: HeaderReader) => parseTraceContext(headers('traceparent'), headers('tracestate'));

function describeWebSocket(requestContext: UnknownRecord, headers: HeaderReader): EventDescription {
  const attributes = { 'http.route': textOf(requestContext.routeKey) };
  // Only the connect request is HTTP; messages after it have no headers and no answer.
  return { trigger: headers('host') ? 'http' : 'other', attributes, parent: parentOf(headers) };
}

function describeCloudFront(event: UnknownRecord): EventDescription | undefined {
  const [first]: unknown[] = Array.isArray(event.Records) ? event.Records : [];
  const { cf } = recordOf(first);
  if (!isRecord(cf)) return undefined;
  const request = recordOf(cf.request);
  const headers = cloudFrontHeadersOf(request.headers);
  return description(headers, {
    'http.request.method': textOf(request.method),
    'url.path': textOf(request.uri),
    'url.scheme': 'https',
    'server.address': hostOf(headers),
    'user_agent.original': headers('user-agent'),
  });
}

/** `GET /orders/{id}` without its method; the catch-all `$default` is no route. */
function routeOfKey(routeKey: unknown): string | undefined {
  const route = textOf(routeKey)?.split(' ').at(-1);
  return route === '$default' ? undefined : route;
}

function hostOf(headers: HeaderReader): string | undefined {
  return headers('host')?.replace(/:\d+$/, '');
}
