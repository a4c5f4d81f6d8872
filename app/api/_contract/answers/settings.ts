import { z } from 'zod';
import type {
  toChannelView,
  toDeliveryView,
  toIncidentView,
  toKeyView,
  toRuleView,
} from '@/app/_queries/views/settings';
import { count, time } from './parts';

const severity = z.enum(['info', 'warning', 'critical']);
const scope = z.enum(['ingest', 'read', 'admin']);

export const key = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    scope,
    prefix: z.string(),
    createdAt: time,
    lastUsedAt: time.nullable(),
    revokedAt: time.nullable(),
  })
  .meta({ id: 'Key' }) satisfies z.ZodType<ReturnType<typeof toKeyView>>;

export const channel = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    type: z.literal('webhook'),
    url: z.string(),
    enabled: z.boolean(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Channel' }) satisfies z.ZodType<ReturnType<typeof toChannelView>>;

export const rule = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    enabled: z.boolean(),
    kind: z.literal('error_rate'),
    functionId: z.string().nullable(),
    environment: z.string().nullable(),
    windowMinutes: count,
    threshold: z.number(),
    recoveryThreshold: z.number(),
    minInvocations: count,
    severity,
    channelId: z.string().nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Rule' }) satisfies z.ZodType<ReturnType<typeof toRuleView>>;

export const incident = z
  .strictObject({
    id: z.string(),
    ruleId: z.string(),
    ruleName: z.string(),
    groupKey: z.string(),
    labels: z.record(z.string(), z.string()),
    severity,
    status: z.enum(['firing', 'resolved']),
    startsAt: time,
    endsAt: time.nullable(),
    value: z.number(),
    threshold: z.number(),
    samples: count,
    windowMinutes: count,
    reason: z.enum(['threshold', 'recovered', 'no_data', 'rule_changed', 'rule_deleted']),
  })
  .meta({ id: 'Incident' }) satisfies z.ZodType<ReturnType<typeof toIncidentView>>;

export const delivery = z
  .strictObject({
    id: z.string(),
    messageId: z.string(),
    channelId: z.string(),
    incidentId: z.string().nullable(),
    attempt: count,
    at: time,
    ok: z.boolean(),
    httpStatus: z.number().int().nullable(),
    error: z.string().nullable(),
    snippet: z.string().nullable(),
    durationMs: count,
  })
  .meta({ id: 'Delivery' }) satisfies z.ZodType<ReturnType<typeof toDeliveryView>>;
