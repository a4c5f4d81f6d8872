import type { FigureName } from '../model/alerts/figures';
import type { TimeRange } from '../model/time-range';
import type { Rule } from '../settings/settings';
import type { FunctionRow } from '../store/store';
import type { WindowFigures } from './figures/window-figures';
import type { Group } from './groups';

/** A group and its figures, in the shape of the windows that were asked for. */
export interface GroupFigures {
  readonly group: Group;
  readonly figures: readonly (readonly WindowFigures[])[];
}

/**
 * All that rules may look at, at one instant of the events' time. The live engine reads it in a few questions for all rules
 * together, a backtest moves it along stored history. Maps are by group key; groups without anything are left out.
 * Methods throw when what a rule needs could not be read.
 */
export interface World {
  /** Every function that was seen, with what is known of it. */
  readonly functions: readonly FunctionRow[];
  figures(rule: Rule, windows: readonly (readonly TimeRange[])[]): ReadonlyMap<string, GroupFigures>;
  /** How many log records or kinds of errors the rule's window holds. */
  events(
    rule: Rule,
    window: TimeRange,
  ): ReadonlyMap<string, { readonly group: Group; readonly count: number }>;
  /** When something of the group was last invoked: the start of the minute. */
  lastRuns(rule: Rule): ReadonlyMap<string, number>;
  /** A figure of Faaslens itself; null when it is not known. */
  self(figure: FigureName): number | null;
}
