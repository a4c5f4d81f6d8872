import { expect, it } from 'vitest';
import { MINUTE_MS } from '../model/time-range';
import { parseInput } from '../settings/inputs';
import { type RuleDraft, ruleInputSchema } from '../settings/rule-schema';
import type { Rule } from '../settings/settings';
import type { Reading } from './conditions/reading';
import type { Finding } from './evaluate-rule';
import { groupOf } from './groups';
import { firstWindow, incidentNow, openIncident } from './incidents';
import { alertMessage } from './message';

function ruleOf(draft: RuleDraft): Rule {
  const facts = { id: 'rul_1', key: 'r', origin: 'api', createdAt: 0, updatedAt: 0 };
  return { ...parseInput(ruleInputSchema, draft), ...facts, channelId: 'chn_1' } as Rule;
}

const BUDGET = ruleOf({
  name: 'Budget',
  figure: 'error_rate',
  condition: { kind: 'burn_rate', objective: 0.99 },
});

function burning(value: number, limit: number, longMinutes: number): Reading {
  const basis = { kind: 'burn_rate', objective: 0.99, longMinutes } as const;
  return { point: 'breach', value, limit, score: value / limit, samples: 100, basis };
}

it('a budget that is told of late is told with the pair of windows that it burns in by then', () => {
  const at = 1_000 * MINUTE_MS;
  const first = burning(20, 14.4, 60);
  const finding: Finding = {
    rule: BUDGET,
    group: null,
    groupKey: 'all',
    previous: null,
    reading: first,
    at,
    next: null,
    transition: null,
  };
  const incident = openIncident(finding, 'inc_1', 'burn_rate', true);
  const late = burning(8, 6, 360);
  const now = incidentNow(incident, BUDGET, late);
  expect(now).toMatchObject({ threshold: 6, windowMinutes: 360, value: 20 });
  const facts = { value: 8, samples: 100, baseUrl: '', exampleTraceIds: [] };
  const text = alertMessage({ ...facts, incident: now, window: { fromMs: 0, toMs: 0 } })?.data?.message;
  expect(text).toContain('8 x within 360 min');
  expect(text).toContain('the limit is 6 x');
  expect(text).toContain('over 360 min; it fires again soon after it was resolved');
  // Where nothing is known by then, the incident stands as it began; so do its links.
  expect(incidentNow(incident, BUDGET, null)).toBe(incident);
  expect(firstWindow(BUDGET, incident)).toEqual({ fromMs: at - 60 * MINUTE_MS, toMs: at });
});

it('the calls that say not to what they are made are a dependency of their own, and labelled as one', () => {
  const fn = { id: '0000000000000001', name: 'f', environment: '', service: null, region: '' };
  const rule = ruleOf({
    name: 'Calls',
    figure: 'dependency_errors',
    filter: { dependency: '' },
    condition: { kind: 'threshold', threshold: 1 },
  });
  const row = { ...fn, firstSeen: 0, timeoutMs: null } as Parameters<typeof groupOf>[1];
  expect(groupOf(rule, row, '')?.labels).toMatchObject({ function: 'f', dependency: '(others)' });
  const whole = { ...rule, filter: { ...rule.filter, dependency: null } };
  expect(groupOf(whole, row, '')?.labels).not.toHaveProperty('dependency');
});

it('a group says what its figures are narrowed to, and of which function they are when it is only one', () => {
  const fn = { id: '0000000000000001', name: 'f', environment: 'prod', service: 'shop', region: 'eu' };
  const row = { ...fn, firstSeen: 0, timeoutMs: 3000 } as Parameters<typeof groupOf>[1];
  const all = (filter: RuleDraft['filter']) => {
    const condition = { kind: 'threshold', threshold: 1 } as const;
    return groupOf(ruleOf({ name: 'All', figure: 'errors', groupBy: 'all', condition, filter }), row, null);
  };
  expect(all({})).toMatchObject({ key: 'all', labels: {}, functionId: null });
  expect(all({ service: 'shop', environment: 'prod' })?.labels).toEqual({
    service: 'shop',
    environment: 'prod',
  });
  expect(all({ functionId: fn.id })).toMatchObject({
    key: 'all',
    labels: { function: 'f' },
    functionId: fn.id,
    timeoutMs: 3000,
  });
});
