import { z } from 'zod';
import { OUTCOMES } from '@/core/model/invocation';
import { parsePicoUsd, USD_AMOUNT } from '@/core/model/money';
import type { InvocationFilter } from '@/core/store/store';
import { attributeFields, toConditions } from './attributes';
import { environment, fingerprint, functionId, rangeFields, search, toRange, yesOrNo } from './fields';

/** Stands for an unknown value in a filter. */
export const UNKNOWN = '(none)';

export const duration = z.coerce
  .number({ error: 'must be a number' })
  .min(0, 'must not be negative')
  .max(1e9, 'must be at most 1000000000')
  .exactOptional();

export const minCostUsd = z
  .string()
  .regex(USD_AMOUNT, 'must be an amount of US dollars, as 0.0001')
  .exactOptional();

function fact(what: string) {
  return search.exactOptional().describe(`Only with this ${what}; \`${UNKNOWN}\`: without one.`);
}

/** The filters of invocations, besides range, environment and function. */
const narrowingFields = {
  outcome: z.enum(OUTCOMES, { error: `must be one of ${OUTCOMES.join(', ')}` }).exactOptional(),
  failed: yesOrNo.exactOptional().describe('Only those with another outcome than ok; false: only ok.'),
  coldStart: yesOrNo.exactOptional(),
  minDurationMs: duration,
  maxDurationMs: duration.describe('Only shorter ones.'),
  minCostUsd,
  version: fact('version'),
  errorType: fact('type of error'),
  trigger: fact('trigger'),
  architecture: fact('architecture'),
  region: fact('region'),
  provider: fact('provider'),
  runtime: fact('runtime'),
  memoryMb: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(0, 'must not be negative')
    .max(1e7, 'must be at most 10000000')
    .exactOptional()
    .describe('Only with so much memory allotted; 0: unknown.'),
  q: search.exactOptional().describe("Part of the function's name or the error, or a whole id."),
  dependency: search
    .exactOptional()
    .describe('Only those that paid to wait for it, as costs by dependency name it.'),
  called: search.exactOptional().describe('Only those that called it, as dependencies name it.'),
  failedCall: search.exactOptional().describe('Only those whose call to it failed.'),
  fingerprint: fingerprint.exactOptional().describe('Only those that had an error of this group.'),
  requestKey: search.exactOptional().describe('Only the attempts at one request, as an invocation names it.'),
  ...attributeFields,
};

export const filterFields = {
  ...rangeFields,
  environment,
  functionId: functionId.exactOptional(),
  ...narrowingFields,
};

const narrowing = z.strictObject(narrowingFields);
export type Narrowing = z.output<typeof narrowing>;
/** The same in the form that callers give. */
export type NarrowingInput = z.input<typeof narrowing>;

/** The store's query. */
export function toFilter(
  { from, to, ...rest }: Narrowing & { from: string; to: string; environment?: string; functionId?: string },
  nowMs: number,
): InvocationFilter {
  const { attribute, attributeMin, attributeMax, minCostUsd, ...filter } = rest;
  const known = (value: string | undefined) => (value === UNKNOWN ? '' : value);
  const facts = (
    ['version', 'errorType', 'trigger', 'architecture', 'region', 'provider', 'runtime'] as const
  )
    .map((name) => [name, known(filter[name])] as const)
    .filter(([, value]) => value !== undefined);
  return {
    ...filter,
    ...Object.fromEntries(facts),
    range: toRange({ from, to }, nowMs),
    ...(minCostUsd === undefined ? {} : { minCost: parsePicoUsd(minCostUsd) }),
    attributes: toConditions({
      ...(attribute && { attribute }),
      ...(attributeMin && { attributeMin }),
      ...(attributeMax && { attributeMax }),
    }),
  };
}
