import type { Environment } from './config/environment';
import { writeError } from './host/node';
import { createRuntime, type PlatformTraits, type Runtime } from './runtime';
import type { Attributes } from './trace/attributes';

// In the global object, so that every copy of this package in a process (ESM, CJS, bundled twice) is one.
const SEAT = Symbol.for('faaslens.runtime.1');

const seats = globalThis as { [SEAT]?: Runtime | undefined };

let isTold = false;

/**
 * The process's runtime, made by the first call; `undefined` when `OTEL_SDK_DISABLED` is true, and where it cannot be made,
 * which is said once. Never throws.
 */
export function currentRuntime(
  env: Environment,
  detect: (env: Environment) => Attributes,
  traits?: PlatformTraits,
): Runtime | undefined {
  try {
    seats[SEAT] ??= createRuntime(env, detect, traits);
  } catch (error) {
    if (!isTold) writeError(`[faaslens] nothing is instrumented: ${String(error)}\n`);
    isTold = true;
  }
  return seats[SEAT];
}

/** The runtime that `currentRuntime` made. */
export const existingRuntime = (): Runtime | undefined => seats[SEAT];

/** Puts another runtime into the seat. For tests. */
export function seatRuntime(runtime: Runtime | undefined): void {
  seats[SEAT] = runtime;
}
