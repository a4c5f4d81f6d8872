/**
 * How many invocations of all functions together may run at once in one region of an account. Telemetry does not contain it,
 * so people enter it.
 */
export interface ConcurrencyLimit {
  readonly id: string;
  readonly provider: string;
  /** Both as functions have them; empty where unknown. */
  readonly accountId: string;
  readonly region: string;
  readonly most: number;
  /** Milliseconds since the epoch. */
  readonly statedAt: number;
}
