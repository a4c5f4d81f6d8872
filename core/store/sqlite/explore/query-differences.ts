import type Database from 'better-sqlite3';
import type { Attributes } from '../../../model/attributes';
import { BREAKDOWN_FIELDS } from '../../../model/explore/breakdown-fields';
import type { TimeRange } from '../../../model/time-range';
import { attributeText } from '../../derive/attribute-text';
import type { DifferenceCounts, DifferenceKey, DifferencesQuery } from '../../explore';
import type { InvocationFilter } from '../../invocations';
import type { BlockSearch } from '../blocks/block-search';
import type { InvocationSearch } from '../invocation-search';
import { checkedLimit } from '../page';
import { spansOfTrace } from '../trace-lookup';
import { type InvocationFacts, prepareInvocationFacts } from './invocation-facts';

const DEFAULT_SAMPLE = 400;
const MOST_SAMPLE = 1000;
const DEFAULT_BUDGET_MS = 1000;
const MOST_BUDGET_MS = 10_000;
/** Parts of the range that are sampled alike. */
const PARTS = 20;
/** Of attributes that every span has anew, so many values are told. */
const MOST_VALUES = 1000;
const MOST_KEYS = 500;

type Side = 'selected' | 'rest';

/** How often a key has which value. */
class Tally {
  private readonly keys = new Map<
    string,
    DifferenceKey & { readonly byValue: Map<string, Record<Side, number>> }
  >();

  add(kind: DifferenceKey['kind'], key: string, value: string, side: Side): void {
    const name = `${kind} ${key}`;
    let known = this.keys.get(name);
    if (!known) {
      if (this.keys.size >= MOST_KEYS) return;
      known = { kind, key, values: [], byValue: new Map() };
      this.keys.set(name, known);
    }
    const counts = known.byValue.get(value);
    if (counts) counts[side] += 1;
    else if (known.byValue.size < MOST_VALUES)
      known.byValue.set(value, { selected: side === 'selected' ? 1 : 0, rest: side === 'rest' ? 1 : 0 });
  }

  all(): readonly DifferenceKey[] {
    return Array.from(this.keys.values(), ({ kind, key, byValue }) => ({
      kind,
      key,
      values: Array.from(byValue, ([value, counts]) => ({ value, ...counts })),
    }));
  }
}

/** `now` in milliseconds from any start. */
export function prepareDifferences(
  db: Database.Database,
  invocations: InvocationSearch,
  blocks: BlockSearch,
  now: () => number,
): (query: DifferencesQuery) => DifferenceCounts {
  const factsOf = prepareInvocationFacts(db);

  const sampleOf = (filter: InvocationFilter, size: number): InvocationFacts[] => {
    const perPart = Math.ceil(size / PARTS);
    const found = partsOf(filter.range).map((range) =>
      factsOf(invocations.newest({ ...filter, range }, perPart)),
    );
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

  const attributesOf = ({ traceId, spanId }: InvocationFacts): readonly Attributes[] => {
    const span = spansOfTrace(blocks, traceId.toString('hex')).get(spanId.toString('hex'));
    return span ? [span.resource.attributes, span.attributes] : [];
  };

  return (query) => {
    const size = Math.min(checkedLimit(query.sample ?? DEFAULT_SAMPLE), MOST_SAMPLE);
    const end = now() + Math.min(query.budgetMs ?? DEFAULT_BUDGET_MS, MOST_BUDGET_MS);
    const selected = sampleOf(query.selected, size);
    const among = sampleOf(query.among, size * 2);
    const inSelected = idsAmong(query.selected, among);
    const rest = among.filter(({ id }) => !inSelected.has(id)).slice(0, size);
    const sides = { selected: scattered(selected), rest: scattered(rest) };
    const tally = new Tally();
    for (const side of ['selected', 'rest'] as const) {
      for (const { values } of sides[side]) {
        for (const field of BREAKDOWN_FIELDS) tally.add('field', field, values[field] ?? '', side);
      }
    }
    const spans = { selected: 0, rest: 0 };
    const read = (side: Side, row: InvocationFacts | undefined) => {
      if (!row || (spans[side] > 0 && now() >= end)) return;
      const sources = attributesOf(row);
      if (sources.length === 0) return;
      spans[side] += 1;
      // The span's own goes before its resource's.
      for (const [key, value] of Object.entries(Object.assign({}, ...sources) as Attributes))
        tally.add('attribute', key, attributeText(value), side);
    };
    const longest = Math.max(selected.length, rest.length);
    for (let index = 0; index < longest && now() < end; index += 1) {
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

function partsOf({ fromMs, toMs }: TimeRange): readonly TimeRange[] {
  const length = (toMs - fromMs) / PARTS;
  return Array.from({ length: PARTS }, (_, index) => ({
    fromMs: fromMs + index * length,
    toMs: index === PARTS - 1 ? toMs : fromMs + (index + 1) * length,
  }));
}

/** In an order in which those of each time come early, always the same. */
function scattered(rows: readonly InvocationFacts[]): readonly InvocationFacts[] {
  const stride = 7919;
  return rows
    .map((row, index) => ({ row, at: (index * stride) % Math.max(rows.length, 1) }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
}
