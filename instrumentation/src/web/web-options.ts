import type { WrapOptions } from '../options';
import type { WaitUntil } from './wait-until';

export interface WebOptions extends WrapOptions {
  /** The name of the function; by default what the host calls the service. */
  readonly name?: string;
  /** The route that the handler serves, for example `/orders/{id}`. */
  readonly route?: string;
  /** Keeps the host awake until a promise settles, where the host cannot be asked without: Next.js' `after`. */
  readonly waitUntil?: WaitUntil;
}

/** Gives back a handler of the same type, instrumented. */
export type WebWrap = <H extends (...args: never[]) => unknown>(handler: H, options?: WebOptions) => H;
