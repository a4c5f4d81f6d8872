/**
 * How many invocations may run at once in one region of an account, all functions together. No telemetry tells it, so
 * people say it.
 */
export interface ConcurrencyLimit {
  readonly id: string;
  readonly provider: string;
  /** Both as functions have them; empty where they are not known. */
  readonly accountId: string;
  readonly region: string;
  readonly most: number;
  /** Milliseconds since the epoch. */
  readonly statedAt: number;
}
