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

/** One function that set another one off, as seen in the newest traces. */
export interface FunctionLinkView {
  readonly from: { readonly id: string; readonly name: string };
  readonly to: { readonly id: string; readonly name: string };
  /** What the call between them was made to, as dependencies are named; null when no span says. */
  readonly via: { readonly dependency: string; readonly kind: DependencyKind } | null;
  /** How often it was seen there. */
  readonly seen: number;
}

export interface FunctionLinksView {
  readonly items: readonly FunctionLinkView[];
  /** How many of the newest traces were looked at, and whether those are all of the range. */
  readonly traces: number;
  readonly complete: boolean;
}
