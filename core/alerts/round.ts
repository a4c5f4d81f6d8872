import type { FigureName } from '../model/alerts/figures';
import type { ErrorTriage } from '../model/errors/state';
import { MINUTE_MS, type TimeRange } from '../model/time-range';
import type { GroupState } from '../settings/alert-state';
import type { Rule } from '../settings/settings';
import { type AlertReader, allFunctions, ask } from './ask';
import { type Due, dueBetween } from './due';
import { changesStatus, evaluateRule, type Finding } from './evaluate-rule';
import { exampleTraces } from './examples';
import { liveWorld } from './live-world';
import { dueAgain, lookAgain } from './look-again';
import { questionsOf } from './questions';
import { RULE_ITSELF, Standings } from './standings';
import { cannotEvaluate, isWorkingAgain } from './trouble';
import type { World } from './world';

/** Faaslens' own figures, as far as they are known. */
export type SelfFigures = Readonly<Partial<Record<FigureName, number | null>>>;

/** All that a round needs to know beside telemetry; plain data, so that it can be sent to a thread. */
export interface RoundInput {
  readonly rules: readonly Rule[];
  readonly states: readonly GroupState[];
  /** Everything due until then is evaluated. */
  readonly sinceMs: number;
  readonly nowMs: number;
  readonly triages: ReadonlyMap<string, ErrorTriage>;
  readonly self: SelfFigures;
}

export interface RoundResult {
  /** In order: every transition and change of status, and where each group stands in the end. */
  readonly findings: readonly Finding[];
  /** Why rules could not be evaluated: text for the log. */
  readonly problems: readonly { readonly ruleId: string; readonly error: string }[];
}

/** What decides; in the collector a thread of its own. */
export interface Evaluator {
  evaluate(input: RoundInput): Promise<RoundResult>;
  /** Up to three traces of failed invocations, newest first within each outcome; only of the version, where one is given. */
  examples(range: TimeRange, functionId: string, version?: string): Promise<readonly string[]>;
}

/** Decides in the calling thread. */
export function localEvaluator(reader: AlertReader): Evaluator {
  return {
    evaluate: (input) => evaluateRound(reader, input),
    examples: (range, functionId, version) => exampleTraces(reader, range, functionId, version),
  };
}

/**
 * Evaluates everything that became due, instant by instant, and reads each window once for all rules; looks once more at what
 * may have been looked at too early. A rule whose figures cannot be read stops no other: it is behind until it can be evaluated
 * again.
 */
async function evaluateRound(reader: AlertReader, input: RoundInput): Promise<RoundResult> {
  const { rules, states, sinceMs, nowMs, triages, self } = input;
  const standings = new Standings(states, rules);
  const behind = new Map(
    states.flatMap(({ ruleId, groupKey, since }) => (groupKey === RULE_ITSELF ? [[ruleId, since - 1]] : [])),
  );
  const findings: Finding[] = [];
  const problems = new Map<string, string>();
  const missed = new Map<string, string>();
  const note = (found: readonly Finding[]) => {
    for (const finding of found) {
      standings.noteFinding(finding);
      findings.push(finding);
    }
  };
  const firstLooks = dueBetween(rules, sinceMs, nowMs, behind);
  const secondLooks = dueAgain(rules, sinceMs, nowMs);
  const dues = [...firstLooks, ...secondLooks].sort((a, b) => a.dueAt - b.dueAt || a.at - b.at);
  const functions = dues.length === 0 ? [] : await allFunctions(reader);
  const worldAt = async (of: readonly Rule[], at: number) =>
    liveWorld(functions, await ask(reader, questionsOf(of, at), triages, at), self, at);

  async function look({ at, dueAt }: Due, able: readonly Rule[]): Promise<void> {
    const world = await worldAt(able, at);
    for (const rule of able) {
      const itself = standings.itself(rule.id);
      try {
        note(evaluateRule(rule, at, world, standings.groupsOf(rule.id), standings.isFiring));
        if (itself !== null) note([isWorkingAgain(rule, itself, at)]);
      } catch (error) {
        const text = textOf(error);
        problems.set(rule.id, text);
        note([cannotEvaluate(rule, itself, at, dueAt, text)]);
      }
    }
  }

  /** A second look that fails is not made up for: the rule has been evaluated. */
  async function lookOnceMore({ at }: Due, able: readonly Rule[]): Promise<void> {
    const worlds = new Map<number, Promise<World>>();
    const asked = (instant: number): Promise<World> => {
      const known = worlds.get(instant);
      if (known !== undefined) return known;
      const counts = (rule: Rule) => instant > at - rule.points.of * MINUTE_MS;
      const made = worldAt(able.filter(counts), instant);
      worlds.set(instant, made);
      return made;
    };
    for (const rule of able) {
      try {
        note(await lookAgain(rule, at, standings.groupsOf(rule.id), standings.isFiring, asked));
      } catch (error) {
        missed.set(rule.id, textOf(error));
      }
    }
  }

  const again = new Set(secondLooks);
  for (const due of dues) {
    const able = due.rules.filter(({ id }) => !problems.has(id));
    await (again.has(due) ? lookOnceMore(due, able) : look(due, able));
  }
  return {
    findings: withoutSteps(findings),
    problems: [...new Map([...missed, ...problems])].map(([ruleId, error]) => ({ ruleId, error })),
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Of each group the changes of its state, and the last finding. */
function withoutSteps(findings: readonly Finding[]): readonly Finding[] {
  const last = new Map(findings.map((finding) => [`${finding.rule.id} ${finding.groupKey}`, finding]));
  const kept = new Set(last.values());
  return findings.filter(
    (finding) => finding.transition !== null || changesStatus(finding) || kept.has(finding),
  );
}
