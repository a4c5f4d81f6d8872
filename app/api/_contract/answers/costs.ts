import { z } from 'zod';
import type { CapacityCostView, CapacityView, CostSplitView, CostsView } from '@/core/model/cost-views';
import { COST_LINES } from '@/core/model/costs/cost-split';
import { OUTCOMES } from '@/core/model/invocation';
import { count, time, usd } from './parts';

const part = z
  .strictObject({
    line: z
      .enum(COST_LINES)
      .describe(
        'work: own code; waiting: for calls to others; init: cold starts; telemetry: the wrapper; request: fees per request; untraced: executions without a span.',
      ),
    costUsd: usd,
  })
  .meta({ id: 'CostPart' });

export const costSplit = z
  .strictObject({
    lines: z.array(part).describe("Add up to the invocation's cost."),
    waiting: z
      .array(z.strictObject({ dependency: z.string(), waitedMs: z.number().min(0), costUsd: usd }))
      .describe('Adds up to the line waiting.'),
  })
  .meta({ id: 'CostSplit' }) satisfies z.ZodType<CostSplitView>;

export const costItem = z
  .strictObject({
    key: z
      .string()
      .describe(
        'The function id, outcome, line, dependency, version or value; may be empty: unknown, or all others.',
      ),
    function: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    costUsd: usd,
    invocations: count.nullable(),
    unpricedInvocations: count.nullable(),
    lines: z.array(part).describe('Add up to costUsd; empty when grouped by outcome.'),
    waitedMs: z.number().min(0).nullable().describe('Of dependencies.'),
  })
  .meta({ id: 'CostItem' });

const known = (what: string) => usd.nullable().describe(`${what}; null when it is not known.`);
const readyAmounts = {
  keptUsd: known('What keeping instances ready cost'),
  usedUsd: known('Of it, while they worked'),
  idleUsd: known('Of it, while they did nothing; the two add up to keptUsd'),
  reason: z.string().nullable().describe('Why it is not known.'),
};

const capacityCost = z
  .strictObject({
    ...readyAmounts,
    items: z.array(
      z.strictObject({
        capacityId: z.string(),
        functionId: z.string(),
        functionName: z.string(),
        instances: count,
        ...readyAmounts,
      }),
    ),
  })
  .meta({ id: 'CapacityCost' }) satisfies z.ZodType<CapacityCostView>;

export const capacity = z
  .strictObject({
    id: z.string(),
    functionId: z.string(),
    functionName: z.string().nullable(),
    instances: count,
    from: z.string().describe('The first day.'),
    to: z.string().nullable().describe('The first day that they are no longer kept.'),
    createdAt: time,
  })
  .meta({ id: 'Capacity' }) satisfies z.ZodType<CapacityView>;

export const costs = z
  .strictObject({
    from: time,
    to: time,
    groupBy: z.string(),
    items: z.array(costItem).describe('Dearest first.'),
    nextCursor: z.null(),
    groupCount: count.describe('How many groups there are.'),
    completeSince: time
      .nullable()
      .describe('Earlier invocations may lack the attribute; null when none does.'),
    otherUsd: usd.describe('What is in no item: items and this add up to totalUsd.'),
    totalUsd: usd
      .nullable()
      .describe('List price; null when there were invocations and none could be priced.'),
    invocations: count,
    unpricedInvocations: count,
    lines: z.array(part).describe('Add up to totalUsd.'),
    outcomes: z
      .array(z.strictObject({ outcome: z.enum(OUTCOMES), costUsd: usd, invocations: count }))
      .describe('Add up to totalUsd.'),
    retries: z
      .strictObject({ costUsd: usd, invocations: count })
      .describe('Invocations whose sender says that they were not the first attempt.'),
    capacity: capacityCost.describe(
      'Of instances that are kept ready; beside totalUsd, which is of invocations.',
    ),
    withCapacityUsd: usd
      .nullable()
      .describe('totalUsd and capacity.keptUsd together; null when either is not known.'),
    previousUsd: usd.nullable().describe('Of the period of equal length before.'),
    month: z
      .strictObject({
        from: time,
        to: time,
        toDateUsd: usd,
        toDateBilledUsd: usd.describe('After the free allowances.'),
        forecastListUsd: usd.nullable(),
        forecastUsd: usd.nullable().describe('After the free allowances; null while nothing was spent.'),
        keptReadyUsd: usd
          .nullable()
          .describe('Of instances that are kept ready, so far; null while it is not known.'),
        keptReadyForecastUsd: usd.nullable().describe('The same by the end of the month.'),
        allForecastUsd: usd
          .nullable()
          .describe('forecastUsd and keptReadyForecastUsd together, as far as they are known.'),
        method: z
          .enum(['hour-of-week', 'run-rate'])
          .nullable()
          .describe(
            'What the rest of the month is reckoned by: the same hours of the weeks before, or the mean.',
          ),
        previousMonthUsd: usd,
      })
      .describe('The running calendar month in UTC.'),
    forecastMonthUsd: usd.nullable().describe('As month.forecastUsd.'),
    freeTier: z
      .strictObject({
        savedUsd: usd,
        allowances: z.array(
          z.strictObject({
            product: z.string(),
            meter: z.string(),
            unit: z.string(),
            quantity: z.string(),
            used: z.number().nullable(),
            savedUsd: usd,
          }),
        ),
      })
      .describe("What free allowances take off the month's forecast, as if one account had all of it."),
  })
  .meta({ id: 'Costs' }) satisfies z.ZodType<CostsView>;
