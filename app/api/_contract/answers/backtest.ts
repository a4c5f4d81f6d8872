import { z } from 'zod';
import type { toBacktestView } from '@/app/_queries/views/backtest';
import { INCIDENT_REASONS } from '@/core/settings/settings';
import { count, time } from './parts';

const labels = z.record(z.string(), z.string());
const figure = z.number().nullable();
const reason = z.enum(INCIDENT_REASONS);

export const backtest = z
  .strictObject({
    from: time,
    to: time,
    groups: count.describe('How many groups were looked at.'),
    episodes: z
      .array(
        z.strictObject({
          groupKey: z.string(),
          functionId: z.string().nullable(),
          labels,
          reason,
          startsAt: time,
          endsAt: time.nullable().describe('Null when it still fires at the end.'),
          endReason: reason.nullable(),
          value: figure,
          limit: figure,
          samples: count,
          explanation: z.string(),
        }),
      )
      .describe('When it would have fired.'),
    firingMs: count.describe('Time in which it fired, of all groups added up.'),
    series: z
      .array(
        z.strictObject({
          groupKey: z.string(),
          labels,
          stepMs: count,
          points: z.array(z.strictObject({ t: time, value: figure, limit: figure })),
        }),
      )
      .describe('Values of up to ten groups, the ones that fired first.'),
    sweep: z
      .array(z.strictObject({ number: z.number(), current: z.boolean(), fired: count, firingMs: count }))
      .describe(
        'What other thresholds would have done; ratios, deviations or times the factors for other conditions.',
      ),
    caughtIncidentIds: z
      .array(z.string())
      .describe('Incidents of any rule during which it would have fired.'),
    missedIncidentIds: z.array(z.string()),
    warnings: z.array(z.string()).describe('As those of a rule.'),
  })
  .meta({ id: 'Backtest' }) satisfies z.ZodType<ReturnType<typeof toBacktestView>>;
