import type { z } from 'zod';
import { countBy, facetText, tellingKeys } from '@/core/model/explore/count-facets';
import type { FacetsView } from '@/core/model/explore-views';
import { services } from '../door';
import { logGroupsSchema } from '../inputs/explore';
import { toRange } from '../inputs/fields';
import { parseInput } from '../inputs/parse';
import { toLogFilters } from '../logs';

const MOST_LINES = 1000;

/** The newest log records of a filter, counted by function and by the attributes that tell them apart. */
export async function getLogFacets(input: z.input<typeof logGroupsSchema>): Promise<FacetsView> {
  const { reader, now } = await services();
  const { from, to, limit, ...fields } = parseInput(logGroupsSchema, input);
  const range = toRange({ from, to }, now());
  const { items, nextCursor } = await reader.logs({ range, limit: MOST_LINES, ...toLogFilters(fields) });
  const keys = tellingKeys(items.map(({ attributes }) => attributes));
  return {
    counted: items.length,
    complete: nextCursor === null,
    fields: [
      {
        field: 'function',
        isAttribute: false,
        groups: countBy(
          items,
          ({ functionId, functionName }) =>
            functionId === null ? [] : [{ value: functionId, label: functionName ?? functionId }],
          limit,
        ),
      },
      ...keys.map((key) => ({
        field: key,
        isAttribute: true,
        groups: countBy(
          items,
          ({ attributes }) => {
            const value = facetText(attributes[key]);
            return value === null ? [] : [{ value, label: value }];
          },
          limit,
        ),
      })),
    ],
  };
}
