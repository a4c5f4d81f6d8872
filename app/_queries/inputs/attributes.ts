import { z } from 'zod';
import { LONGEST_KEY } from '@/core/model/attributes';
import { OUTCOMES } from '@/core/model/invocation';
import type { AttributeCondition } from '@/core/store/store';
import { environment, functionId, pageFields, rangeFields, search } from './fields';

export const attributeKey = z
  .string({ error: 'must be the key of an attribute' })
  .min(1, 'must not be empty')
  .max(LONGEST_KEY, `must have at most ${LONGEST_KEY} characters`);

const number = z.coerce.number({ error: 'must be a number' });

/** Conditions on promoted attributes by key, as parameters of a list of invocations. */
export const attributeFields = {
  attribute: z
    .record(attributeKey, search)
    .exactOptional()
    .describe('Only where the promoted attribute has this value: `attribute.tenant.id=a`, or in brackets.'),
  attributeMin: z
    .record(attributeKey, number)
    .exactOptional()
    .describe('Only where the promoted attribute is a number, and this or more: `attributeMin.retries=3`.'),
  attributeMax: z
    .record(attributeKey, number)
    .exactOptional()
    .describe('Only where the promoted attribute is a number, and this or less.'),
};

export interface AttributesInput {
  readonly attribute?: Readonly<Record<string, string>>;
  readonly attributeMin?: Readonly<Record<string, number>>;
  readonly attributeMax?: Readonly<Record<string, number>>;
}

/** One condition for each key, for the store. */
export function toConditions({
  attribute = {},
  attributeMin = {},
  attributeMax = {},
}: AttributesInput): readonly AttributeCondition[] {
  const conditions = new Map<string, AttributeCondition>();
  const add = (key: string, more: Omit<AttributeCondition, 'key'>) =>
    conditions.set(key, { ...conditions.get(key), ...more, key });
  for (const [key, value] of Object.entries(attribute)) add(key, { value });
  for (const [key, min] of Object.entries(attributeMin)) add(key, { min });
  for (const [key, max] of Object.entries(attributeMax)) add(key, { max });
  return [...conditions.values()];
}

export const MOST_BUDGET_MS = 600_000;
const MOST_SEED = 2 ** 31 - 1;

export const attributeGroupsSchema = z.strictObject({
  ...rangeFields,
  environment,
  functionId: functionId.exactOptional(),
  outcome: z
    .enum(OUTCOMES, { error: `must be one of ${OUTCOMES.join(', ')}` })
    .exactOptional()
    .describe('Of invocations; only for a promoted attribute.'),
  key: attributeKey.describe('The attribute, as it is sent.'),
  unit: z
    .enum(['invocations', 'spans'], { error: 'must be invocations or spans' })
    .exactOptional()
    .describe('What to count. Left out: invocations when the attribute is promoted, else spans.'),
  limit: pageFields.limit,
  seed: whole(MOST_SEED).default(0).describe('Chooses the random order in which spans are read.'),
  budgetMs: whole(MOST_BUDGET_MS)
    .default(1000)
    .describe('How long to read spans, the time spent on the same question within the last minute included.'),
});

/** @param most the greatest number that is allowed */
function whole(most: number) {
  return z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(0, 'must not be negative')
    .max(most, `must be at most ${most}`);
}

/** By how much a repeated query extends its budget. */
const BUDGET_STEP_MS = 1000;

/** The next larger budget; null if it is the largest. */
export function nextBudget(budgetMs: number): number | null {
  return budgetMs >= MOST_BUDGET_MS ? null : Math.min(budgetMs + BUDGET_STEP_MS, MOST_BUDGET_MS);
}
