import { currentRuntime } from '../current-runtime';
import { processEnvironment } from '../host/node';
import { describeRequest, describeResponse, type RequestLike } from '../http/fetch-request';
import { settle, startInvocation } from '../invocation';
import type { WrapOptions } from '../options';
import type { Invocation } from '../platform';
import { isRecord } from '../value';
import { carryOver, isWrapped } from '../wrapped';
import { findWaitUntil } from './wait-until';
import { webResource } from './web-resource';

export interface WebOptions extends WrapOptions {
  /** The name of the function; by default what the host calls the service. */
  readonly name?: string;
  /** The route that the handler serves, for example `/orders/{id}`. */
  readonly route?: string;
}

/**
 * Instruments a handler that takes a `Request` and answers with a `Response`: containers, Knative, Next.js route
 * handlers, Vercel, Netlify, Deno, Bun. Telemetry is sent after the answer where the host can be asked to stay awake
 * (`waitUntil`), and before it elsewhere; with `FAASLENS_SEND_AFTER_ANSWER=true` after it everywhere, which fits hosts
 * that keep running. A response's body that is still being streamed is not waited for.
 */
export function wrap<H extends (...args: never[]) => unknown>(handler: H, options: WebOptions = {}): H {
  if (typeof handler !== 'function' || isWrapped(handler)) return handler;
  const target = handler as unknown as (...args: unknown[]) => unknown;
  const wrapped = function (this: unknown, ...args: unknown[]): unknown {
    const invocation = begin(args, options);
    const call = () => Reflect.apply(target, this, args);
    return invocation ? settle(invocation, call) : call();
  };
  return carryOver(target, wrapped) as unknown as H;
}

function begin(args: readonly unknown[], options: WebOptions): Invocation | undefined {
  const env = processEnvironment();
  const runtime = currentRuntime(env, webResource);
  const [request, ...rest] = args;
  if (runtime === undefined || !isRecord(request)) return undefined;
  try {
    const described = describeRequest(request as unknown as RequestLike);
    const { route, name = String(env.OTEL_SERVICE_NAME ?? webResource(env)['faas.name'] ?? 'handler') } =
      options;
    const waitUntil = findWaitUntil(rest);
    const isAwake = runtime.config.sendAfterAnswer;
    return startInvocation(
      runtime,
      {
        ...described,
        name: route ? `${String(described.attributes['http.request.method'])} ${route}` : name,
        attributes: { 'faas.name': name, 'http.route': route, ...described.attributes },
        describeResult: describeResponse,
        ...(waitUntil ? { afterAnswer: (work) => waitUntil(work()) } : {}),
        ...(!waitUntil && isAwake ? { afterAnswer: (work) => void work() } : {}),
      },
      options,
    );
  } catch (error) {
    runtime.diagnostics.internalError('a request could not be instrumented', error);
    return undefined;
  }
}
