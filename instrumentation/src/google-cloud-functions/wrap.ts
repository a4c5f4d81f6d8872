import { currentRuntime } from '../current-runtime';
import { processEnvironment } from '../host/node';
import { settle, startInvocation } from '../invocation';
import type { Wrap, WrapOptions } from '../options';
import type { Invocation, InvocationStart } from '../platform';
import { recordOf, textOf } from '../value';
import { carryOver, isWrapped } from '../wrapped';
import { describeCloudEvent } from './describe-cloud-event';
import {
  describeExpress,
  describeExpressResult,
  type ExpressRequest,
  finishWithResponse,
  isResponse,
} from './express';
import { googleResource } from './google-resource';

type Handler = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Instruments a function of the Functions Framework: `functions.http('hello', wrap((req, res) => ...))`,
 * `functions.cloudEvent('order', wrap(async (event) => ...))`, or one of the first generation, `(data, context)`.
 * Telemetry is sent before the answer's last byte, after which Google may take the processor away.
 */
export const wrap: Wrap = (handler, options = {}) => {
  if (typeof handler !== 'function' || isWrapped(handler)) return handler;
  const target = handler as unknown as Handler;
  const run: Handler = function (...args) {
    const [first, second] = args;
    const call = () => Reflect.apply(target, this, args);
    if (isResponse(second)) {
      const start = describeExpress(first as ExpressRequest);
      const invocation = begin({ ...start, describeResult: describeExpressResult }, options);
      return invocation ? answer(invocation, call, second) : call();
    }
    const event = target.length > 1 && !('specversion' in recordOf(first)) ? legacy(first, second) : first;
    const described = describeCloudEvent(recordOf(event));
    const invocation = begin({ ...described, input: first, ...idOf(event, described.attributes) }, options);
    return invocation ? settle(invocation, call) : call();
  };
  const wrapped = carryOver(target, run);
  // The framework tells apart by their parameters who answers with a promise and who by a callback.
  Object.defineProperty(wrapped, 'length', { value: target.length, configurable: true });
  return wrapped as unknown as typeof handler;
};

/** A handler that answers by the response; only what it throws is an answer of its own. */
async function answer(
  invocation: Invocation,
  call: () => unknown,
  response: Parameters<typeof finishWithResponse>[0],
): Promise<unknown> {
  finishWithResponse(response, invocation);
  try {
    return await invocation.run(call);
  } catch (error) {
    await invocation.finish({ error });
    throw error;
  }
}

/** The data and context of the first generation, as a CloudEvent would say it. */
function legacy(data: unknown, context: unknown): unknown {
  const { eventId, eventType, timestamp, resource } = recordOf(context);
  const name = textOf(recordOf(resource).name) ?? textOf(resource);
  const isMessage = textOf(eventType)?.includes('pubsub');
  return {
    id: eventId,
    type: isMessage ? 'google.cloud.pubsub.topic.v1.messagePublished' : eventType,
    source: name,
    time: timestamp,
    data: isMessage ? { message: data } : data,
  };
}

function idOf(event: unknown, attributes: InvocationStart['attributes']) {
  return { attributes: { 'faas.invocation_id': textOf(recordOf(event).id), ...attributes } };
}

type Start = Omit<InvocationStart, 'name'> & { readonly name?: string | undefined };

function begin(start: Start, options: WrapOptions): Invocation | undefined {
  const env = processEnvironment();
  const runtime = currentRuntime(env, googleResource);
  if (runtime === undefined) return undefined;
  try {
    const name = start.name ?? env.K_SERVICE ?? env.FUNCTION_NAME ?? env.FUNCTION_TARGET ?? 'handler';
    const isAwake = runtime.config.sendAfterAnswer;
    return startInvocation(
      runtime,
      { ...start, name, ...(isAwake ? { afterAnswer: (work) => void work() } : {}) },
      options,
    );
  } catch (error) {
    runtime.diagnostics.internalError('an invocation could not be instrumented', error);
    return undefined;
  }
}
