import type { BreakdownView } from '@/core/model/explore-views';
import { formatPicoUsd } from '@/core/model/money';
import { services } from '../door';
import { breakdownSchema } from '../inputs/explore';
import { type NarrowingInput, toFilter } from '../inputs/invocation-filter';
import { parseInput } from '../inputs/parse';
import { isoTime } from '../views/time';

export interface BreakdownInput extends NarrowingInput {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly functionId?: string;
  /** Comma-separated fields. */
  readonly by?: string;
  readonly byAttribute?: string;
  readonly limit?: number;
}

/** The newest invocations of a filter, counted by fields and promoted attributes. */
export async function getBreakdown(input: BreakdownInput): Promise<BreakdownView> {
  const { reader, now } = await services();
  const { by, byAttribute, limit, ...filter } = parseInput(breakdownSchema, input);
  const found = await reader.breakdown({
    ...toFilter(filter, now()),
    fields: by,
    byAttributes: byAttribute,
    limit,
  });
  return {
    invocations: found.invocations,
    complete: found.complete,
    since: found.since === null ? null : isoTime(found.since),
    fields: found.fields.map(({ field, groups }) => ({
      field,
      groups: groups.map(({ p50Ms, p95Ms, cost, ...group }) => ({
        ...group,
        durationMs: { p50: p50Ms, p95: p95Ms },
        costUsd: cost === null ? null : formatPicoUsd(cost),
      })),
    })),
  };
}
