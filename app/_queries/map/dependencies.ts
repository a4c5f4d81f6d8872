import type { DependencyListView } from '@/core/model/map/map-views';
import { formatPicoUsd } from '@/core/model/money';
import type { FunctionRow, TelemetryReader } from '@/core/store/store';
import { services } from '../door';
import { listFunctionNames } from '../functions';
import { toRange } from '../inputs/fields';
import { type DependenciesInput, dependenciesSchema } from '../inputs/map';
import { parseInput } from '../inputs/parse';

const MOST_ALONE = 8;

type Named = Pick<FunctionRow, 'id' | 'name' | 'environment'>;

/**
 * What functions called and waited for, most calls first. `known`: functions that need not be queried; it may
 * resolve while the calls are read.
 */
export async function listDependencies(
  input: DependenciesInput,
  known: readonly Named[] | Promise<readonly Named[]> = [],
): Promise<DependencyListView> {
  const { reader, now } = await services();
  const { from, to, ...query } = parseInput(dependenciesSchema, input);
  const { items: found, totals } = await reader.dependencies({
    ...query,
    range: toRange({ from, to }, now()),
  });
  const functions = new Map((await known).map((one) => [one.id, one]));
  const others = [...new Set(found.map((one) => one.functionId))].filter((id) => !functions.has(id));
  for (const one of await namesOf(reader, others, query.environment)) functions.set(one.id, one);
  const items = found.map(({ waited, ...figures }) => {
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
  return { items, totals };
}

/** Queried one by one only if they are few: hundreds of queries would fill the queue of all readers. */
async function namesOf(
  reader: Pick<TelemetryReader, 'function'>,
  ids: readonly string[],
  environment: string | undefined,
): Promise<readonly Named[]> {
  if (ids.length > MOST_ALONE) return listFunctionNames({ environment });
  const rows = await Promise.all(ids.map((id) => reader.function(id)));
  return rows.filter((row) => row !== null);
}
