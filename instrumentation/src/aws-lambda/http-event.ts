import { cloudFrontHeadersOf, type HeaderReader, headersOf } from '../http/headers';
import type { EventDescription } from '../platform';
import type { Attributes } from '../trace/attributes';
import { parseTraceContext } from '../trace/trace-context';
import { isRecord, recordOf, textOf, type UnknownRecord } from '../value';

/** API Gateway (REST, HTTP, WebSocket), function URLs, ALB and Lambda@Edge. */
export function describeHttp(event: UnknownRecord): EventDescription | undefined {
  const requestContext = recordOf(event.requestContext);
  // An authorizer is told the request too, but does not answer it.
  if (textOf(event.methodArn) !== undefined) return undefined;
  const headers = headersOf(event);
  if (isRecord(requestContext.http)) {
    const { http } = requestContext;
    const isUrl = textOf(requestContext.domainName)?.includes('.lambda-url.');
    const route = routeOfKey(event.routeKey);
    return description(headers, route, {
      'faaslens.event_source': isUrl ? 'aws:lambda-url' : 'aws:apigateway',
      'http.request.method': textOf(http.method),
      'http.route': route,
      'url.path': textOf(event.rawPath) ?? textOf(http.path),
      'url.scheme': headers('x-forwarded-proto') ?? 'https',
      'server.address': textOf(requestContext.domainName) ?? hostOf(headers),
      'user_agent.original': textOf(http.userAgent) ?? headers('user-agent'),
    });
  }
  if (textOf(event.httpMethod) !== undefined) {
    const identity = recordOf(requestContext.identity);
    const isBalancer = isRecord(requestContext.elb);
    const fallbackScheme = isBalancer ? 'http' : 'https';
    return description(headers, textOf(event.resource), {
      'faaslens.event_source': isBalancer ? 'aws:elb' : 'aws:apigateway',
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

/** Named by its route, as the conventions want it of API Gateway; where there is none, by the function. */
function description(
  headers: HeaderReader,
  route: string | undefined,
  attributes: Attributes,
): EventDescription {
  return { trigger: 'http', name: route, attributes, parent: parentOf(headers) };
}

const parentOf = (headers: HeaderReader) => parseTraceContext(headers('traceparent'), headers('tracestate'));

function describeWebSocket(requestContext: UnknownRecord, headers: HeaderReader): EventDescription {
  const route = textOf(requestContext.routeKey);
  const attributes = {
    'faaslens.event_source': 'aws:apigateway-websocket',
    'faaslens.event_type': textOf(requestContext.eventType),
    'faaslens.connection_id': textOf(requestContext.connectionId),
    'http.route': route,
  };
  // Only the connect request is HTTP; messages after it have no headers and no answer.
  return { name: route, trigger: headers('host') ? 'http' : 'other', attributes, parent: parentOf(headers) };
}

function describeCloudFront(event: UnknownRecord): EventDescription | undefined {
  const [first]: unknown[] = Array.isArray(event.Records) ? event.Records : [];
  const { cf } = recordOf(first);
  if (!isRecord(cf)) return undefined;
  const request = recordOf(cf.request);
  const headers = cloudFrontHeadersOf(request.headers);
  return description(headers, undefined, {
    'faaslens.event_source': 'aws:cloudfront',
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
