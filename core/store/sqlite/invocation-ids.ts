import type { TimeRange } from '../../model/time-range';
import type { Block } from './block/block';
import type { BlockSearch } from './blocks/block-search';
import { EVENT_ID_KEYS, INVOCATION_ID_KEYS, MESSAGE_ID_KEYS, wantedOf } from './blocks/tokens';
import { idBytes } from './conditions';
import type { InvocationLookup, NamedInvocation, SpanPlace } from './invocation-lookup';
import { requestKeyOfRow } from './invocation-row';
import { spansOfTrace } from './trace-lookup';
import { msToNs, PLATFORM_CODE, toIdValue } from './values';

/** Their values have one token, that of the first. */
type IdKeys = typeof INVOCATION_ID_KEYS | typeof MESSAGE_ID_KEYS | typeof EVENT_ID_KEYS;

/** What so many blocks have names no invocation. */
const MOST_BLOCKS = 100;
/** Of an event's key: what has more colons is cut elsewhere only by hostile senders. */
const MOST_PARTS = 12;

export interface InvocationIds {
  /** Row ids of the invocations of a trace; empty for what is no trace id. */
  ofTrace(traceId: string): readonly bigint[];
  /** Row ids of the invocations with exactly this id of the platform's, of spans that start in the range if there is one. */
  ofInvocation(invocationId: string, range?: TimeRange): readonly bigint[];
  /** The same of those that have no span, and start in the range. */
  withoutSpan(invocationId: string, range: TimeRange): readonly bigint[];
  /** Whether the text is part of a function's name. */
  isInFunctionName(text: string): boolean;
  /** Row ids of the attempts at one request (`requestKeyOf`) with spans that start in the range. */
  ofRequest(requestKey: string, range: TimeRange): readonly bigint[];
}

/** Finds invocation rows by ids without looking through rows: through the blocks that have their spans. */
export function createInvocationIds(search: BlockSearch, lookup: InvocationLookup): InvocationIds {
  /** Rows of the spans of which one of the attributes has the value. */
  const withId = function* (
    keys: IdKeys,
    value: string,
    range: TimeRange | undefined,
  ): Generator<NamedInvocation> {
    for (const { id } of search
      .find({ ...wantedOf(keys[0], value), ...(range && { spans: range }) })
      .slice(0, MOST_BLOCKS)) {
      const block = search.read(id);
      if (!block.mayHold(value)) continue;
      // One key after the other: columns remember where the last one is.
      for (const key of keys) yield* lookup.ofSpans(spansWith(block, key, value));
    }
  };

  const idsOf = (
    keys: IdKeys,
    values: readonly string[],
    range: TimeRange | undefined,
    isOne: (row: NamedInvocation) => boolean,
  ): readonly bigint[] => {
    const ids = new Set<bigint>();
    for (const value of values) for (const row of withId(keys, value, range)) if (isOne(row)) ids.add(row.id);
    return [...ids];
  };

  const ofInvocation = (invocationId: string, range?: TimeRange): readonly bigint[] =>
    idsOf(INVOCATION_ID_KEYS, [invocationId], range, (row) => row.invocation_id === invocationId);

  const withoutSpan = (invocationId: string, { fromMs, toMs }: TimeRange): readonly bigint[] =>
    lookup
      .select(
        // The plus leaves the search to the index of just these rows.
        `WHERE i.source = ${PLATFORM_CODE} AND +i.start_ns >= ? AND +i.start_ns < ? AND i.invocation_id = ?`,
        [msToNs(fromMs), msToNs(toMs), toIdValue(invocationId)],
      )
      .map(({ id }) => id);

  return {
    ofTrace(traceId) {
      const traceKey = idBytes(traceId, 32);
      if (traceKey === null) return [];
      const spans = spansOfTrace(search, traceKey.toString('hex'));
      return lookup.ofSpans(spans.values()).map(({ id }) => id);
    },
    ofInvocation,
    withoutSpan,
    isInFunctionName: lookup.isInFunctionName,
    ofRequest(requestKey, range) {
      const isOne = (row: NamedInvocation) => requestKeyOfRow(row) === requestKey;
      const [kind = '', ...parts] = requestKey.split(':');
      if (kind === 'message') return idsOf(MESSAGE_ID_KEYS, [parts.slice(1).join(':')], range, isOne);
      // Sources of events have colons themselves.
      const ends = parts.slice(1, MOST_PARTS).map((_, index) => parts.slice(index + 1).join(':'));
      if (kind === 'event') return idsOf(EVENT_ID_KEYS, ends, range, isOne);
      const invocationId = parts.join(':');
      return [
        ...idsOf(INVOCATION_ID_KEYS, [invocationId], range, isOne),
        ...withoutSpan(invocationId, range),
      ];
    },
  };
}

/** The spans of a block of which the attribute has the value. */
function spansWith(block: Block, key: string, value: string): SpanPlace[] {
  const columns = block.spanColumns();
  const found: SpanPlace[] = [];
  for (let index = 0; index < block.spanCount; index += 1) {
    if (columns.attributeAt(index, key) !== value) continue;
    const traceId = block.traceIds()[columns.traceIndex[index] ?? -1] ?? '';
    found.push({ traceId, spanId: columns.idAt(index), startNs: columns.startNs[index] ?? 0n });
  }
  return found;
}
