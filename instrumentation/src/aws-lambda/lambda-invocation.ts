import type { Environment } from '../config/environment';
import type { Runtime, StartedInvocation } from '../runtime';
import { coldStartAttributes } from './cold-start';
import { describeEvent } from './describe-event';
import { callerOf, contextAttributes, type LambdaContext, remainingMs } from './lambda-context';
import type { WrapOptions } from './options';
import { type Outcome, recordOutcome } from './outcome';

// Left of the function's time when the flush before a normal return must be over.
const RETURN_RESERVE_MS = 50;

// An impending timeout is told this long before it: enough to send, little enough to cut no slow success short.
const TIMEOUT_NOTICE_SHARE = 0.1;
const MAX_TIMEOUT_NOTICE_MS = 500;
const KILL_RESERVE_MS = 20;

/** One invocation of a Lambda function, from the event to the flush. Nothing here throws or rejects. */
export interface LambdaInvocation {
  /** Runs the handler inside the invocation's context. */
  run<T>(fn: () => T): T;
  /** Ends the span and sends everything; only the first call counts, all of them wait for its end. */
  finish(outcome: Outcome): Promise<void>;
  /** Finishes once the process has nothing left to do: for a callback handler that never answers. */
  finishWhenIdle(): void;
}

export function startLambdaInvocation(
  runtime: Runtime,
  env: Environment,
  event: unknown,
  context: LambdaContext,
  options: WrapOptions,
): LambdaInvocation {
  const described = describeEvent(event);
  const trigger = options.trigger ?? described.trigger;
  const useContext = runtime.config.traceContext;
  const started = runtime.start({
    name: functionName(context, env),
    attributes: {
      'faas.trigger': trigger,
      ...contextAttributes(context, env),
      ...coldStartAttributes(runtime.claimFirstInvocation(), env),
      ...described.attributes,
      ...options.attributes,
    },
    parent: useContext ? (described.parent ?? callerOf(context)) : undefined,
    links: useContext ? (described.links ?? []) : [],
  });
  const stopWatching = watchTimeout(runtime, started, context);
  const finish = async (outcome: Outcome) => {
    try {
      stopWatching();
      process.removeListener('beforeExit', finishIdle);
      recordOutcome(started.span, outcome, trigger);
      started.span.end();
      started.telemetry.close();
      await runtime.flush(started.telemetry.drain(), remainingMs(context) - RETURN_RESERVE_MS);
    } catch (error) {
      runtime.diagnostics.internalError('an invocation could not be finished', error);
    }
  };
  let finished: Promise<void> | undefined;
  const finishOnce = (outcome: Outcome) => {
    finished ??= finish(outcome);
    return finished;
  };
  const finishIdle = () => void finishOnce({ result: undefined });
  return {
    run: (fn) => runtime.run(started, fn),
    finish: finishOnce,
    finishWhenIdle() {
      if (!finished) process.once('beforeExit', finishIdle);
    },
  };
}

function functionName(context: LambdaContext, env: Environment): string {
  return String(context.functionName ?? env.AWS_LAMBDA_FUNCTION_NAME ?? 'handler');
}

/** Shortly before Lambda kills the process, sends what is known so far, open spans included. */
function watchTimeout(runtime: Runtime, started: StartedInvocation, context: LambdaContext): () => void {
  const remaining = remainingMs(context);
  if (remaining === Number.POSITIVE_INFINITY) return () => {};
  const notice = Math.min(MAX_TIMEOUT_NOTICE_MS, remaining * TIMEOUT_NOTICE_SHARE);
  const timer = setTimeout(() => {
    const unfinished = started.telemetry.drainUnfinished(
      'timeout',
      'The function was about to be stopped at its time limit',
    );
    void runtime.flush(unfinished, remainingMs(context) - KILL_RESERVE_MS);
  }, remaining - notice);
  timer.unref();
  return () => clearTimeout(timer);
}
