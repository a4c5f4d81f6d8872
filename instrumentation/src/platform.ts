import type { SpanContext } from '@opentelemetry/api';
import type { FaasTrigger } from './options';
import type { Attributes } from './trace/attributes';

/*
 * The seam between platforms and the shared code. A platform is one entry of the package and says four things;
 * spans, logs, context, sampling, export, time limits and errors are shared:
 *
 * 1. what the process is: `currentRuntime(environment, resource)`, with the attributes of its resource;
 * 2. what an invocation is: `startInvocation(runtime, start, options)`, with an `InvocationStart` made from what the
 *    platform hands to the handler;
 * 3. how a handler ends: `settle(invocation, () => handler(...))` for those that return or throw, `invocation.finish`
 *    for those that answer in another way;
 * 4. when telemetry may be sent: within `remainingMs`, before the answer, or after it where `afterAnswer` is given.
 */

/** A span that sent a message. */
export interface Sender extends SpanContext {
  /** AWS made it, for X-Ray alone: a span below it would be an orphan, and silent where X-Ray took no sample. */
  readonly isOfXray?: true;
}

/** What an event tells about its invocation. */
export interface EventDescription {
  readonly trigger: FaasTrigger;
  readonly attributes: Attributes;
  /** The span's name; the function's name where it is missing. */
  readonly name?: string | undefined;
  /** The caller's span, where the caller waits for the answer. */
  readonly parent?: SpanContext | undefined;
  /**
   * The platform itself had a hand in `parent`, or in the link that stands in for it: that it is not sampled is no wish of
   * a caller, and the sampler decides as for a trace that begins here.
   */
  readonly isParentOfPlatform?: boolean | undefined;
  /** The spans that sent the messages of the event. */
  readonly links?: readonly Sender[] | undefined;
}

/** One invocation as its platform knows it when it begins. */
export interface InvocationStart extends EventDescription {
  readonly name: string;
  /** What the handler is given, for the capture of payloads. */
  readonly input?: unknown;
  /** No caller waited for the start of this process, for example because capacity was provisioned. */
  readonly isPrepared?: boolean;
  /** Ms until the platform stops the invocation; without it, or infinite: unknown. */
  remainingMs?(): number;
  /** What the handler's result says. */
  describeResult?(result: unknown): ResultDescription | undefined;
  /** Lets `work` run after the answer and keeps the environment awake for it; without it the answer waits. */
  afterAnswer?(work: () => Promise<void>): void;
}

/** How a handler ended: with a result, or with whatever it threw or passed as an error. */
export type Outcome = { readonly result: unknown } | { readonly error: unknown };

/** What a result adds to its invocation's span; with `errorType` the invocation failed. */
export interface ResultDescription {
  readonly attributes: Attributes;
  readonly errorType?: string | undefined;
}

/** An invocation under way. Nothing here throws or rejects, except what `fn` itself throws. */
export interface Invocation {
  /** Runs the handler inside the invocation's context. */
  run<T>(fn: () => T): T;
  /** Adds to the invocation's span, until `finish`. */
  setAttributes(attributes: Attributes): void;
  /** Ends the span and sends everything; only the first call counts, all of them wait for its end. */
  finish(outcome: Outcome): Promise<void>;
}
