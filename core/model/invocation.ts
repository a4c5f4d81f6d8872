import type { PicoUsd } from './money';

export type Outcome = 'ok' | 'error' | 'timeout' | 'oom' | 'throttled';
export const OUTCOMES = ['ok', 'error', 'timeout', 'oom', 'throttled'] as const satisfies readonly Outcome[];

/** How far a cost can be trusted: the platform's own billed figures, a share of instance time, or our estimate. */
export type CostPrecision = 'exact' | 'allocated' | 'estimated';

/** One deployed function. `id` is 16 hex digits, a hash of the five naming fields; unknown ones are ''. */
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
 * Where the span was recognised as an invocation: the rule's name, kept for debugging. `platform`: there is no span, only
 * what the platform said.
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
 * How Lambda bills executions that it does not bill as usual: those of Lambda@Edge, those on environments of provisioned
 * concurrency, and those on instances of EC2 that it manages.
 */
export type BilledAs = 'edge' | 'provisioned' | 'managed';

/** One execution of a function, derived from its invocation span before it is priced. */
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
  /** Time the environment's init took, for the invocation that paid for it; not part of the duration. */
  readonly initDurationMs: number | null;
  /** What the platform reported as billed; null without a report. */
  readonly reportedBilledMs: number | null;
  /** Left out: as usual, as far as the sender says. */
  readonly billedAs?: BilledAs;
  readonly coldStart: boolean | null;
  readonly outcome: Outcome;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  readonly maxMemoryUsedMb: number | null;
}

/** What a cost is charged for; the three amounts add up to it. */
export interface PriceBasis {
  /** Per execution, whatever it takes. */
  readonly request: PicoUsd;
  /** For time on the clock, waiting included. */
  readonly time: PicoUsd;
  /** For time of computing only. */
  readonly cpu: PicoUsd;
  /** How many of the billed milliseconds are an init. */
  readonly initMs: number;
  /** Whose free allowance it consumes, as the price tables name it: `aws/lambda`. */
  readonly product: string;
}

/** The price of one invocation. A cost that cannot be known is null and says why; it is never 0 instead. */
export interface Price {
  readonly billedDurationMs: number | null;
  readonly cost: PicoUsd | null;
  readonly precision: CostPrecision | null;
  /** Why the cost is null, or which input was missing for an exact one; null when exact. */
  readonly note: string | null;
  /** Left out when it is not known, or there is no cost: then all of a cost counts as time on the clock. */
  readonly basis?: PriceBasis;
}

/** Prices an invocation at list price; pure. Passed to the store so that it needs no price tables of its own. */
export type PriceInvocation = (invocation: UnpricedInvocation) => Price;

export interface Invocation extends UnpricedInvocation {
  readonly price: Price;
}
