import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { EventDescription, Invocation, ResultDescription } from '../platform';
import { parseTraceContext } from '../trace/trace-context';
import type { RequestLike } from './fetch-request';
import { isFromGoogle } from './headers';
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
    isParentOfPlatform: isFromGoogle(read),
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
 * out, the host may take the processor away. To everybody else the response has ended by then.
 */
function finishWithResponse(response: ServerResponse, invocation: Invocation): void {
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  const { write } = response;
  let bytes = 0;
  let isEnding = false;
  let isHeld = false;
  response.write = function (this: ServerResponse, ...args: unknown[]): boolean {
    if (isHeld) return asEnded(response, () => Reflect.apply(write, this, args));
    bytes += bytesOf(args);
    return Reflect.apply(write, this, args);
  };
  const finishThenEnd = (...args: unknown[]) => {
    if (isEnding) return response;
    isHeld = closeHead(response, args);
    isEnding = true;
    let isOut = false;
    const letGo = () => {
      if (isOut) return;
      isOut = true;
      isHeld = false;
      stopWatching();
      end(...args);
    };
    const stopWatching = isHeld ? beforeCut(response, letGo) : () => {};
    const result: ExpressResult = { status: response.statusCode, bytes: bytes + bytesOf(args) };
    void invocation.finish({ result }).then(letGo);
    return response;
  };
  response.end = finishThenEnd as typeof response.end;
  // The client went away: nobody will end this response.
  response.once('close', () => {
    if (!isEnding) void invocation.finish({ result: undefined });
  });
}

function bytesOf([chunk, encoding]: readonly unknown[]): number {
  if (typeof chunk === 'string') {
    return Buffer.byteLength(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  }
  return ArrayBuffer.isView(chunk) ? chunk.byteLength : 0;
}

// Answers that have no body, whatever they are ended with.
const BODILESS = new Set([204, 304]);

/**
 * Fixes the head as ending would, so that who asks whether it is sent, or answers once more, is told what they would be
 * told without us; else a second answer would change the head of the first. Throws what ending would throw.
 *
 * @returns whether it could be done: only the responses of `node:http` have the field where they keep that they ended
 */
function closeHead(response: ServerResponse, args: readonly unknown[]): boolean {
  if (!Object.hasOwn(response, 'finished')) return false;
  if (!response.headersSent) {
    const hasBody = response.req.method !== 'HEAD' && !BODILESS.has(response.statusCode);
    const isFramed = ['content-length', 'transfer-encoding', 'trailer'].some((name) =>
      response.hasHeader(name),
    );
    response.writeHead(
      response.statusCode,
      hasBody && !isFramed ? { 'content-length': bytesOf(args) } : undefined,
    );
  }
  // Not that field itself: a server that is told to close cuts the connections whose response it takes for ended.
  Object.defineProperty(response, 'writableEnded', { value: true, configurable: true });
  return true;
}

/**
 * Runs `letGo` before anybody here cuts the connection: Express does where an error comes after the answer, which would
 * be out by then without us.
 *
 * @returns stops watching
 */
function beforeCut(response: ServerResponse, letGo: () => void): () => void {
  // By its name as a text, which the build leaves alone.
  const socket = Reflect.get(response, 'socket') as Socket | null | undefined;
  if (!socket) return () => {};
  const { destroy } = socket;
  socket.destroy = (error) => {
    letGo();
    return socket.destroy(error);
  };
  return () => {
    socket.destroy = destroy;
  };
}

/** Does `fn` as of a response that has ended for good: Node.js then refuses to write, and tells whoever listens. */
function asEnded<T>(response: ServerResponse, fn: () => T): T {
  response.finished = true;
  try {
    return fn();
  } finally {
    response.finished = false;
  }
}

interface ExpressResult {
  readonly status: number;
  readonly bytes: number;
}

export function describeExpressResult(result: unknown): ResultDescription | undefined {
  if (result === undefined) return undefined;
  const { status, bytes } = result as ExpressResult;
  return describeHttpResult(status, bytes);
}
