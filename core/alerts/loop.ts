import { type FigureSource, figureFacts } from '../model/alerts/figures';
import { HOUR_MS, MINUTE_MS } from '../model/time-range';
import type { AlertMemory } from '../settings/alert-memory';
import type { AlertSettings } from '../settings/settings';
import { type ChangeOptions, toChanges } from './changes';
import type { Evaluator, SelfFigures } from './round';

export interface LoopOptions extends ChangeOptions {
  readonly rules: Pick<AlertSettings, 'listRules'>;
  readonly memory: AlertMemory;
  readonly evaluator: Evaluator;
  /** Faaslens' own figures; asked for when a rule watches one. */
  readonly self: () => Promise<SelfFigures>;
  readonly now: () => number;
}

export interface RoundOutcome {
  /** How many groups began to fire or were resolved. */
  readonly transitions: number;
  /** Until when everything that was due is evaluated: where the next round begins. */
  readonly evaluatedUntil: number;
}

/** How old the stored clock may be: a process that dies evaluates so much once more, with the same result. */
const CLOCK_MS = 5 * MINUTE_MS;

/**
 * Makes one round: evaluates what became due since the last one, and commits state, incident and outbox row of each group
 * together. A round that dies anywhere leaves each group before or after its decision, never between. `lastRoundMs` is the last
 * round's end; null asks the database.
 */
export async function evaluateOnce(options: LoopOptions, lastRoundMs: number | null): Promise<RoundOutcome> {
  const { memory, warn } = options;
  const [rules, states, storedUntil] = await Promise.all([
    options.rules.listRules(),
    memory.listStates(),
    memory.evaluatedUntil(),
  ]);
  const nowMs = options.now();
  const watches = (source: FigureSource) => rules.some(({ figure }) => figureFacts(figure).source === source);
  const lastMs = nowMs - MINUTE_MS;
  const sinceMs = lastRoundMs ?? storedUntil ?? lastMs;
  const { findings, problems } = await options.evaluator.evaluate({
    rules,
    // What was evaluated at a time that is still to come, was so before the clock was set back.
    states: states.map((state) => (state.evaluatedAt > nowMs ? { ...state, evaluatedAt: lastMs } : state)),
    sinceMs: sinceMs > nowMs ? lastMs : sinceMs,
    nowMs,
    triages: watches('events') ? await memory.listResolvedErrors() : new Map(),
    self: watches('self')
      ? {
          ...(await options.self()),
          self_failed_deliveries: await memory.countFailedMessages(nowMs - HOUR_MS),
        }
      : {},
  });
  if (problems.length > 0)
    warn({ ...problems[0], rules: problems.length }, 'some rules could not be evaluated; trying again');
  const changes = await toChanges(findings, rules, states, options, nowMs);
  const isClockOld = storedUntil === null || Math.abs(nowMs - storedUntil) >= CLOCK_MS;
  if (changes.length > 0 || isClockOld) await memory.commit(changes, nowMs);
  return {
    transitions: changes.filter(({ opened, resolved }) => opened ?? resolved).length,
    evaluatedUntil: nowMs,
  };
}
