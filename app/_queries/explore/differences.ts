import { rankDifferences } from '@/core/model/explore/rank-differences';
import type { DifferencesView } from '@/core/model/explore-views';
import { services } from '../door';
import { differencesSchema } from '../inputs/explore';
import { toRange } from '../inputs/fields';
import { type NarrowingInput, toFilter } from '../inputs/invocation-filter';
import { parseInput } from '../inputs/parse';

export interface DifferencesInput extends NarrowingInput {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly functionId?: string;
  readonly selectedFrom?: string;
  readonly selectedTo?: string;
}

/**
 * How the invocations that match the filters, in the selected part of the range, differ from all others of the range, the
 * environment and the function.
 */
export async function getDifferences(input: DifferencesInput): Promise<DifferencesView> {
  const { reader, now } = await services();
  const { selectedFrom, selectedTo, ...filter } = parseInput(differencesSchema, input);
  const { from, to, environment, functionId } = filter;
  const nowMs = now();
  const { selected, rest, keys } = await reader.differences({
    selected: {
      ...toFilter(filter, nowMs),
      range: toRange({ from: selectedFrom ?? from, to: selectedTo ?? to }, nowMs),
    },
    among: {
      range: toRange({ from, to }, nowMs),
      ...(environment === undefined ? {} : { environment }),
      ...(functionId === undefined ? {} : { functionId }),
    },
  });
  return {
    selected,
    rest,
    items: rankDifferences(keys, {
      invocations: { selected: selected.invocations, rest: rest.invocations },
      spans: { selected: selected.spans, rest: rest.spans },
    }),
  };
}
