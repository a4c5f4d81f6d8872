import { expect, it } from 'vitest';
import type { GroupState } from '../settings/alert-memory';
import type { Rule } from '../settings/settings';
import { evaluateRules, REFRESH_MS } from './round';
import { FUNCTION_ID, settableFigures } from './testing';

const RULE: Rule = {
  id: 'rul_1',
  name: 'Error rate',
  enabled: true,
  kind: 'error_rate',
  functionId: null,
  environment: null,
  windowMinutes: 5,
  threshold: 0.05,
  recoveryThreshold: 0.02,
  minInvocations: 20,
  severity: 'critical',
  channelId: null,
  createdAt: 0,
  updatedAt: 0,
};
const NOW = 1_000_000_000;

async function round(errors: number, states: readonly GroupState[]) {
  const figures = settableFigures();
  figures.set(100, errors);
  const { items } = await figures.reader.functions({ range: { fromMs: 0, toMs: 1 }, limit: 10 });
  const byId = new Map(items.map((item) => [item.function.id, item]));
  return evaluateRules([RULE], states, new Map([[5, byId]]), NOW);
}

function firing(evaluatedAt: number): GroupState {
  const state = {
    status: 'firing',
    since: 0,
    dataAt: 0,
    value: 0.5,
    samples: 100,
    incidentId: 'inc_1',
  } as const;
  return { ...state, ruleId: RULE.id, groupKey: FUNCTION_ID, evaluatedAt };
}

it('has nothing to write for groups that are well', async () => {
  expect(await round(0, [])).toEqual([]);
});

it('writes a group that goes on firing once a minute, not at each round', async () => {
  expect(await round(50, [firing(NOW - REFRESH_MS + 1)])).toEqual([]);
  expect(await round(50, [firing(NOW - REFRESH_MS)])).toMatchObject([
    { transition: null, next: { status: 'firing', since: 0, dataAt: NOW } },
  ]);
});
