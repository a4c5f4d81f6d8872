import type { Attributes } from '../../../model/attributes';
import type { TimeRange } from '../../../model/time-range';
import { checkedLimit } from '../../derive/checked-limit';
import {
  DEFAULT_SAMPLE,
  DifferenceTally,
  MOST_SAMPLE,
  partsOf,
  type Side,
} from '../../derive/difference-tally';
import { msToNs } from '../../derive/times';
import type { DifferenceCounts, DifferencesQuery } from '../../explore';
import type { InvocationFilter } from '../../invocations';
import type { Connection } from '../connection';
import type { InvocationSearch } from '../invocation-search';
import { Conditions, idList } from '../statement';
import { FACTS_SELECT, type FactsRow, type InvocationFacts, NEWEST_FIRST, toFacts } from './invocation-facts';

interface SpanRow {
  readonly trace_id: string;
  readonly span_id: string;
  readonly attributes: string;
  readonly resource: string;
}

type Ids = Pick<InvocationFacts, 'traceId' | 'spanId'>;

export function prepareDifferences(
  connection: Connection,
  search: InvocationSearch,
): (query: DifferencesQuery) => Promise<DifferenceCounts> {
  /** The newest of each part of the range; what happened within few parts is read from them alone. */
  const sampleOf = async (filter: InvocationFilter, size: number): Promise<readonly InvocationFacts[]> => {
    const { ranges, perPart } = partsOf(filter.range, size);
    const conditions = await search(filter);
    const part = conditions.bind(`roundDown(i.start_ns, [${startsOf(ranges)}])`);
    const spread = await connection.ask<FactsRow>(
      `SELECT ${FACTS_SELECT} FROM invocation AS i ${conditions.where} ${NEWEST_FIRST} LIMIT ${perPart} BY ${part}`,
      conditions.values,
    );
    if (spread.length >= size || spread.length === 0) return spread.slice(0, size).map(toFacts);
    const newest = await connection.ask<FactsRow>(
      `SELECT ${FACTS_SELECT} FROM invocation AS i ${conditions.where} ${NEWEST_FIRST} LIMIT ${size}`,
      conditions.values,
    );
    return newest.map(toFacts);
  };

  /** Which of these the filter finds. */
  const foundAmong = async (
    filter: InvocationFilter,
    rows: readonly InvocationFacts[],
  ): Promise<ReadonlySet<string>> => {
    const conditions = (await search(filter)).and(
      `i.trace_id IN ${idList(rows.map(({ traceId }) => traceId))}`,
    );
    const found = await connection.ask<{ trace: string; span: string }>(
      `SELECT i.trace_id AS trace, i.span_id AS span FROM invocation AS i ${conditions.where}`,
      conditions.values,
    );
    return new Set(found.map(({ trace, span }) => trace + span));
  };

  const spansOf = async (rows: readonly Ids[]): Promise<ReadonlyMap<string, SpanRow>> => {
    if (rows.length === 0) return new Map();
    const conditions = new Conditions()
      .and(`trace_id IN ${idList(rows.map(({ traceId }) => traceId))}`)
      .and(`span_id IN ${idList(rows.map(({ spanId }) => spanId))}`);
    const spans = await connection.ask<SpanRow>(
      `SELECT trace_id, span_id, attributes, resource FROM span FINAL ${conditions.where}`,
    );
    return new Map(spans.map((span) => [span.trace_id + span.span_id, span]));
  };

  return async (query) => {
    const size = Math.min(checkedLimit(query.sample ?? DEFAULT_SAMPLE), MOST_SAMPLE);
    const [selected, among] = await Promise.all([
      sampleOf(query.selected, size),
      sampleOf(query.among, size * 2),
    ]);
    const inSelected = among.length === 0 ? NOTHING : await foundAmong(query.selected, among);
    const rest = among.filter((row) => !inSelected.has(idOf(row))).slice(0, size);
    const spans = await spansOf([...selected, ...rest]);
    const tally = new DifferenceTally();
    const tell = (rows: readonly InvocationFacts[], side: Side) => {
      let read = 0;
      for (const row of rows) {
        tally.addFields(row, side);
        const span = spans.get(idOf(row));
        if (span === undefined) continue;
        read += 1;
        tally.addAttributes(parsed(span.resource), parsed(span.attributes), side);
      }
      return { invocations: rows.length, spans: read };
    };
    return { selected: tell(selected, 'selected'), rest: tell(rest, 'rest'), keys: tally.all() };
  };
}

const NOTHING: ReadonlySet<string> = new Set();

function idOf({ traceId, spanId }: Ids): string {
  return traceId + spanId;
}

function startsOf(ranges: readonly TimeRange[]): string {
  return ranges.map(({ fromMs }) => msToNs(fromMs)).join(', ');
}

function parsed(text: string): Attributes {
  return JSON.parse(text);
}
