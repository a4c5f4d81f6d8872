import { z } from 'zod';
import type {
  toHeartbeatView,
  toIncidentView,
  toKeyView,
  toRuleView,
  toRuleWithStatesView,
} from '@/app/_queries/views/settings';
import { STATUSES } from '@/core/model/alerts/decision';
import { FIGURE_NAMES, VALUE_UNITS } from '@/core/model/alerts/figures';
import { SEVERITIES } from '@/core/model/alerts/rule';
import { ruleDefinitionSchema } from '@/core/settings/rule-schema';
import { INCIDENT_REASONS } from '@/core/settings/settings';
import { count, time } from './parts';

const scope = z.enum(['ingest', 'read', 'admin']);

export const key = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    scope,
    prefix: z.string().describe('How its secret begins.'),
    checksum: z.string().describe('How its secret ends.'),
    environment: z.string().nullable().describe('The only environment that it sends to or reads; null: all.'),
    createdAt: time,
    lastUsedAt: time.nullable(),
    expiresAt: time.nullable(),
    revokedAt: time.nullable(),
  })
  .meta({ id: 'Key' }) satisfies z.ZodType<ReturnType<typeof toKeyView>>;

export const rule = ruleDefinitionSchema
  .extend({
    id: z.string(),
    key: z.string(),
    name: z.string(),
    enabled: z.boolean(),
    channelId: z.string().nullable(),
    createdAt: time,
    updatedAt: time,
    warnings: z
      .array(z.string())
      .describe('Why it can never know anything, as `field: problem`; else empty.'),
  })
  .meta({ id: 'Rule' }) satisfies z.ZodType<ReturnType<typeof toRuleView>>;

export const ruleWithStates = rule
  .extend({
    states: z
      .array(z.strictObject({ status: z.enum(STATUSES), groups: count }))
      .describe('How many groups stand somewhere else than at ok.'),
  })
  .meta({ id: 'RuleWithStates' }) satisfies z.ZodType<ReturnType<typeof toRuleWithStatesView>>;

export const heartbeat = z
  .strictObject({
    functionId: z.string(),
    functionName: z.string(),
    environment: z.string(),
    periodMinutes: z
      .number()
      .int()
      .describe('The usual pause between two runs, the longest usual one where it differs.'),
    lastRun: time,
    rule: ruleDefinitionSchema
      .extend({
        key: z.string().nullable(),
        name: z.string(),
        enabled: z.boolean(),
        channelId: z.string().nullable(),
      })
      .describe('As it may be sent to make it.'),
  })
  .meta({ id: 'Heartbeat' }) satisfies z.ZodType<ReturnType<typeof toHeartbeatView>>;

export const incident = z
  .strictObject({
    id: z.string(),
    ruleId: z.string(),
    ruleName: z.string(),
    groupKey: z.string(),
    functionId: z.string().nullable().describe('Null when the group is not one function.'),
    labels: z.record(z.string(), z.string()),
    severity: z.enum(SEVERITIES),
    status: z.enum(['firing', 'resolved']),
    startsAt: time,
    endsAt: time.nullable(),
    figure: z.enum(FIGURE_NAMES),
    unit: z.enum(VALUE_UNITS),
    value: z.number().nullable().describe('When it began; shares are 0 to 1.'),
    threshold: z.number().nullable(),
    samples: count,
    explanation: z.string(),
    windowMinutes: count,
    runbookUrl: z.string().nullable(),
    reason: z.enum(INCIDENT_REASONS).describe('Why it fires, then why it ended.'),
    acknowledgedAt: time.nullable().describe('When someone took it on; reminders end then.'),
    acknowledgedBy: z.string().nullable(),
  })
  .meta({ id: 'Incident' }) satisfies z.ZodType<ReturnType<typeof toIncidentView>>;
