import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeHttpResult } from '../http/http-result';
import type { EventDescription, Invocation, ResultDescription } from '../platform';
import { parseTraceContext } from '../trace/trace-context';

/** Express' request, as far as it is read. */
export type ExpressRequest = IncomingMessage & { readonly executionId?: unknown };

export function isResponse(value: unknown): value is ServerResponse {
  return typeof (value as Partial<ServerResponse> | undefined)?.writeHead === 'function';
}

export function describeExpress(request: ExpressRequest): EventDescription {
  const read = (name: string) => {
    const value = request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const forwarded = read('x-forwarded-proto')?.split(',')[0]?.trim();
  return {
    trigger: 'http',
    attributes: {
      'faas.invocation_id': read('function-execution-id') ?? textOf(request.executionId),
      'http.request.method': request.method,
      'url.path': request.url?.split('?')[0],
      'url.scheme': forwarded ?? 'https',
      'server.address': (read('x-forwarded-host') ?? read('host'))?.replace(/:\d+$/, ''),
      'user_agent.original': read('user-agent'),
    },
    parent: parseTraceContext(read('traceparent'), read('tracestate')),
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

/**
 * Finishes the invocation when the handler ends the response, and lets the last byte go when that is done: once it is
 * out, Google may take the processor away.
 */
export function finishWithResponse(response: ServerResponse, invocation: Invocation): void {
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  let isEnding = false;
  const finishThenEnd = (...args: unknown[]) => {
    if (isEnding) return response;
    isEnding = true;
    const bytes = typeof args[0] === 'string' ? Buffer.byteLength(args[0]) : bytesOf(args[0]);
    void invocation
      .finish({ result: { status: response.statusCode, bytes } satisfies ExpressResult })
      .then(() => end(...args));
    return response;
  };
  response.end = finishThenEnd as typeof response.end;
  // The client went away: nobody will end this response.
  response.once('close', () => {
    if (!isEnding) void invocation.finish({ result: undefined });
  });
}

interface ExpressResult {
  readonly status: number;
  readonly bytes: number | undefined;
}

export function describeExpressResult(result: unknown): ResultDescription | undefined {
  if (result === undefined) return undefined;
  const { status, bytes } = result as ExpressResult;
  return describeHttpResult(status, bytes);
}

const bytesOf = (chunk: unknown) => (ArrayBuffer.isView(chunk) ? chunk.byteLength : undefined);
