import type { FigureName } from '../model/alerts/figures';
import type { ErrorTriage } from '../model/errors/state';
import type { TimeRange } from '../model/time-range';
import type { GroupState } from '../settings/alert-state';
import type { Rule } from '../settings/settings';
import { type AlertReader, allFunctions, ask } from './ask';
import { dueBetween } from './due';
import { changesStatus, evaluateRule, type Finding } from './evaluate-rule';
import { exampleTraces } from './examples';
import { liveWorld } from './live-world';
import { questionsOf } from './questions';
import { RULE_ITSELF, Standings } from './standings';
import { cannotEvaluate, isWorkingAgain } from './trouble';

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
 * Evaluates everything that became due, instant by instant, and reads each window once for all rules. A rule whose figures
 * cannot be read stops no other: it is behind until it can be evaluated again.
 */
async function evaluateRound(reader: AlertReader, input: RoundInput): Promise<RoundResult> {
  const { rules, states, sinceMs, nowMs, triages, self } = input;
  const standings = new Standings(states, rules);
  const behind = new Map(
    states.flatMap(({ ruleId, groupKey, since }) => (groupKey === RULE_ITSELF ? [[ruleId, since - 1]] : [])),
  );
  const findings: Finding[] = [];
  const problems = new Map<string, string>();
  const note = (found: readonly Finding[]) => {
    for (const finding of found) {
      standings.noteFinding(finding);
      findings.push(finding);
    }
  };
  const dues = dueBetween(rules, sinceMs, nowMs, behind);
  const functions = dues.length === 0 ? [] : await allFunctions(reader);
  for (const { at, dueAt, rules: dueRules } of dues) {
    const able = dueRules.filter(({ id }) => !problems.has(id));
    const world = liveWorld(functions, await ask(reader, questionsOf(able, at), triages, at), self, at);
    for (const rule of able) {
      const itself = standings.itself(rule.id);
      try {
        note(evaluateRule(rule, at, world, standings.groupsOf(rule.id), standings.isFiring));
        if (itself !== null) note([isWorkingAgain(rule, itself, at)]);
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        problems.set(rule.id, text);
        note([cannotEvaluate(rule, itself, at, dueAt, text)]);
      }
    }
  }
  return {
    findings: withoutSteps(findings),
    problems: [...problems].map(([ruleId, error]) => ({ ruleId, error })),
  };
}

/** Of each group the changes of its state, and the last finding. */
function withoutSteps(findings: readonly Finding[]): readonly Finding[] {
  const last = new Map(findings.map((finding) => [`${finding.rule.id} ${finding.groupKey}`, finding]));
  const kept = new Set(last.values());
  return findings.filter(
    (finding) => finding.transition !== null || changesStatus(finding) || kept.has(finding),
  );
}
