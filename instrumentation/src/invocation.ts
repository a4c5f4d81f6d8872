import type { Span } from '@opentelemetry/api';
import { peakMemoryMb } from './host/node';
import { InvocationLedger } from './invocation-ledger';
import type { WrapOptions } from './options';
import { recordFailure, recordOutcome, setDefined } from './outcome';
import { createCapture } from './payload/capture';
import type { Invocation, InvocationStart, Outcome, ResultDescription } from './platform';
import type { FirstInvocation, Runtime, StartedInvocation } from './runtime';
import type { Attributes } from './trace/attributes';
import { describeException } from './trace/exception';

// As in the OpenTelemetry API.
const KIND_SERVER = 1;
const KIND_CONSUMER = 4;

// Left of the function's time when the flush before a normal return must be over.
const RETURN_RESERVE_MS = 50;

// An impending timeout is told this long before it: enough to send, little enough to cut no slow success short.
const TIMEOUT_NOTICE_SHARE = 0.1;
const MAX_TIMEOUT_NOTICE_MS = 500;
// An SDK's span can end only once, so it is told as late as sending allows.
const SDK_TIMEOUT_NOTICE_MS = 100;
const KILL_RESERVE_MS = 20;

// An environment that waited longer than this for its first event was prepared ahead of time.
const PROACTIVE_AFTER_MS = 10_000;

const ledgers = new WeakMap<Runtime, InvocationLedger>();

/** Begins an invocation: its span and telemetry. */
export function startInvocation(
  runtime: Runtime,
  start: InvocationStart,
  options: WrapOptions = {},
): Invocation {
  const ledger = ledgerOf(runtime);
  const trigger = options.trigger ?? start.trigger;
  const { parent, links } = relationsOf(runtime, start, options);
  const started = runtime.start({
    name: start.name,
    kind: start.attributes['messaging.operation.type'] === undefined ? KIND_SERVER : KIND_CONSUMER,
    attributes: {
      'faas.trigger': trigger,
      ...firstAttributes(runtime.claimFirstInvocation(), start.isPrepared),
      ...start.attributes,
      ...options.attributes,
    },
    parent,
    links,
  });
  ledger.begin(started);
  const stopWatching = watchTimeout(runtime, started, start);
  const capture = createCapture(runtime.config.payloads, options.payloads);

  const tell = (outcome: Outcome) => {
    const { span } = started;
    const describe = (result: unknown): ResultDescription | undefined => start.describeResult?.(result);
    const hasFailed = recordOutcome(span, outcome, describe);
    const result = 'error' in outcome ? describeException(outcome.error) : outcome.result;
    setDefined(span, capture(start.input, result, hasFailed));
  };
  const finish = async (outcome: Outcome) => {
    try {
      stopWatching();
      // A result whose getters throw must not cost the span.
      guard(runtime, 'an outcome could not be told', () => tell(outcome));
      runtime.settleCalls(started);
      setDefined(started.span, ledger.end(started, peakMemoryMb()));
      started.span.end();
      started.telemetry.close();
      const send = () => ledger.timed(() => flush(runtime, started, start));
      if (start.afterAnswer) start.afterAnswer(send);
      else await send();
    } catch (error) {
      runtime.diagnostics.internalError('an invocation could not be finished', error);
    }
  };
  let finished: Promise<void> | undefined;
  return {
    run: (fn) => runtime.run(started, fn),
    setAttributes: (attributes) => setDefined(started.span, attributes),
    finish(outcome) {
      finished ??= finish(outcome);
      return finished;
    },
  };
}

/**
 * Calls a handler that answers with its return value or promise, and answers alike: the same result or error, once
 * the invocation is finished.
 */
export async function settle(invocation: Invocation, fn: () => unknown): Promise<unknown> {
  let result: unknown;
  try {
    result = await invocation.run(fn);
  } catch (error) {
    await invocation.finish({ error });
    throw error;
  }
  await invocation.finish({ result });
  return result;
}

function guard(runtime: Runtime, topic: string, fn: () => void): void {
  try {
    fn();
  } catch (error) {
    runtime.diagnostics.internalError(topic, error);
  }
}

function flush(runtime: Runtime, started: StartedInvocation, start: InvocationStart): Promise<void> {
  return runtime.flush(started.telemetry.drain(), remainingMs(start) - RETURN_RESERVE_MS);
}

const remainingMs = (start: InvocationStart) => start.remainingMs?.() ?? Number.POSITIVE_INFINITY;

function relationsOf(runtime: Runtime, start: InvocationStart, { messageAsParent }: WrapOptions) {
  if (!runtime.config.traceContext) return { parent: undefined, links: [] };
  const { parent, links = [] } = start;
  const isOneMessage = (start.attributes['messaging.batch.message_count'] ?? 1) === 1;
  if (messageAsParent && parent === undefined && isOneMessage && links.length === 1) {
    return { parent: links[0], links: [] };
  }
  return { parent, links };
}

/**
 * `faas.coldstart`, and on a cold start `faaslens.init_duration_ms`, ms from the start of the process to the first
 * call of the handler, and `faaslens.overhead.load_ms`, what loading this package took of it.
 */
function firstAttributes(first: FirstInvocation | undefined, isPrepared = false): Attributes {
  const isCold = first !== undefined && !isPrepared && first.sinceLoad <= PROACTIVE_AFTER_MS;
  return {
    'faas.coldstart': isCold,
    'faaslens.init_duration_ms': isCold ? first.sinceProcessStart : undefined,
    'faaslens.overhead.load_ms': first?.loadTime,
  };
}

/** Shortly before the platform kills the process, sends what is known so far, open spans included. */
function watchTimeout(runtime: Runtime, started: StartedInvocation, start: InvocationStart): () => void {
  const remaining = remainingMs(start);
  if (!Number.isFinite(remaining)) return () => {};
  const maxNotice = runtime.isSdkUsed() ? SDK_TIMEOUT_NOTICE_MS : MAX_TIMEOUT_NOTICE_MS;
  const notice = Math.min(maxNotice, remaining * TIMEOUT_NOTICE_SHARE);
  const timer = setTimeout(() => {
    const unfinished = started.telemetry.drainUnfinished('timeout', timeoutMessage);
    if (runtime.isSdkUsed()) endTimedOut(started.span);
    void runtime.flush(unfinished, remainingMs(start) - KILL_RESERVE_MS);
  }, remaining - notice);
  timer.unref?.();
  return () => clearTimeout(timer);
}

function timeoutMessage(waitingFor: readonly string[]): string {
  const message = 'The function was about to be stopped at its time limit';
  return waitingFor.length === 0 ? message : `${message}, waiting for ${waitingFor.join(', ')}`;
}

function endTimedOut(span: Span): void {
  const error = Object.assign(new Error(timeoutMessage([])), { name: 'timeout' });
  recordFailure(span, error);
  span.end();
}

function ledgerOf(runtime: Runtime): InvocationLedger {
  let ledger = ledgers.get(runtime);
  if (ledger === undefined) {
    ledger = new InvocationLedger(runtime);
    ledgers.set(runtime, ledger);
  }
  return ledger;
}
