import { countBy } from '@/core/model/explore/count-facets';
import type { FacetsView } from '@/core/model/explore-views';
import { functionLabels } from '@/core/model/function-labels';
import type { TraceRow } from '@/core/store/store';
import { services } from '../door';
import { traceGroupsSchema } from '../inputs/explore';
import { parseInput } from '../inputs/parse';
import { type TraceFilterInput, toTracesQuery } from '../inputs/trace-filter';

const MOST_TRACES = 2000;
/** The most traces counted by an attribute: reading their spans is a hundred times slower. */
const MOST_BY_ATTRIBUTE = 200;

/** Lower bounds of duration bands, in milliseconds. */
const BANDS_MS = [0, 10, 100, 1000, 10_000] as const;

/** The newest traces of a filter, counted by errors, functions, root spans and durations. */
export async function getTraceFacets(
  input: TraceFilterInput & { readonly limit?: number },
): Promise<FacetsView> {
  const { reader, now } = await services();
  const { limit, ...filter } = parseInput(traceGroupsSchema, input);
  const query = toTracesQuery(filter, now());
  const { items, nextCursor } = await reader.traces({
    ...query,
    limit: query.attribute === undefined ? MOST_TRACES : MOST_BY_ATTRIBUTE,
  });
  const labels = functionLabels(items.flatMap(({ functions }) => functions));
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
      field('function', ({ functions }) =>
        functions.map(({ id, name }) => ({ value: id, label: labels.get(id) ?? name })),
      ),
      field('rootName', ({ rootName }) => (rootName === '' ? [] : [same(rootName)])),
      field('duration', ({ durationMs }) => [same(bandOf(durationMs))]),
    ],
  };
}

function same(value: string) {
  return { value, label: value };
}

/** `100-1000`: from the first number of milliseconds to below the second; the last band has no end. */
function bandOf(durationMs: number): string {
  const at = BANDS_MS.findLastIndex((from) => durationMs >= from);
  return `${BANDS_MS[at] ?? 0}-${BANDS_MS[at + 1] ?? ''}`;
}
