import type { Outcome } from '../invocation';
import type { PicoUsd } from '../money';

/** What the errors of a trace need of an invocation, failed or not. */
export interface FailedInvocation {
  readonly spanId: string;
  readonly startNs: bigint;
  readonly functionId: string;
  readonly environment: string;
  /** `originOf` of its span's resource, as hex. */
  readonly origin: string;
  readonly version: string | null;
  readonly outcome: Outcome;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  /** Null when it could not be priced. */
  readonly cost: PicoUsd | null;
}
