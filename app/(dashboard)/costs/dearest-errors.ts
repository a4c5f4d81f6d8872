import 'server-only';
import type { ErrorView } from '@/core/model/views';
import { listErrors } from '../../_queries/errors';

/** So many of the newest groups of errors are looked at. */
const LOOKED_AT = 500;

/** The groups of errors whose invocations cost most. */
export async function dearestErrors(
  of: {
    readonly from: string;
    readonly to: string;
    readonly environment?: string;
    readonly functionId?: string;
  },
  limit: number,
): Promise<readonly ErrorView[]> {
  const { items } = await listErrors({ ...of, limit: LOOKED_AT });
  return items
    .filter(({ costUsd }) => costUsd !== null)
    .sort((a, b) => Number(b.costUsd) - Number(a.costUsd))
    .slice(0, limit);
}
