import type { Attributes } from '../trace/attributes';

/** The values of `faas.trigger` in OpenTelemetry's conventions. */
export type FaasTrigger = 'datasource' | 'http' | 'pubsub' | 'timer' | 'other';

export interface WrapOptions {
  /** Says what triggers the function where the event cannot tell, for example a schedule with a custom payload. */
  readonly trigger?: FaasTrigger;
  /** Added to every invocation span. */
  readonly attributes?: Attributes;
}

/** Gives back a handler of the same type, instrumented. */
export type Wrap = <H extends (...args: never[]) => unknown>(handler: H, options?: WrapOptions) => H;
