import { withCloudEvents } from '../cloud-events/cloud-events-of';
import { currentRuntime } from '../current-runtime';
import { processEnvironment } from '../host/node';
import { settle, startInvocation } from '../invocation';
import type { Wrap, WrapOptions } from '../options';
import type { Invocation } from '../platform';
import { noteReady, readiness } from '../readiness';
import { isRecord, recordOf } from '../value';
import { webResource } from '../web/web-resource';
import { carryOver, isWrapped } from '../wrapped';
import { describeKnativeRequest, describeKnativeResult } from './describe-knative';

type Handler = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Instruments a Knative function as `func` builds them, `handle(context, body)` or `handle(context, cloudEvent)`.
 * Telemetry is sent before the answer; with `FAASLENS_SEND_AFTER_ANSWER=true` after it, which fits services whose
 * processor is not taken away between requests. Containers with a handler of their own use the entry for the web.
 */
export const wrap: Wrap = (handler, options = {}) => {
  if (typeof handler !== 'function' || isWrapped(handler)) return handler;
  noteReady();
  const target = handler as unknown as Handler;
  const wrapped: Handler = function (...args) {
    const call = () => Reflect.apply(target, this, args);
    const invocation = begin(args, options);
    return invocation ? settle(invocation, call) : call();
  };
  return carryOver(target, wrapped) as unknown as typeof handler;
};

function begin([context, input]: readonly unknown[], options: WrapOptions): Invocation | undefined {
  const env = processEnvironment();
  const runtime = currentRuntime(env, webResource, readiness);
  if (runtime === undefined) return undefined;
  try {
    const { cloudevent } = recordOf(context);
    const events = isRecord(cloudevent) ? [cloudevent] : [];
    const described = withCloudEvents(describeKnativeRequest(recordOf(context)), events);
    return startInvocation(
      runtime,
      {
        ...described,
        name: described.name ?? env.K_SERVICE ?? env.OTEL_SERVICE_NAME ?? 'handle',
        input,
        describeResult: describeKnativeResult,
        ...(runtime.config.sendAfterAnswer ? { afterAnswer: (work) => void work() } : {}),
      },
      options,
    );
  } catch (error) {
    runtime.diagnostics.internalError('an invocation could not be instrumented', error);
    return undefined;
  }
}
