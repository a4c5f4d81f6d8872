import type { HrTime, Span } from '@opentelemetry/api';
import type { Diagnostics } from './diagnostics';
import { extra } from './extras';
import { peakMemoryMb } from './host/node';
import { createLedger, type InvocationLedger } from './invocation-ledger';
import type { WrapOptions } from './options';
import { recordFailure, recordOutcome, setDefined } from './outcome';
import type { PayloadCapture } from './payload/payloads-extra';
import type { Invocation, InvocationStart, Outcome } from './platform';
import { providedExtras } from './provided-extras';
import type { FirstInvocation, Runtime, StartedInvocation } from './runtime';
import type { Attributes } from './trace/attributes';
import { toHrTime } from './trace/clock';
import { ROOT_CONTEXT, withSpan } from './trace/context';
import { describeException } from './trace/exception';
import { adopt } from './value';

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
  const ledger = ledgers.get(runtime) ?? createLedger(runtime);
  ledgers.set(runtime, ledger);
  const { diagnostics } = runtime;
  const first = firstAttributes(runtime.claimFirstInvocation(), start.isPrepared);
  const started = runtime.start({
    name: start.name,
    kind: start.attributes['messaging.operation.type'] === undefined ? KIND_SERVER : KIND_CONSUMER,
    attributes: [{ 'faas.trigger': options.trigger ?? start.trigger }, first, start.attributes],
    ownAttributes: options.attributes,
    ...relationsOf(runtime, start, options),
  });
  const { span, telemetry } = started;
  ledger.begin(started, options.attributes?.['faas.name'] ?? start.attributes['faas.name']);
  if (first['faas.coldstart']) runtime.run(started, () => tellModules(runtime));
  const stopWatching = watchTimeout(runtime, started, start);
  const capture = captureOf(runtime, options);

  const tell = (outcome: Outcome, endTime: HrTime | undefined) => {
    const hasFailed = recordOutcome(span, outcome, (result) => start.describeResult?.(result), endTime);
    const result = 'error' in outcome ? describeException(outcome.error) : outcome.result;
    if (capture) setDefined(span, capture(start.input, result, hasFailed));
  };
  const conclude = (outcome: Outcome, endTime: HrTime | undefined) => {
    try {
      tell(outcome, endTime);
    } catch (error) {
      // A result whose getters throw must not cost the span.
      diagnostics.internalError('an outcome could not be told', error);
    }
    setDefined(span, ledger.end(started, peakMemoryMb()));
    span.end(endTime);
    telemetry.close();
  };
  const finish = (outcome: Outcome) =>
    safely(diagnostics, async () => {
      stopWatching();
      runtime.settleCalls(started);
      // An SDK has a clock of its own.
      const endTime = runtime.isSdkUsed() ? undefined : toHrTime(telemetry.clock.now());
      const send = () =>
        safely(diagnostics, async () => {
          conclude(outcome, endTime);
          await ledger.timed(() => runtime.flush(telemetry.drain(), remainingMs(start) - RETURN_RESERVE_MS));
        });
      if (start.afterAnswer) start.afterAnswer(send);
      else await send();
    });
  let finished: Promise<void> | undefined;
  return {
    run: (fn) => runtime.run(started, fn),
    setAttributes: (attributes) => setDefined(span, attributes),
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
    result = await invocation.run(() => adopt(fn()));
  } catch (error) {
    await invocation.finish({ error });
    throw error;
  }
  await invocation.finish({ result });
  return result;
}

/** Tells what goes wrong in `fn`, which is nothing of the function's. Never rejects. */
async function safely(diagnostics: Diagnostics, fn: () => Promise<void>): Promise<void> {
  try {
    await fn();
  } catch (error) {
    diagnostics.internalError('an invocation could not be told', error);
  }
}

const remainingMs = (start: InvocationStart) => start.remainingMs?.() ?? Number.POSITIVE_INFINITY;

function captureOf({ config, env, diagnostics }: Runtime, options: WrapOptions): PayloadCapture | undefined {
  if (!config.payloads && (options.payloads?.mode ?? 'off') === 'off') return undefined;
  const warn = (message: string) => diagnostics.warnOnce(message, `payloads: ${message}`);
  return extra('payloads', warn)?.(env, options.payloads ?? {}, warn);
}

function relationsOf(runtime: Runtime, start: InvocationStart, { messageAsParent }: WrapOptions) {
  if (!runtime.config.traceContext) return { parent: undefined, links: [] };
  const { parent, links = [], isParentOfPlatform } = start;
  const isOneMessage = (start.attributes['messaging.batch.message_count'] ?? 1) === 1;
  const [sender] = links;
  const canBeParent = isOneMessage && links.length === 1 && !sender?.isOfXray;
  return messageAsParent && parent === undefined && canBeParent
    ? { parent: sender, links: [], isParentOfPlatform }
    : { parent, links, isParentOfPlatform };
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

function tellModules({ tracer }: Runtime): void {
  providedExtras().modules?.(tracer, (span) => withSpan(ROOT_CONTEXT, span));
}

/** Shortly before the platform kills the process, sends what is known so far, open spans included. */
function watchTimeout(
  runtime: Runtime,
  { span, telemetry }: StartedInvocation,
  start: InvocationStart,
): () => void {
  const remaining = remainingMs(start);
  if (!Number.isFinite(remaining)) return () => {};
  const maxNotice = runtime.isSdkUsed() ? SDK_TIMEOUT_NOTICE_MS : MAX_TIMEOUT_NOTICE_MS;
  const notice = Math.min(maxNotice, remaining * TIMEOUT_NOTICE_SHARE);
  const tell = async () => {
    const budgetMs = remainingMs(start) - KILL_RESERVE_MS;
    const unfinished = telemetry.drainUnfinished('timeout', timeoutMessage);
    if (runtime.isSdkUsed()) endTimedOut(span);
    await runtime.flush(unfinished, budgetMs);
  };
  const timer = setTimeout(() => void safely(runtime.diagnostics, tell), remaining - notice);
  timer.unref?.();
  return () => clearTimeout(timer);
}

function timeoutMessage(waitingFor: readonly string[]): string {
  const message = 'The function was about to be stopped at its time limit';
  return waitingFor.length === 0 ? message : `${message}, waiting for ${waitingFor.join(', ')}`;
}

function endTimedOut(span: Span): void {
  recordFailure(span, Object.assign(new Error(timeoutMessage([])), { name: 'timeout' }));
  span.end();
}
