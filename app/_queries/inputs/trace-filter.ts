import { z } from 'zod';
import { parsePicoUsd } from '@/core/model/money';
import type { TracesQuery } from '@/core/store/store';
import { attributeKey } from './attributes';
import { environment, functionId, rangeFields, search, toRange, yesOrNo } from './fields';
import { duration, minCostUsd } from './invocation-filter';

/** The length to which span names are stored. */
const LONGEST_ROOT_NAME = 1024;

/** The filters of traces, besides their time. */
export const traceFilterFields = {
  ...rangeFields,
  environment,
  functionId: functionId.exactOptional(),
  errorsOnly: yesOrNo.exactOptional().describe('Only traces with a span of status error.'),
  withoutErrors: yesOrNo.exactOptional().describe('Only traces without one.'),
  rootName: z
    .string()
    .max(LONGEST_ROOT_NAME, `must have at most ${LONGEST_ROOT_NAME} characters`)
    .exactOptional()
    .describe("The root span's whole name."),
  minDurationMs: duration,
  maxDurationMs: duration.describe('Only shorter ones.'),
  minCostUsd,
  q: search.exactOptional().describe("Part of the root span's name, or a whole trace id."),
  attribute: z
    .record(attributeKey, search)
    .refine(
      (given) => Object.keys(given).length <= 1,
      'must be one attribute; a second one is not looked for',
    )
    .exactOptional()
    .describe('Only where a span of the trace has this value: `attribute.http.route=/pay`, or in brackets.'),
};

const filter = z.object(traceFilterFields);
export type TraceFilter = z.output<typeof filter>;

/** The same in the form that callers give. */
export interface TraceFilterInput extends Readonly<Omit<z.input<typeof filter>, 'from' | 'to'>> {
  readonly from: string;
  readonly to: string;
}

/** The store's query. */
export function toTracesQuery(
  { from, to, minCostUsd: cost, attribute = {}, ...same }: TraceFilter,
  nowMs: number,
): Omit<TracesQuery, 'limit'> {
  const [named] = Object.entries(attribute);
  return {
    ...same,
    range: toRange({ from, to }, nowMs),
    ...(cost === undefined ? {} : { minCost: parsePicoUsd(cost) }),
    ...(named === undefined ? {} : { attribute: { key: named[0], value: named[1] } }),
  };
}
