import { MINUTE_MS } from '../model/time-range';
import { parseInput } from '../settings/inputs';
import { ruleInputSchema } from '../settings/rule-schema';
import type { Rule, RuleInput } from '../settings/settings';
import type { FunctionRow, InvocationRow } from '../store/store';
import { watches } from './groups';

/** A function that a schedule invokes, with the rule that would tell when it does not run any more. */
export interface Heartbeat {
  readonly functionId: string;
  readonly functionName: string;
  readonly environment: string;
  /** The usual time between two runs; where that differs, as over weekends, the longest usual one. */
  readonly periodMinutes: number;
  /** Milliseconds since the epoch. */
  readonly lastRun: number;
  readonly rule: RuleInput;
}

/** So many of the newest invocations are looked at. */
export const HEARTBEAT_RUNS = 20;
const LEAST_RUNS = 4;
/** Someone may have run it by hand, too. */
const BY_SCHEDULE = 0.8;
/** Of ten pauses one may be longer than usual: then it did not run. */
const USUAL = 0.9;
const LATE = 1.5;
/** Telemetry may take a minute to arrive, and a rule looks once a minute. */
const LEAST_MINUTES = 3;

/** What watches over a function, told from its newest invocations in any order; null when no schedule can be seen in them. */
export function heartbeatOf(
  fn: Pick<FunctionRow, 'id' | 'name' | 'environment'>,
  runs: readonly Pick<InvocationRow, 'trigger' | 'startTime'>[],
): Heartbeat | null {
  const starts = runs.flatMap(({ trigger, startTime }) => (trigger === 'timer' ? [startTime] : []));
  if (starts.length < LEAST_RUNS || starts.length < BY_SCHEDULE * runs.length) return null;
  starts.sort((a, b) => a - b);
  const pauses = starts.slice(1).map((start, index) => start - (starts[index] ?? start));
  const usual = pauses.sort((a, b) => a - b)[Math.floor(USUAL * (pauses.length - 1))] ?? 0;
  const periodMinutes = Math.max(1, Math.round(usual / MINUTE_MS));
  return {
    functionId: fn.id,
    functionName: fn.name,
    environment: fn.environment,
    periodMinutes,
    lastRun: starts.at(-1) ?? 0,
    rule: parseInput(ruleInputSchema, {
      name: `${fn.name.replace(/\p{Cc}/gu, '').slice(0, 150)} does not run`,
      figure: 'silence_minutes',
      filter: { functionId: fn.id },
      condition: { kind: 'threshold', threshold: Math.max(LEAST_MINUTES, Math.ceil(LATE * periodMinutes)) },
      points: { breaching: 1, of: 1 },
    }),
  };
}

/** Whether a rule tells already when the function does not run any more. */
export function hasHeartbeat(
  fn: FunctionRow,
  rules: readonly Pick<Rule, 'enabled' | 'figure' | 'filter' | 'groupBy'>[],
): boolean {
  return rules.some(
    (rule) =>
      rule.enabled &&
      rule.figure === 'silence_minutes' &&
      (rule.groupBy === 'function' || rule.filter.functionId !== null) &&
      watches(rule, fn),
  );
}
