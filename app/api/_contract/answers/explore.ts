import { z } from 'zod';
import { COLD_CAUSES } from '@/core/model/explore/cold-causes';
import type {
  BreakdownView,
  ColdStartsView,
  DeploymentView,
  DifferencesView,
  FacetsView,
  HeatmapView,
  VariantView,
} from '@/core/model/explore-views';
import { totalsFields } from './figures';
import { count, time, usd } from './parts';

export const heatmap = z
  .strictObject({
    from: time,
    to: time,
    stepMs: count,
    steps: z.array(time),
    bands: z
      .array(z.strictObject({ fromMs: z.number(), toMs: z.number() }))
      .describe('Durations from fromMs to less than toMs, as minDurationMs and maxDurationMs of lists.'),
    cells: z.array(z.strictObject({ step: count, band: count, count })).describe('Those that are not empty.'),
  })
  .meta({ id: 'Heatmap' }) satisfies z.ZodType<HeatmapView>;

export const variant = z
  .strictObject({
    version: z.string().nullable(),
    memoryMb: z.number().nullable(),
    isOthers: z.boolean().describe('Whether it stands for all that are not told apart.'),
    firstSeen: time,
    lastSeen: time,
    ...totalsFields,
  })
  .meta({ id: 'Variant' }) satisfies z.ZodType<VariantView>;

export const coldStarts = z
  .strictObject({
    counted: count.describe('How many of the newest cold starts were looked at.'),
    complete: z.boolean(),
    causes: z.array(z.strictObject({ cause: z.enum(COLD_CAUSES), count })),
  })
  .meta({ id: 'ColdStarts' }) satisfies z.ZodType<ColdStartsView>;

export const deployment = z
  .strictObject({ functionId: z.string(), functionName: z.string(), version: z.string(), at: time })
  .meta({ id: 'Deployment' }) satisfies z.ZodType<DeploymentView>;

export const breakdown = z
  .strictObject({
    invocations: count.describe('How many of the newest were counted.'),
    complete: z.boolean().describe('Whether those are all that the filter finds.'),
    since: time.nullable(),
    fields: z.array(
      z.strictObject({
        field: z.string(),
        groups: z.array(
          z.strictObject({
            value: z.string().nullable().describe('Null when unknown: `(none)` as a filter.'),
            label: z.string().nullable(),
            invocations: count,
            errors: count,
            coldStarts: count,
            durationMs: z.strictObject({ p50: z.number(), p95: z.number() }),
            costUsd: usd.nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Breakdown' }) satisfies z.ZodType<BreakdownView>;

export const facets = z
  .strictObject({
    counted: count.describe('How many of the newest were counted.'),
    complete: z.boolean().describe('Whether those are all that the filter finds.'),
    fields: z.array(
      z.strictObject({
        field: z.string(),
        isAttribute: z.boolean(),
        groups: z
          .array(z.strictObject({ value: z.string(), label: z.string(), count }))
          .describe('One may have several values of a field.'),
      }),
    ),
  })
  .meta({ id: 'Facets' }) satisfies z.ZodType<FacetsView>;

const sample = z.strictObject({ invocations: count, spans: count });
const share = z.number().min(0).max(1);

export const differences = z
  .strictObject({
    selected: sample.describe('Size of the sample; of `spans` the attributes were read.'),
    rest: sample,
    items: z.array(
      z.strictObject({
        kind: z.enum(['field', 'attribute']),
        key: z.string(),
        value: z.string().nullable(),
        comparison: z.enum(['is', 'atLeast', 'below', 'present', 'absent']),
        selectedShare: share,
        restShare: share,
        score: z.number(),
        values: z.array(z.strictObject({ value: z.string(), selectedShare: share, restShare: share })),
      }),
    ),
  })
  .meta({ id: 'Differences' }) satisfies z.ZodType<DifferencesView>;
