import type { PicoUsd } from './money';

export type Outcome = 'ok' | 'error' | 'timeout' | 'oom' | 'throttled';
export const OUTCOMES = ['ok', 'error', 'timeout', 'oom', 'throttled'] as const satisfies readonly Outcome[];

/** How reliable a cost is: from the platform's billed figures, as a share of instance time, or our estimate. */
export type CostPrecision = 'exact' | 'allocated' | 'estimated';

/** One deployed function. `id` is 16 hex digits, a hash of the five identifying fields; unknown ones are ''. */
export interface FunctionIdentity {
  readonly id: string;
  readonly provider: string;
  readonly accountId: string;
  readonly region: string;
  readonly environment: string;
  readonly name: string;
}

/** What the newest invocation says about its function. Unknown facts are null. */
export interface FunctionFacts {
  readonly service: string | null;
  readonly platform: string | null;
  readonly runtime: string | null;
  readonly architecture: string | null;
  readonly memoryMb: number | null;
  readonly timeoutMs: number | null;
  readonly version: string | null;
}

/**
 * The rule by which the span was recognised as an invocation, kept for debugging. `platform`: there is no span, only the
 * platform's report.
 */
export type InvocationSource =
  | 'faaslens'
  | 'faas.trigger'
  | 'known-scope'
  | 'faas.invocation_id'
  | 'local-root'
  | 'faas-resource'
  | 'platform';

/**
 * Executions that Lambda bills in an unusual way: those of Lambda@Edge, those in environments of provisioned concurrency, and
 * those on EC2 instances that it manages.
 */
export type BilledAs = 'edge' | 'provisioned' | 'managed';

/** One execution of a function, derived from its invocation span, before it is priced. */
export interface UnpricedInvocation {
  readonly traceId: string;
  readonly spanId: string;
  readonly function: FunctionIdentity;
  readonly facts: FunctionFacts;
  readonly source: InvocationSource;
  /** The platform's id of this execution (`faas.invocation_id`), or null. */
  readonly invocationId: string | null;
  /** `http`, `pubsub`, `datasource`, `timer` or `other`; null when unknown. */
  readonly trigger: string | null;
  readonly startNs: bigint;
  readonly durationNs: bigint;
  /** Duration of the environment's init, for the invocation that paid for it; not part of `durationNs`. */
  readonly initDurationMs: number | null;
  /** The billed milliseconds that the platform reported; null without a report. */
  readonly reportedBilledMs: number | null;
  /** Omitted: the usual way, as far as the sender says. */
  readonly billedAs?: BilledAs;
  readonly coldStart: boolean | null;
  readonly outcome: Outcome;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  readonly maxMemoryUsedMb: number | null;
}

/** What a cost is charged for; the three amounts add up to it. */
export interface PriceBasis {
  /** Per execution, whatever its duration. */
  readonly request: PicoUsd;
  /** For wall-clock time, including waiting. */
  readonly time: PicoUsd;
  /** For CPU time only. */
  readonly cpu: PicoUsd;
  /** How many of the billed milliseconds are init. */
  readonly initMs: number;
  /** The product whose free allowance it uses, as in price tables: `aws/lambda`. */
  readonly product: string;
}

/** The price of one invocation. A cost that cannot be determined is null with a reason, never 0. */
export interface Price {
  readonly billedDurationMs: number | null;
  readonly cost: PicoUsd | null;
  readonly precision: CostPrecision | null;
  /** Why the cost is null, or which input was missing for an exact one; null when it is exact. */
  readonly note: string | null;
  /** Omitted when unknown or without a cost: then the whole cost counts as wall-clock time. */
  readonly basis?: PriceBasis;
}

/** Prices an invocation at list price; pure. Passed to the store, so that it needs no price tables. */
export type PriceInvocation = (invocation: UnpricedInvocation) => Price;

export interface Invocation extends UnpricedInvocation {
  readonly price: Price;
}
