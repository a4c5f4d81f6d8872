import { z } from 'zod';
import {
  KEEP_WHOLE,
  type KeepPolicy,
  LEAST_SETTLE_MINUTES,
  LONGEST_SETTLE_MINUTES,
  MOST_KEEP_DAYS,
  MOST_ONE_IN,
} from '../model/keeping/policy';

const whole = (least: number, most: number) =>
  z.int('must be a whole number').min(least, `must be ${least} or more`).max(most, `must be ${most} or less`);
const days = whole(1, MOST_KEEP_DAYS).nullable().default(null);

/** What is kept, as people give it. */
export const keepPolicySchema = z.strictObject({
  ordinaryOneIn: whole(1, MOST_ONE_IN)
    .default(KEEP_WHOLE.ordinaryOneIn)
    .describe('Of so many ordinary traces one keeps its details; 1 is all of them.'),
  settleMinutes: whole(LEAST_SETTLE_MINUTES, LONGEST_SETTLE_MINUTES)
    .default(KEEP_WHOLE.settleMinutes)
    .describe('How long a trace must have been at rest before it is looked at.'),
  slowMs: whole(1, 86_400_000)
    .nullable()
    .default(null)
    .describe('Invocations that take longer are slow; null: longer than 95 % of their function in a day.'),
  ordinaryDays: days.describe('After so many days all ordinary traces lose their details.'),
  logDays: days.describe(
    'After so many days log lines go, but those of errors and of traces that are not ordinary.',
  ),
}) satisfies z.ZodType<KeepPolicy>;
