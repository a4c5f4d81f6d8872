import { headersOf } from '../http/headers';
import type { EventDescription } from '../platform';
import { readTraceContext } from '../trace/trace-context';
import { at, isRecord, textAt, type UnknownRecord } from '../value';

/** API Gateway (REST, HTTP, WebSocket), function URLs, ALB and Lambda@Edge. */
export function describeHttp(event: UnknownRecord): EventDescription | undefined {
  // An authorizer, of a REST or of an HTTP API, is told the request too, but does not answer it.
  if (textAt(event, 'methodArn') ?? textAt(event, 'routeArn')) return undefined;
  if (textAt(event, 'httpMethod') ?? textAt(event, 'requestContext.http.method')) {
    if (isRecord(at(event, 'requestContext.elb'))) return describeRequest(event, 'aws:elb', 'http');
    const isUrl = textAt(event, 'requestContext.domainName')?.includes('.lambda-url.');
    return describeRequest(event, isUrl ? 'aws:lambda-url' : 'aws:apigateway');
  }
  if (textAt(event, 'requestContext.connectionId') !== undefined) return describeWebSocket(event);
  const [first]: unknown[] = Array.isArray(event.Records) ? event.Records : [];
  const request = at(first, 'cf.request');
  return isRecord(request)
    ? describeRequest({ ...request, httpMethod: request.method, path: request.uri }, 'aws:cloudfront')
    : undefined;
}

/** Named by its route, as the conventions want it of API Gateway; where there is none, by the function. */
function describeRequest(event: UnknownRecord, source: string, scheme = 'https'): EventDescription {
  const read = headersOf(event);
  const text = (path: string) => textAt(event, path);
  // `GET /orders/{id}` without its method; the catch-all `$default` is no route.
  const route =
    text('routeKey')
      ?.split(' ')
      .at(-1)
      ?.replace(/^\$default$/, '') || text('resource');
  return {
    trigger: 'http',
    name: route,
    attributes: {
      'faaslens.event_source': source,
      'http.request.method': text('httpMethod') ?? text('requestContext.http.method'),
      'http.route': route,
      'url.path': text('rawPath') ?? text('requestContext.http.path') ?? text('path'),
      'url.scheme': read('x-forwarded-proto') ?? scheme,
      'server.address': text('requestContext.domainName') ?? read('host')?.replace(/:\d+$/, ''),
      'user_agent.original':
        text('requestContext.http.userAgent') ??
        text('requestContext.identity.userAgent') ??
        read('user-agent'),
    },
    parent: readTraceContext(read),
  };
}

function describeWebSocket(event: UnknownRecord): EventDescription {
  const read = headersOf(event);
  const text = (path: string) => textAt(event, `requestContext.${path}`);
  const route = text('routeKey');
  return {
    // Only the connect request is HTTP; messages after it have no headers and no answer.
    trigger: read('host') ? 'http' : 'other',
    name: route,
    attributes: {
      'faaslens.event_source': 'aws:apigateway-websocket',
      'faaslens.event_type': text('eventType'),
      'faaslens.connection_id': text('connectionId'),
      'http.route': route,
    },
    parent: readTraceContext(read),
  };
}
