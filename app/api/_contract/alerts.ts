import { z } from 'zod';
import { environment, rangeFields } from '@/app/_queries/inputs/fields';
import { ruleInputSchema } from '@/core/settings/rule-schema';
import { backtest } from './answers/backtest';
import { page } from './answers/parts';
import { heartbeat, rule, ruleWithStates } from './answers/settings';
import { contract } from './contract';

const id = z.string().regex(/^\w{1,64}$/, 'must be an id: letters, digits and _');
const byId = z.strictObject({ id });
const nothing = z.null();

export const listRules = contract({
  method: 'GET',
  path: '/alerts/rules',
  summary: 'Alert rules, newest first.',
  scope: 'read',
  answer: page(ruleWithStates),
});

export const heartbeats = contract({
  method: 'GET',
  path: '/alerts/heartbeats',
  summary:
    'Functions that a schedule invokes and no rule watches, by name, each with the rule that fires when it has not run for one and a half times its usual pause.',
  scope: 'read',
  query: z.strictObject({ environment }),
  answer: page(heartbeat),
});

export const createRule = contract({
  method: 'POST',
  path: '/alerts/rules',
  summary: 'Makes an alert rule.',
  scope: 'edit',
  status: 201,
  body: ruleInputSchema,
  answer: rule,
});

export const oneRule = contract({
  method: 'GET',
  path: '/alerts/rules/{id}',
  summary: 'One alert rule.',
  scope: 'read',
  params: byId,
  answer: ruleWithStates,
});

export const updateRule = contract({
  method: 'PUT',
  path: '/alerts/rules/{id}',
  summary:
    'Replaces an alert rule. What fires and is still watched goes on firing; other incidents of it end.',
  scope: 'edit',
  params: byId,
  body: ruleInputSchema,
  replaces: { answer: ruleWithStates, passing: ['states', 'warnings'] },
  answer: rule,
});

export const deleteRule = contract({
  method: 'DELETE',
  path: '/alerts/rules/{id}',
  summary: 'Deletes an alert rule; its incident, if one is open, ends.',
  scope: 'edit',
  status: 204,
  params: byId,
  answer: nothing,
});

const past = {
  from: rangeFields.from.removeDefault().default('now-30d'),
  to: rangeFields.to,
};

const WITH_PROGRESS =
  'Who accepts application/x-ndjson gets lines: {"progress": 0 to 1} now and then, at last {"result"} or {"error"}; ' +
  'to hang up is to cancel.';

export const backtestRule = contract({
  method: 'GET',
  path: '/alerts/rules/{id}/backtest',
  summary: `When a rule would have fired, at most 90 days back. ${WITH_PROGRESS}`,
  scope: 'read',
  params: byId,
  query: z.strictObject(past),
  answer: backtest,
});

export const backtestDraft = contract({
  method: 'POST',
  path: '/alerts/rules/backtest',
  summary: `The same for a rule that is not saved. ${WITH_PROGRESS}`,
  scope: 'read',
  body: z.strictObject({ rule: ruleInputSchema, ...past }),
  answer: backtest,
});
