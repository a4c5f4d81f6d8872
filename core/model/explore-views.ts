import type { ColdCause } from './explore/cold-causes';
import type { FacetGroup } from './explore/count-facets';
import type { Difference } from './explore/rank-differences';
import type { TotalsView } from './views';

/** Views of the explore screens, for the API and the screens; see `views.ts` for units. */
export interface HeatmapView {
  readonly from: string;
  readonly to: string;
  readonly stepMs: number;
  /** Starts of the steps, oldest first. */
  readonly steps: readonly string[];
  /** Durations from `fromMs` to less than `toMs`, shortest first. */
  readonly bands: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** The cells with invocations, by index of step and band. */
  readonly cells: readonly { readonly step: number; readonly band: number; readonly count: number }[];
}

export interface VariantView extends TotalsView {
  readonly version: string | null;
  readonly memoryMb: number | null;
  /** Whether it stands for all items not listed separately. */
  readonly isOthers: boolean;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

export interface DeploymentView {
  readonly functionId: string;
  readonly functionName: string;
  readonly version: string;
  readonly at: string;
}

export interface ColdStartsView {
  /** How many of the newest cold starts were examined, and whether those are all. */
  readonly counted: number;
  readonly complete: boolean;
  readonly causes: readonly { readonly cause: ColdCause; readonly count: number }[];
}

export interface BreakdownView {
  readonly invocations: number;
  readonly complete: boolean;
  readonly since: string | null;
  readonly fields: readonly { readonly field: string; readonly groups: readonly BreakdownGroupView[] }[];
}

export interface BreakdownGroupView {
  /** The value for filters; null when unknown. */
  readonly value: string | null;
  readonly label: string | null;
  readonly invocations: number;
  readonly errors: number;
  readonly coldStarts: number;
  readonly durationMs: { readonly p50: number; readonly p95: number };
  readonly costUsd: string | null;
}

export interface DifferencesView {
  readonly selected: { readonly invocations: number; readonly spans: number };
  readonly rest: { readonly invocations: number; readonly spans: number };
  readonly items: readonly Difference[];
}

/** The newest rows of a list, counted by distinguishing fields; a row may have several values of a field. */
export interface FacetsView {
  /** How many rows were counted, and whether those are all that match. */
  readonly counted: number;
  readonly complete: boolean;
  readonly fields: readonly {
    readonly field: string;
    readonly isAttribute: boolean;
    readonly groups: readonly FacetGroup[];
  }[];
}
