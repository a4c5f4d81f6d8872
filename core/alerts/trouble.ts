import type { GroupState, Standing } from '../settings/alert-state';
import type { Rule } from '../settings/settings';
import { missing } from './conditions/reading';
import type { Finding } from './evaluate-rule';
import { RULE_ITSELF } from './standings';

/** A rule that cannot be evaluated so many times has an incident of its own: one, however many groups it has. */
const TRIES = 3;
const FAILED = 'e';

/** The rule's figures could not be read: after the third time in a row it says so. `dueAt` is when it is behind from. */
export function cannotEvaluate(
  rule: Rule,
  previous: GroupState | null,
  at: number,
  dueAt: number,
  problem: string,
): Finding {
  const recent = ((previous?.recent ?? '') + FAILED).slice(-TRIES);
  const next: Standing = {
    status: 'error',
    since: previous?.since ?? dueAt,
    evaluatedAt: at,
    dataAt: previous?.dataAt ?? at,
    value: null,
    limit: null,
    samples: 0,
    recent,
    good: 0,
    hold: 0,
    endedAt: null,
    told: previous?.told ?? false,
  };
  const isNews = recent.length === TRIES && (previous?.recent.length ?? 0) < TRIES;
  return {
    rule,
    group: null,
    groupKey: RULE_ITSELF,
    previous,
    reading: missing(null, 0, problem),
    at,
    next,
    transition: isNews ? { type: 'fire', reason: 'error', flapping: false } : null,
  };
}

/** The rule was evaluated again. */
export function isWorkingAgain(rule: Rule, previous: GroupState, at: number): Finding {
  const wasTold = previous.recent.length === TRIES;
  return {
    rule,
    group: null,
    groupKey: RULE_ITSELF,
    previous,
    reading: null,
    at,
    next: null,
    transition: wasTold ? { type: 'resolve', reason: 'recovered' } : null,
  };
}
