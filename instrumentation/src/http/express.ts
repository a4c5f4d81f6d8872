import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EventDescription, Invocation, ResultDescription } from '../platform';
import { parseTraceContext } from '../trace/trace-context';
import type { RequestLike } from './fetch-request';
import { describeHttpResult } from './http-result';

/** Express' request, as far as it is read. */
export type ExpressRequest = IncomingMessage & { readonly executionId?: unknown };

export function isResponse(value: unknown): value is ServerResponse {
  return typeof (value as Partial<ServerResponse> | undefined)?.writeHead === 'function';
}

/** The head of a request as `fetch` would give it. */
export function requestOf({ method = 'GET', url = '/', headers }: ExpressRequest): RequestLike {
  const get = (name: string) => {
    const value = headers[name];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  };
  return { method, url: `http://${headers.host ?? 'localhost'}${url}`, headers: { get } };
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

/** Runs a handler that answers by its response; only what it throws is an answer of its own. */
export async function answerByResponse(
  invocation: Invocation,
  call: () => unknown,
  response: ServerResponse,
): Promise<unknown> {
  finishWithResponse(response, invocation);
  try {
    return await invocation.run(call);
  } catch (error) {
    await invocation.finish({ error });
    throw error;
  }
}

/**
 * Finishes the invocation when the handler ends the response, and lets the last byte go when that is done: once it is
 * out, the host may take the processor away.
 */
function finishWithResponse(response: ServerResponse, invocation: Invocation): void {
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
