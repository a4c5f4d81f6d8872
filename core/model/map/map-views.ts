import type { DependencyKind } from '../costs/dependency-kind';

/** What the API and the screens say of what functions call; see `views.ts` for units. */
export interface DependencyView {
  readonly functionId: string;
  readonly functionName: string;
  readonly environment: string;
  /** Empty for calls that do not say what they are made to, and for those beyond what is told apart. */
  readonly dependency: string;
  readonly kind: DependencyKind;
  readonly calls: number;
  readonly errors: number;
  /** Null without calls. */
  readonly durationMs: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
  /** Invocations that paid to wait for it, how long they waited together and what that cost. */
  readonly waited: { readonly invocations: number; readonly durationMs: number; readonly costUsd: string };
}

/** All calls that a list is about, also those that its limit leaves out. */
export type DependencyTotalsView = Pick<DependencyView, 'calls' | 'errors' | 'durationMs'>;

export interface DependencyListView {
  readonly items: readonly DependencyView[];
  readonly totals: DependencyTotalsView;
}

/** One function that set another one off, as traces tell. */
export interface FunctionLinkView {
  readonly from: { readonly id: string; readonly name: string };
  readonly to: { readonly id: string; readonly name: string };
  /** What the call between them was made to, as dependencies are named; null when no span says. */
  readonly via: { readonly dependency: string; readonly kind: DependencyKind } | null;
  /** How often; scaled up where not all traces were looked at, and then off by about `standardError`. */
  readonly seen: number;
  readonly standardError: number;
  /** Of the traces that were looked at, the newest that shows it. */
  readonly exampleTraceId: string;
}

export interface FunctionLinksView {
  readonly items: readonly FunctionLinkView[];
  /** The newest traces, and how many of them, spread evenly, were looked at. */
  readonly traces: number;
  readonly lookedAt: number;
  /** Whether `traces` are all of the range. */
  readonly complete: boolean;
}
