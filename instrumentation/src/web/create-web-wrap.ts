import { cloudEventsOf, withCloudEvents } from '../cloud-events/cloud-events-of';
import type { Environment } from '../config/environment';
import { currentRuntime, existingRuntime } from '../current-runtime';
import { processEnvironment, writeError } from '../host/node';
import {
  answerByResponse,
  describeExpressResult,
  type ExpressRequest,
  isResponse,
  requestOf,
} from '../http/express';
import { describeRequest, describeResponse, type RequestLike } from '../http/fetch-request';
import { withRequestLimit } from '../http/request-limit';
import { startInvocation } from '../invocation';
import type { Invocation, InvocationStart } from '../platform';
import { noteReady, readiness } from '../readiness';
import type { Attributes } from '../trace/attributes';
import { adopt, isRecord, type UnknownRecord } from '../value';
import { carryOver, isWrapped } from '../wrapped';
import { findWaitUntil } from './wait-until';
import type { WebHost } from './web-host';
import type { WebOptions, WebWrap } from './web-options';

type Handler = (this: unknown, ...args: unknown[]) => unknown;

/** Makes `wrap` for a host. Handlers of Node.js' own kind, `(request, response)`, are instrumented as well. */
export const createWebWrap =
  (host: WebHost): WebWrap =>
  (handler, options = {}) => {
    if (typeof handler !== 'function' || isWrapped(handler)) return handler;
    noteReady();
    const target = handler as unknown as Handler;
    // Two parameters whatever the handler has: Deno makes no request for a handler that declares none.
    const wrapped: Handler = async function (first, second, ...rest) {
      const args = [first, second, ...rest];
      const call = () => Reflect.apply(target, this, args);
      if (host.isIgnored?.(processEnvironment())) return call();
      const response = isResponse(second) ? second : undefined;
      const request = response ? requestOf(first as ExpressRequest) : first;
      if (!isRequest(request)) return call();
      const carried = eventsIn(request);
      const events = carried ? await carried : [];
      const invocation = begin(host, { request, args, events, isNode: response !== undefined }, options);
      if (invocation === undefined) return call();
      return response ? answerByResponse(invocation, call, response) : settle(host, invocation, call);
    };
    return carryOver(target, wrapped) as unknown as typeof handler;
  };

interface Call {
  readonly request: RequestLike;
  readonly args: readonly unknown[];
  readonly events: readonly UnknownRecord[];
  /** Whether the handler answers by a response of `node:http`. */
  readonly isNode: boolean;
}

function eventsIn(request: RequestLike): ReturnType<typeof cloudEventsOf> {
  try {
    return cloudEventsOf(request);
  } catch (error) {
    tell(error);
    return undefined;
  }
}

async function settle(host: WebHost, invocation: Invocation, call: () => unknown): Promise<unknown> {
  let result: unknown;
  try {
    result = await invocation.run(() => adopt(call()));
  } catch (error) {
    const answer = host.answerIn?.(error);
    await invocation.finish(answer ? { result: answer } : { error });
    throw error;
  }
  await invocation.finish({ result });
  return result;
}

function begin(host: WebHost, call: Call, options: WebOptions): Invocation | undefined {
  try {
    const env = processEnvironment();
    const start = startOf(host, call, options, env);
    const native = host.begin?.(start, env, options);
    if (native) return native;
    const runtime = currentRuntime(env, (from) => host.resource(from), readiness);
    if (runtime === undefined) return undefined;
    const waitUntil = options.waitUntil ?? findWaitUntil(call.args.slice(1));
    const runsOn = host.runsOn || runtime.config.sendAfterAnswer;
    return startInvocation(
      runtime,
      {
        ...withRequestLimit(start, env),
        ...(waitUntil ? { afterAnswer: (work) => waitUntil(work()) } : {}),
        ...(!waitUntil && runsOn ? { afterAnswer: (work) => void work() } : {}),
      },
      options,
    );
  } catch (error) {
    tell(error);
    return undefined;
  }
}

function startOf(
  host: WebHost,
  { request, args, events, isNode }: Call,
  options: WebOptions,
  env: Environment,
): InvocationStart {
  const plain = describeRequest(request);
  const { route: hostRoute, functionName, ...added } = host.describe?.({ request, args, env, options }) ?? {};
  const described = withCloudEvents(
    { ...plain, ...added, attributes: { ...plain.attributes, ...added.attributes } },
    events,
  );
  const { route = hostRoute } = options;
  const name = options.name ?? functionName ?? (env.OTEL_SERVICE_NAME || serviceOf(host.resource(env)));
  const ofRoute = route && `${request.method} ${route}`;
  return {
    ...described,
    name: described.name ?? ofRoute ?? name,
    attributes: { 'faas.name': name, 'http.route': route, ...described.attributes },
    describeResult: isNode ? describeExpressResult : describeResponse,
  };
}

const serviceOf = (resource: Attributes) => String(resource['faas.name'] ?? resource['service.name']);

let isTold = false;

/** Also where there is no runtime: an engine may forbid to read its environment. */
function tell(error: unknown): void {
  const runtime = existingRuntime();
  if (runtime) runtime.diagnostics.internalError('a request could not be instrumented', error);
  else if (!isTold) writeError(`[faaslens] requests are not instrumented: ${String(error)}\n`);
  isTold = true;
}

const isRequest = (value: unknown): value is RequestLike => {
  return isRecord(value) && isRecord(value.headers) && typeof value.headers.get === 'function';
};
