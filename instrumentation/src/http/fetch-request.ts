import type { EventDescription, ResultDescription } from '../platform';
import { parseTraceContext } from '../trace/trace-context';
import { isFromGoogle } from './headers';
import { describeHttpResult } from './http-result';

/** The part of a `Request` that is read. */
export interface RequestLike {
  readonly method: string;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
}

/** An HTTP request as the conventions describe it. The query is left out: it may hold secrets. */
export function describeRequest(request: RequestLike): EventDescription {
  const read = (name: string) => request.headers.get(name) ?? undefined;
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  return {
    trigger: 'http',
    attributes: {
      'http.request.method': request.method,
      'url.path': url?.pathname,
      // Containers and functions speak plain HTTP behind what ends TLS.
      'url.scheme': read('x-forwarded-proto')?.split(',')[0]?.trim() ?? url?.protocol.replace(':', ''),
      'server.address': read('x-forwarded-host')?.replace(/:\d+$/, '') ?? url?.hostname,
      'user_agent.original': read('user-agent'),
    },
    parent: parseTraceContext(read('traceparent'), read('tracestate')),
    isParentOfPlatform: isFromGoogle(read),
  };
}

/** What a `Response` says; of another value nothing. */
export function describeResponse(result: unknown): ResultDescription | undefined {
  const response = result as Partial<Response> | undefined | null;
  if (typeof response?.status !== 'number') return undefined;
  const length = response.headers?.get?.('content-length');
  return describeHttpResult(response.status, length ? Number(length) : undefined);
}
