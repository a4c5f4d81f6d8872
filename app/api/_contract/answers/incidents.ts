import { z } from 'zod';
import type {
  toEvaluationsView,
  toIncidentStoryView,
  toNoteView,
  toRuleEventView,
} from '@/app/_queries/views/incidents';
import { POINT_KINDS, QUIET_REASONS, STATUSES } from '@/core/model/alerts/decision';
import { count, time } from './parts';
import { incident } from './settings';

const labels = z.record(z.string(), z.string());

const decision = z
  .strictObject({
    at: time.describe('End of the window.'),
    status: z.enum(STATUSES),
    point: z.enum(POINT_KINDS).describe('Beyond the limit, well, between limit and recovery, or no data.'),
    value: z.number().nullable(),
    limit: z.number().nullable(),
    samples: count,
    explanation: z.string(),
    quiet: z.enum(QUIET_REASONS).nullable().describe('Why no message goes out; null when messages do.'),
  })
  .meta({ id: 'Decision' });

export const ruleEvent = decision
  .extend({
    id: z.string(),
    ruleId: z.string(),
    groupKey: z.string(),
    labels,
    incidentId: z.string().nullable(),
  })
  .meta({ id: 'RuleEvent' }) satisfies z.ZodType<ReturnType<typeof toRuleEventView>>;

export const note = z
  .strictObject({ id: z.string(), at: time, author: z.string(), text: z.string() })
  .meta({ id: 'IncidentNote' }) satisfies z.ZodType<ReturnType<typeof toNoteView>>;

export const incidentStory = incident
  .extend({
    events: z
      .array(ruleEvent)
      .describe('Changes of state, from the pending that led to it on; kept for 30 days.'),
    notices: z
      .array(
        z.strictObject({
          at: time,
          messageKind: z.string().nullable(),
          channelId: z.string(),
          channelName: z.string().nullable(),
          attempt: count,
          ok: z.boolean(),
          error: z.string().nullable(),
        }),
      )
      .describe('Attempts to tell a channel; kept for 30 days.'),
    notes: z.array(note),
  })
  .meta({ id: 'IncidentStory' }) satisfies z.ZodType<ReturnType<typeof toIncidentStoryView>>;

export const evaluations = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          groupKey: z.string(),
          functionId: z.string().nullable(),
          labels,
          decisions: z.array(decision).describe('One for each minute, oldest first.'),
        }),
      )
      .describe('Groups; those that do not stand at ok first, at most 100.'),
    nextCursor: z.null(),
    groupCount: count,
  })
  .meta({ id: 'Evaluations' }) satisfies z.ZodType<ReturnType<typeof toEvaluationsView>>;
