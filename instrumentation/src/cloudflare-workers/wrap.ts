import type { Environment } from '../config/environment';
import { currentRuntime } from '../current-runtime';
import { processEnvironment } from '../host/node';
import { describeResponse } from '../http/fetch-request';
import { settle, startInvocation } from '../invocation';
import type { WrapOptions } from '../options';
import type { Invocation } from '../platform';
import { telemetryResource } from '../telemetry-resource';
import type { Attributes } from '../trace/attributes';
import { newSpanId } from '../trace/ids';
import { isRecord, recordOf, textOf } from '../value';
import { findWaitUntil } from '../web/wait-until';
import { carryOver, isWrapped } from '../wrapped';
import { watchRetries } from './queue-retries';
import { describeWorkerEvent, EVENT_HANDLERS } from './worker-events';

// A Worker's isolate, by Cloudflare's limits.
const MEMORY_BYTES = 134_217_728;

export interface WorkerOptions extends WrapOptions {
  /** The Worker's name, which it is not told; by default the binding `OTEL_SERVICE_NAME`. */
  readonly name?: string;
}

type Handler = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Instruments the handlers of a Worker: `export default wrap({ fetch, scheduled, queue })`, or those of an entrypoint's
 * class. Configured by bindings and variables named `OTEL_*` and `FAASLENS_*`. Telemetry is sent by `ctx.waitUntil`, so
 * nobody waits for it. Needs the compatibility flag `nodejs_compat` or `nodejs_als`.
 *
 * @throws TypeError for what is neither, when the Worker is loaded: a single handler does not say which one it is
 */
export function wrap<W extends object>(worker: W, options: WorkerOptions = {}): W {
  const isClass = isClassOf(worker);
  if (!isClass && !isRecord(worker)) {
    throw new TypeError(
      `wrap takes the handlers of a Worker, wrap({ fetch, scheduled, queue }), or a class of WorkerEntrypoint, not ${nameOf(worker)}`,
    );
  }
  if (isWrapped(worker)) return worker;
  if (isClass) return wrapClass(worker, options) as W;
  const wrapped: object = carryOver(worker, Object.create(Object.getPrototypeOf(worker) as object));
  return withHandlers(wrapped, worker, (name, handler) => {
    return function (this: unknown, event, env, context, ...rest) {
      // A handler that is a method may ask for what only its own object has.
      const self = this === wrapped ? worker : this;
      const call = () => Reflect.apply(handler, self, [event, env, context, ...rest]);
      const invocation = begin(name, event, env, context, options);
      return invocation ? settle(invocation, call) : call();
    };
  }) as W;
}

type Entrypoint = new (...args: never[]) => object;

/** Functions that are none let their prototype be replaced, or have none. */
function isClassOf(value: unknown): value is Entrypoint {
  return (
    typeof value === 'function' && Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false
  );
}

const nameOf = (value: unknown) => (value === undefined ? 'undefined' : `a ${typeof value}`);

/** A class of entrypoints gets bindings and context when it is made, not with the event. */
function wrapClass(Original: Entrypoint, options: WorkerOptions): Entrypoint {
  const instrumented = (name: string, handler: Handler, owner?: object): Handler =>
    function (this: unknown, event, ...rest) {
      const { env, ctx } = recordOf(owner ?? this);
      const call = () => Reflect.apply(handler, this, [event, ...rest]);
      const invocation = begin(name, event, env, ctx, options);
      return invocation ? settle(invocation, call) : call();
    };
  const Traced = class extends Original {
    constructor(...args: never[]) {
      super(...args);
      // Handlers that are fields are not on the prototype, and need no `this` when they are called.
      withHandlers(this, { ...this }, (name, handler) => instrumented(name, handler, this));
    }
  };
  withHandlers(Traced.prototype, Original.prototype as object, instrumented);
  return carryOver(Original, Traced);
}

/** Gives `to` the handlers of `from`, each as `instrument` makes it. */
function withHandlers(
  to: object,
  from: object,
  instrument: (name: string, handler: Handler) => Handler,
): object {
  for (const name of EVENT_HANDLERS) {
    const handler = (from as Readonly<Record<string, unknown>>)[name];
    if (typeof handler !== 'function') continue;
    const value = instrument(name, handler as Handler);
    Object.defineProperty(to, name, { value, configurable: true, enumerable: true, writable: true });
  }
  return to;
}

function begin(
  handler: string,
  event: unknown,
  bindings: unknown,
  context: unknown,
  options: WorkerOptions,
): Invocation | undefined {
  const env = environmentOf(bindings);
  const workerName = options.name ?? env.OTEL_SERVICE_NAME ?? 'worker';
  const runtime = currentRuntime(env, () => workerResource(workerName, bindings));
  if (runtime === undefined) return undefined;
  try {
    const described = describeWorkerEvent(handler, event);
    if (described === undefined) return undefined;
    const waitUntil = findWaitUntil([context]);
    return startInvocation(
      runtime,
      {
        ...described,
        name: described.name ?? workerName,
        attributes: {
          ...described.attributes,
          'cloudflare.handler_type': handler,
          'faaslens.event_source': `cloudflare:${handler}`,
        },
        ...(handler === 'fetch' ? { describeResult: describeResponse } : {}),
        ...(handler === 'queue' ? { describeResult: watchRetries(event) } : {}),
        ...(waitUntil ? { afterAnswer: (work) => waitUntil(work()) } : {}),
      },
      options,
    );
  } catch (error) {
    runtime.diagnostics.internalError('an event could not be instrumented', error);
    return undefined;
  }
}

/** Bindings that are text are the variables of a Worker. */
function environmentOf(bindings: unknown): Environment {
  const texts = Object.entries(recordOf(bindings)).filter(([, value]) => typeof value === 'string');
  return { ...processEnvironment(), ...(Object.fromEntries(texts) as Record<string, string>) };
}

function workerResource(name: string, bindings: unknown): Attributes {
  const version = recordOf(bindings).CF_VERSION_METADATA;
  return {
    'service.name': name,
    'cloud.provider': 'cloudflare',
    'cloud.platform': 'cloudflare.workers',
    'cloud.region': 'earth',
    'faas.name': name,
    'faas.version': isRecord(version) ? textOf(version.id) : undefined,
    'faas.max_memory': MEMORY_BYTES,
    'faas.instance': newSpanId(),
    ...telemetryResource(),
  };
}
