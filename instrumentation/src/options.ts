import type { CaptureOptions } from './payload/capture-options';
import type { Attributes } from './trace/attributes';

/** The values of `faas.trigger` in OpenTelemetry's conventions. */
export type FaasTrigger = 'datasource' | 'http' | 'pubsub' | 'timer' | 'other';

/** What every `wrap` takes. */
export interface WrapOptions {
  /** Says what triggers the function where the event cannot tell, for example a schedule with a custom payload. */
  readonly trigger?: FaasTrigger;
  /** Added to every invocation span. */
  readonly attributes?: Attributes;
  /**
   * Makes the sender of an event with exactly one message the parent of the invocation, so that both are one trace;
   * by default senders of messages are links, and those that only X-Ray knows always are.
   */
  readonly messageAsParent?: boolean;
  /** Keeps what goes in and comes out; by default nothing, or what `FAASLENS_PAYLOADS` says. */
  readonly payloads?: CaptureOptions;
}

/** Gives back a handler of the same type, instrumented. */
export type Wrap = <H extends (...args: never[]) => unknown>(handler: H, options?: WrapOptions) => H;
