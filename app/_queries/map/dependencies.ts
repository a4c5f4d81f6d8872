import type { DependencyView } from '@/core/model/map/map-views';
import { formatPicoUsd } from '@/core/model/money';
import { services } from '../door';
import { toRange } from '../inputs/fields';
import { type DependenciesInput, dependenciesSchema } from '../inputs/map';
import { parseInput } from '../inputs/parse';

/** What functions called and waited for, those with most calls first. */
export async function listDependencies(input: DependenciesInput): Promise<readonly DependencyView[]> {
  const { reader, now } = await services();
  const { from, to, ...query } = parseInput(dependenciesSchema, input);
  const found = await reader.dependencies({ ...query, range: toRange({ from, to }, now()) });
  const ids = [...new Set(found.map((one) => one.functionId))];
  const rows = await Promise.all(ids.map(async (id) => [id, await reader.function(id)] as const));
  const functions = new Map(rows);
  return found.map(({ waited, ...figures }) => {
    const row = functions.get(figures.functionId);
    return {
      ...figures,
      functionName: row?.name ?? '',
      environment: row?.environment ?? '',
      waited: {
        invocations: waited.invocations,
        durationMs: waited.durationMs,
        costUsd: formatPicoUsd(waited.cost),
      },
    };
  });
}
