import { currentRuntime } from '../current-runtime';
import { processEnvironment } from '../host/node';
import { describeHttpResult, statusOf } from '../http/http-result';
import { settle, startInvocation } from '../invocation';
import { captureConsole } from '../logs/console-capture';
import type { Wrap, WrapOptions } from '../options';
import type { Invocation, InvocationStart, ResultDescription } from '../platform';
import { noteReady, readiness } from '../readiness';
import type { Runtime } from '../runtime';
import { parseTraceContext } from '../trace/trace-context';
import { recordOf, textOf } from '../value';
import { carryOver, isWrapped } from '../wrapped';
import { azureResource, functionId } from './azure-resource';
import { describeTrigger } from './describe-trigger';

type Handler = (this: unknown, ...args: unknown[]) => unknown;

const sending = new Set<Promise<void>>();

/**
 * Instruments the handler of a function, whatever its trigger: `app.http('hello', { handler: wrap(handler) })`. Its
 * parent is the span of Azure's host. Telemetry is sent after the answer, because Azure does not freeze its workers.
 */
export const wrap: Wrap = (handler, options = {}) => {
  if (typeof handler !== 'function' || isWrapped(handler)) return handler;
  noteReady();
  const target = handler as unknown as Handler;
  const wrapped: Handler = function (...args) {
    const invocation = begin(args, options);
    const call = () => Reflect.apply(target, this, args);
    return invocation ? settle(invocation, call) : call();
  };
  return carryOver(target, wrapped) as unknown as typeof handler;
};

/** The part of `app` of `@azure/functions` that is used. */
export interface AzureApp {
  readonly hook: {
    preInvocation(hook: (context: { functionHandler: (...args: never[]) => unknown }) => void): unknown;
    appTerminate(hook: () => Promise<void>): unknown;
  };
}

/** Instruments every function of the app, without a word in them: `instrument(app)`, once. */
export function instrument(app: AzureApp, options: WrapOptions = {}): void {
  noteReady();
  app.hook.preInvocation((context) => {
    context.functionHandler = wrap(context.functionHandler, options);
  });
  app.hook.appTerminate(async () => {
    await Promise.all(sending);
  });
}

function begin([input, context]: readonly unknown[], options: WrapOptions): Invocation | undefined {
  const runtime = currentRuntime(processEnvironment(), azureResource, readiness);
  if (runtime === undefined) return undefined;
  try {
    // Azure's own way to log; it does not go through the console.
    if (runtime.config.logs && isLogger(context)) captureConsole(context, runtime.config.limits, runtime.log);
    return startInvocation(runtime, startOf(runtime, input, context), options);
  } catch (error) {
    runtime.diagnostics.internalError('an invocation could not be instrumented', error);
    return undefined;
  }
}

const isLogger = (context: unknown): context is Parameters<typeof captureConsole>[0] =>
  ['debug', 'log', 'info', 'warn', 'error'].every((name) => typeof recordOf(context)[name] === 'function');

function startOf(runtime: Runtime, input: unknown, context: unknown): InvocationStart {
  const env = processEnvironment();
  const { invocationId, functionName, options, triggerMetadata, traceContext, retryContext } =
    recordOf(context);
  const name = textOf(functionName) ?? 'handler';
  const definition = recordOf(recordOf(options).trigger);
  const type = textOf(definition.type) ?? '';
  const described = describeTrigger({ type, definition, metadata: recordOf(triggerMetadata), input });
  const { traceParent, traceState } = recordOf(traceContext);
  const retries = Number(recordOf(retryContext).retryCount);
  return {
    ...described,
    name: described.name ?? name,
    attributes: {
      'faas.name': env.WEBSITE_SITE_NAME ? `${env.WEBSITE_SITE_NAME}/${name}` : name,
      'faas.invocation_id': textOf(invocationId),
      'cloud.resource_id': functionId(env, name),
      'faaslens.event_source': type ? `azure:${type.replace('Trigger', '')}` : undefined,
      'faaslens.retry_count': retries > 0 ? retries : undefined,
      ...described.attributes,
    },
    // The host's span is the caller's way in here; the header is what the host was called with.
    parent: parseTraceContext(textOf(traceParent), textOf(traceState)) ?? described.parent,
    // Host and front end send 0 unless Application Insights samples them; nearly no function would be seen.
    isParentOfPlatform: true,
    input: type === 'httpTrigger' ? undefined : input,
    ...(type === 'httpTrigger' ? { describeResult: describeHttp } : {}),
    afterAnswer(work) {
      const sent = work().finally(() => sending.delete(sent));
      sending.add(sent);
      void sent.catch((error: unknown) => runtime.diagnostics.internalError('telemetry was not sent', error));
    },
  };
}

function describeHttp(result: unknown): ResultDescription {
  const { status, body } = recordOf(result);
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : undefined;
  return describeHttpResult(statusOf(status) ?? 200, bytes);
}
