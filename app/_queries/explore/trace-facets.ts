import { countBy } from '@/core/model/explore/count-facets';
import type { FacetsView } from '@/core/model/explore-views';
import type { FunctionWithTotals, TraceRow } from '@/core/store/store';
import { services } from '../door';
import { traceGroupsSchema } from '../inputs/explore';
import { parseInput } from '../inputs/parse';
import { type TraceFilterInput, toTracesQuery } from '../inputs/trace-filter';

const MOST_TRACES = 2000;
const MOST_FUNCTIONS = 2000;

/** Where bands of durations begin, in milliseconds. */
const BANDS_MS = [0, 10, 100, 1000, 10_000] as const;

/** The newest traces of a filter, counted by errors, functions, root spans and durations. */
export async function getTraceFacets(
  input: TraceFilterInput & { readonly limit?: number },
): Promise<FacetsView> {
  const { reader, now } = await services();
  const { limit, ...filter } = parseInput(traceGroupsSchema, input);
  const query = toTracesQuery(filter, now());
  const [{ items, nextCursor }, functions] = await Promise.all([
    reader.traces({ ...query, limit: MOST_TRACES }),
    reader.functions({
      range: query.range,
      limit: MOST_FUNCTIONS,
      ...(query.environment === undefined ? {} : { environment: query.environment }),
    }),
  ]);
  const idOf = idsByName(functions.items);
  const field = (name: string, of: Parameters<typeof countBy<TraceRow>>[1]) => ({
    field: name,
    isAttribute: false,
    groups: countBy(items, of, limit),
  });
  return {
    counted: items.length,
    complete: nextCursor === null,
    fields: [
      field('errors', ({ errorCount }) => [same(errorCount > 0 ? 'with' : 'without')]),
      field('function', (row) => row.functions.flatMap((name) => idOf(name) ?? [])),
      field('rootName', ({ rootName }) => (rootName === '' ? [] : [same(rootName)])),
      field('duration', ({ durationMs }) => [same(bandOf(durationMs))]),
    ],
  };
}

function same(value: string) {
  return { value, label: value };
}

/** `100-1000`: from the first to less than the second number of milliseconds; the last band has no end. */
function bandOf(durationMs: number): string {
  const at = BANDS_MS.findLastIndex((from) => durationMs >= from);
  return `${BANDS_MS[at] ?? 0}-${BANDS_MS[at + 1] ?? ''}`;
}

/** Traces name their functions; names that several functions have lead to none of them. */
function idsByName(rows: readonly FunctionWithTotals[]) {
  const ids = new Map<string, string | null>();
  for (const { function: one } of rows) ids.set(one.name, ids.has(one.name) ? null : one.id);
  return (name: string) => {
    const id = ids.get(name);
    return id ? { value: id, label: name } : null;
  };
}
