import { z } from 'zod';
import type { Condition } from '../model/alerts/rule';

const value = z.number({ error: 'must be a number' });
const factor = value.gt(0, 'must be above 0');
const direction = z.enum(['above', 'below'], { error: 'must be above or below' }).default('above');
const minutes = z
  .number()
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(44_640, 'must be at most 44640');

const threshold = z
  .strictObject({
    kind: z.literal('threshold'),
    direction,
    threshold: value.describe('In the unit of the figure; rates are 0 to 1.'),
    recovery: value.nullable().default(null).describe('Recovered at this value; null: the threshold.'),
  })
  .meta({ id: 'ThresholdCondition' });

const change = z
  .strictObject({
    kind: z.literal('change'),
    direction,
    ratio: factor,
    recoveryRatio: factor.nullable().default(null),
    against: z
      .enum(['previous', 'day', 'week', 'mean_7d'], { error: 'must be previous, day, week or mean_7d' })
      .default('week'),
    floor: value.nullable().default(null).describe('The value itself must be beyond this, too.'),
    minBaselineSamples: z.number().int('must be a whole number').min(0, 'must be at least 0').default(0),
  })
  .meta({ id: 'ChangeCondition' });

const anomaly = z
  .strictObject({
    kind: z.literal('anomaly'),
    direction: z.enum(['above', 'below', 'both'], { error: 'must be above, below or both' }).default('both'),
    deviations: factor.max(100, 'must be at most 100').default(4),
    floor: value.nullable().default(null),
  })
  .meta({ id: 'AnomalyCondition' });

const burnRate = z
  .strictObject({
    kind: z.literal('burn_rate'),
    objective: value.gt(0, 'must be above 0 and below 1').lt(1, 'must be above 0 and below 1'),
    pairs: z
      .array(z.strictObject({ longMinutes: minutes, shortMinutes: minutes, factor }))
      .min(1, 'must name at least one pair of windows')
      .max(5, 'must name at most five pairs of windows')
      .default([
        { longMinutes: 60, shortMinutes: 5, factor: 14.4 },
        { longMinutes: 360, shortMinutes: 30, factor: 6 },
        { longMinutes: 4320, shortMinutes: 360, factor: 1 },
      ]),
  })
  .meta({ id: 'BurnRateCondition' });

const composite = z
  .strictObject({
    kind: z.literal('composite'),
    of: z.enum(['all', 'any'], { error: 'must be all or any' }).default('all'),
    rules: z
      .array(z.string().min(1).max(63))
      .min(1, 'must name a rule')
      .max(20, 'must name at most 20 rules'),
  })
  .meta({ id: 'CompositeCondition' });

export const conditionSchema = z.discriminatedUnion(
  'kind',
  [threshold, change, anomaly, burnRate, composite],
  {
    error: 'kind must be threshold, change, anomaly, burn_rate or composite',
  },
) satisfies z.ZodType<Condition>;
