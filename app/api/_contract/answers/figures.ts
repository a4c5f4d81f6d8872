import { z } from 'zod';
import type { FiguresView, FunctionDetailView, FunctionView, TotalsView } from '@/core/model/views';
import { count, rate, time, usd } from './parts';

const ms = z.number().min(0).nullable();

export const totalsFields = {
  invocations: count,
  errors: count,
  errorRate: rate,
  outcomes: z
    .strictObject({ ok: count, error: count, timeout: count, oom: count, throttled: count })
    .describe('Adds up to invocations.'),
  timeouts: count,
  ooms: count,
  throttles: count.nullable().describe('Null while no platform feed tells of throttles.'),
  coldStarts: count,
  coldStartRate: rate,
  durationMs: z.strictObject({ avg: ms, p50: ms, p95: ms, p99: ms, max: ms }),
  initMs: z
    .strictObject({ p50: ms, p95: ms })
    .describe('Times that environments took to start; null when none is known.'),
  memoryShare: z
    .strictObject({ p50: z.number().min(0).nullable(), max: z.number().min(0).nullable() })
    .describe('Most memory used, of what was allotted: 1 is all of it. Null when no one told.'),
  costUsd: usd.nullable().describe('Null when there were invocations and none could be priced.'),
  unpricedInvocations: count.describe('How many invocations costUsd leaves out.'),
  coverage: z
    .strictObject({ expected: count, received: count })
    .nullable()
    .describe(
      'Executions that platforms reported or the wrapper numbered, and of how many a span came; null when nobody tells.',
    ),
};

const totals = z.strictObject(totalsFields).meta({ id: 'Totals' }) satisfies z.ZodType<TotalsView>;

const figuresFields = {
  from: time,
  to: time,
  stepMs: count,
  totals,
  previous: totals.describe('The same figures of the period before.'),
  series: z.array(z.strictObject({ t: time, ...totalsFields })),
};

export const figures = z.strictObject(figuresFields).meta({ id: 'Figures' }) satisfies z.ZodType<FiguresView>;

const text = z.string().nullable();

const functionFields = {
  id: z.string(),
  name: z.string(),
  environment: z.string(),
  service: text,
  provider: z.string(),
  platform: text,
  accountId: z.string(),
  region: z.string(),
  runtime: text,
  architecture: text,
  memoryMb: z.number().nullable(),
  timeoutMs: z.number().nullable(),
  version: text,
  firstSeen: time,
  lastSeen: time,
};

export const functionWithTotals = z
  .strictObject({ ...functionFields, ...totalsFields })
  .meta({ id: 'Function' }) satisfies z.ZodType<FunctionView>;

export const functionDetail = z
  .strictObject({ ...functionFields, ...figuresFields })
  .meta({ id: 'FunctionDetail' }) satisfies z.ZodType<FunctionDetailView>;
