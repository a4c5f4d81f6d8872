import type { FigureName } from '../model/alerts/figures';
import type { TimeRange } from '../model/time-range';
import type { Rule } from '../settings/settings';
import type { FunctionRow } from '../store/store';
import type { Measures } from './figures/measures';
import type { Group } from './groups';

/** A group and what the looks of a rule show of it. */
export interface GroupMeasures {
  readonly group: Group;
  /** Until the next question of the same rule. */
  readonly measures: Measures;
}

/**
 * All that rules may look at, at one instant of the events' time. The live engine reads it in a few questions for all rules
 * together, a backtest moves it along stored history. Maps are by group key; groups without anything are left out.
 * Methods throw when what a rule needs could not be read.
 */
export interface World {
  /** Every function that was seen, with what is known of it. */
  readonly functions: readonly FunctionRow[];
  /** What the rule's looks show now. */
  measures(rule: Rule): readonly GroupMeasures[];
  /** How many log records or kinds of errors the rule's window holds. */
  events(
    rule: Rule,
    window: TimeRange,
  ): ReadonlyMap<string, { readonly group: Group; readonly count: number }>;
  /** When something of the group was last invoked: the start of the minute. */
  lastRuns(rule: Rule): Pick<ReadonlyMap<string, number>, 'get'>;
  /** A figure of Faaslens itself; null when it is not known. */
  self(figure: FigureName): number | null;
}
