import { headersOf, isFromGoogle } from '../http/headers';
import { describeHttpResult, statusOf } from '../http/http-result';
import type { EventDescription, ResultDescription } from '../platform';
import { parseTraceContext } from '../trace/trace-context';
import { recordOf, textOf, type UnknownRecord } from '../value';

/** The request as the context object has it: without its address, and hidden by query parameters of the same name. */
export function describeKnativeRequest(context: UnknownRecord): EventDescription {
  const read = headersOf(context);
  return {
    trigger: 'http',
    attributes: {
      'http.request.method': textOf(context.method),
      'url.scheme': read('x-forwarded-proto')?.split(',')[0]?.trim(),
      'server.address': (read('x-forwarded-host') ?? read('host'))?.replace(/:\d+$/, ''),
      'user_agent.original': read('user-agent'),
    },
    parent: parseTraceContext(read('traceparent'), read('tracestate')),
    isParentOfPlatform: isFromGoogle(read),
  };
}

/** A result is the body, unless it says a status of its own; nothing at all is answered with 204. */
export function describeKnativeResult(result: unknown): ResultDescription {
  const status = statusOf(recordOf(result).statusCode);
  return describeHttpResult(status ?? (result ? 200 : 204), undefined);
}
