import { z } from 'zod';
import type { RetentionView } from '@/app/_queries/retention';
import { keepPolicySchema } from '@/core/settings/keep-input';
import { contract } from './contract';

const retention = z
  .strictObject({
    days: z.number().int().nullable().describe('FAASLENS_RETENTION_DAYS; null keeps telemetry of any age.'),
    maxDiskBytes: z.number().int().nullable().describe('FAASLENS_MAX_DISK_GB; null is no limit.'),
    policy: keepPolicySchema.meta({ id: 'KeepPolicy' }),
  })
  .meta({ id: 'Retention' }) satisfies z.ZodType<RetentionView>;

export const getRetention = contract({
  method: 'GET',
  path: '/retention',
  summary: 'How long telemetry is kept, and what of ordinary traces and log lines goes earlier.',
  scope: 'read',
  answer: retention,
});

export const setRetention = contract({
  method: 'PUT',
  path: '/retention',
  summary:
    'Says what of ordinary traces and log lines goes earlier. No figure changes; what went does not come back.',
  scope: 'admin',
  body: z.strictObject({ policy: keepPolicySchema }),
  replaces: { answer: retention },
  answer: retention,
});
