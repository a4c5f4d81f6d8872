import type { TimeRange } from '../../model/time-range';
import type { BlockSearch } from './blocks/block-search';
import { attributeToken } from './blocks/tokens';
import { idBytes } from './conditions';
import type { InvocationLookup, NamedInvocation } from './invocation-lookup';
import { requestKeyOfRow } from './invocation-row';
import { spansOfTrace } from './trace-lookup';
import { msToNs, PLATFORM_CODE, toIdValue } from './values';

/** The attributes, as sent, that name an invocation; `invocationIdOf` in core/model reads the same. */
const ID_KEYS = ['faas.invocation_id', 'faas.execution', 'aws.request_id', 'request_id', 'vercel.request_id'];

const MESSAGE_KEYS = ['messaging.message.id', 'messaging.message_id'];
const EVENT_KEYS = ['cloudevents.event_id'];

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
  /** Rows of the spans with an attribute. */
  const ofKey = function* (
    key: string,
    value: string,
    range: TimeRange | undefined,
  ): Generator<NamedInvocation> {
    const token = attributeToken(key, value);
    if (token === null) return;
    for (const { id } of search
      .find({ tokens: [token], ...(range && { spans: range }) })
      .slice(0, MOST_BLOCKS)) {
      const block = search.load(id);
      const columns = block.spanColumns();
      for (let index = 0; index < block.spanCount; index += 1) {
        if (columns.attributeAt(index, key) !== value) continue;
        const traceId = block.traceIds()[columns.traceIndex[index] ?? -1] ?? '';
        const place = { traceId, spanId: columns.idAt(index), startNs: columns.startNs[index] ?? 0n };
        yield* lookup.ofSpans([place]);
      }
    }
  };

  const idsOf = (
    keys: readonly string[],
    values: readonly string[],
    range: TimeRange | undefined,
    isOne: (row: NamedInvocation) => boolean,
  ): readonly bigint[] => {
    const ids = new Set<bigint>();
    for (const key of keys) {
      for (const value of values) for (const row of ofKey(key, value, range)) if (isOne(row)) ids.add(row.id);
    }
    return [...ids];
  };

  const ofInvocation = (invocationId: string, range?: TimeRange): readonly bigint[] =>
    idsOf(ID_KEYS, [invocationId], range, (row) => row.invocation_id === invocationId);

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
      if (kind === 'message') return idsOf(MESSAGE_KEYS, [parts.slice(1).join(':')], range, isOne);
      // Sources of events have colons themselves.
      const ends = parts.slice(1, MOST_PARTS).map((_, index) => parts.slice(index + 1).join(':'));
      if (kind === 'event') return idsOf(EVENT_KEYS, ends, range, isOne);
      const invocationId = parts.join(':');
      return [...idsOf(ID_KEYS, [invocationId], range, isOne), ...withoutSpan(invocationId, range)];
    },
  };
}
