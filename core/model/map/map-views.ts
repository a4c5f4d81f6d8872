import type { DependencyKind } from '../costs/dependency-kind';

/** What functions call, for the API and the screens; see `views.ts` for units. */
export interface DependencyView {
  readonly functionId: string;
  readonly functionName: string;
  readonly environment: string;
  /** Empty for calls that do not name their target, and for those beyond the limit of distinct dependencies. */
  readonly dependency: string;
  readonly kind: DependencyKind;
  readonly calls: number;
  readonly errors: number;
  /** Null without calls. */
  readonly durationMs: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
  /** The invocations that paid for waiting for it, their total waiting time, and its cost. */
  readonly waited: { readonly invocations: number; readonly durationMs: number; readonly costUsd: string };
}

/** All calls in scope of a list, including those cut by its limit. */
export type DependencyTotalsView = Pick<DependencyView, 'calls' | 'errors' | 'durationMs'>;

export interface DependencyListView {
  readonly items: readonly DependencyView[];
  readonly totals: DependencyTotalsView;
}

/** One function that triggers another, according to traces. */
export interface FunctionLinkView {
  readonly from: { readonly id: string; readonly name: string };
  readonly to: { readonly id: string; readonly name: string };
  /** The target of the call between them, named like a dependency; null when no span says. */
  readonly via: { readonly dependency: string; readonly kind: DependencyKind } | null;
  /** How often; extrapolated if not all traces were examined, with a typical error of `standardError`. */
  readonly seen: number;
  readonly standardError: number;
  /** The newest examined trace that shows it. */
  readonly exampleTraceId: string;
}

export interface FunctionLinksView {
  readonly items: readonly FunctionLinkView[];
  /** The newest traces, and how many of them, evenly spread, were examined. */
  readonly traces: number;
  readonly lookedAt: number;
  /** Whether `traces` covers the whole range. */
  readonly complete: boolean;
}
