import { expect, it } from 'vitest';
import { parseInput } from '../settings/inputs';
import { type RuleDraft, ruleInputSchema } from '../settings/rule-schema';
import { DEFAULT_RULES } from './default-rules';
import { ruleWarnings } from './rule-warnings';

const DAY = 1440;
const OF_ROWS: RuleDraft = {
  name: 'Versions',
  figure: 'errors',
  groupBy: 'version',
  condition: { kind: 'threshold', threshold: 1 },
};
const warnings = (draft: RuleDraft, keptDays: number | null) =>
  ruleWarnings(parseInput(ruleInputSchema, draft), keptDays);

it('a rule that looks at more than is kept is said to know nothing, with what to do', () => {
  const long = { ...OF_ROWS, windowMinutes: 8 * DAY };
  expect(warnings(long, 7)).toEqual([
    expect.stringMatching(/^windowMinutes: telemetry is kept for 7 days.*FAASLENS_RETENTION_DAYS.*shorter/),
  ]);
  expect(warnings(long, 8)).toEqual([]);
  expect(warnings(long, null)).toEqual([]);
  // Counters of whole hours are kept for longer than rows.
  expect(warnings({ ...long, groupBy: 'function' }, 7)).toEqual([]);
  expect(warnings({ ...long, figure: 'init_p95', groupBy: 'function' }, 7)).toHaveLength(1);
  const pairs = [{ longMinutes: 9 * DAY, shortMinutes: 5, factor: 2 }];
  const burn = { kind: 'burn_rate', objective: 0.99, pairs } as const;
  expect(warnings({ ...OF_ROWS, figure: 'error_rate', condition: burn }, 7)).toHaveLength(1);
});

it('so is one that compares with a time that is not kept any more', () => {
  const week: RuleDraft = { ...OF_ROWS, condition: { kind: 'change', ratio: 2, against: 'week' } };
  expect(warnings(week, 7)).toEqual([expect.stringMatching(/^condition: .*compare with a nearer time$/)]);
  expect(warnings(week, 8)).toEqual([]);
  expect(warnings({ ...week, groupBy: 'function' }, 7)).toHaveLength(1);
  const unusual: RuleDraft = { ...OF_ROWS, condition: { kind: 'anomaly' } };
  expect(warnings(unusual, 3)).toHaveLength(1);
  // The days before stand in for weeks.
  expect(warnings(unusual, 4)).toEqual([]);
});

it('the rules that everyone begins with know enough at the usual retention', () => {
  expect(DEFAULT_RULES.flatMap((rule) => warnings(rule, 30))).toEqual([]);
});
