import type Database from 'better-sqlite3';
import type { Span } from '../../../model/telemetry';
import { checkedLimit } from '../../derive/checked-limit';
import {
  DEFAULT_SAMPLE,
  DifferenceTally,
  MOST_SAMPLE,
  partsOf,
  type Side,
} from '../../derive/difference-tally';
import type { DifferenceCounts, DifferencesQuery } from '../../explore';
import type { InvocationFilter } from '../../invocations';
import type { BlockSearch } from '../blocks/block-search';
import type { InvocationSearch } from '../invocation-search';
import { spansOfTrace } from '../trace-lookup';
import { type InvocationFacts, prepareInvocationFacts } from './invocation-facts';

const DEFAULT_BUDGET_MS = 1000;
const MOST_BUDGET_MS = 10_000;
/** Of each side, whatever the time: of none nothing could be told. */
const FEWEST_SPANS = 30;

/** `now` in milliseconds from any start. */
export function prepareDifferences(
  db: Database.Database,
  invocations: InvocationSearch,
  blocks: BlockSearch,
  now: () => number,
): (query: DifferencesQuery) => DifferenceCounts {
  const factsOf = prepareInvocationFacts(db);

  const sampleOf = (filter: InvocationFilter, size: number): InvocationFacts[] => {
    const { ranges, perPart } = partsOf(filter.range, size);
    const found = ranges.map((range) => factsOf(invocations.newest({ ...filter, range }, perPart)));
    const all = found.flat();
    if (all.length >= size || all.length === 0) return all.slice(0, size);
    // What happened within few parts is read from them alone.
    return [...factsOf(invocations.newest(filter, size))];
  };

  const idsAmong = (filter: InvocationFilter, rows: readonly InvocationFacts[]): ReadonlySet<bigint> =>
    new Set(
      rows.length === 0
        ? []
        : factsOf(invocations.newest(filter, rows.length, { among: rows.map(({ id }) => id) })).map(
            ({ id }) => id,
          ),
    );

  const spanOf = ({ traceId, spanId }: InvocationFacts): Span | undefined =>
    spansOfTrace(blocks, traceId.toString('hex')).get(spanId.toString('hex'));

  return (query) => {
    const size = Math.min(checkedLimit(query.sample ?? DEFAULT_SAMPLE), MOST_SAMPLE);
    const selected = sampleOf(query.selected, size);
    const among = sampleOf(query.among, size * 2);
    const inSelected = idsAmong(query.selected, among);
    const rest = among.filter(({ id }) => !inSelected.has(id)).slice(0, size);
    const sides = { selected: scattered(selected), rest: scattered(rest) };
    const tally = new DifferenceTally();
    for (const side of ['selected', 'rest'] as const) {
      for (const row of sides[side]) tally.addFields(row, side);
    }
    const spans = { selected: 0, rest: 0 };
    const read = (side: Side, row: InvocationFacts | undefined) => {
      const span = row && spanOf(row);
      if (!span) return;
      spans[side] += 1;
      tally.addAttributes(span.resource.attributes, span.attributes, side);
    };
    const longest = Math.max(selected.length, rest.length);
    const end = now() + Math.min(query.budgetMs ?? DEFAULT_BUDGET_MS, MOST_BUDGET_MS);
    for (let index = 0; index < longest; index += 1) {
      if (index >= FEWEST_SPANS && now() >= end) break;
      read('selected', sides.selected[index]);
      read('rest', sides.rest[index]);
    }
    return {
      selected: { invocations: selected.length, spans: spans.selected },
      rest: { invocations: rest.length, spans: spans.rest },
      keys: tally.all(),
    };
  };
}

/** In an order in which those of each time come early, always the same. */
function scattered(rows: readonly InvocationFacts[]): readonly InvocationFacts[] {
  const stride = 7919;
  return rows
    .map((row, index) => ({ row, at: (index * stride) % Math.max(rows.length, 1) }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
}
