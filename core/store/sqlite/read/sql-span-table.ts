import { SPAN_KINDS, type Span, STATUS_CODES } from '../../../model/telemetry';
import { resourceFacts } from '../../derive/resource-facts';
import type { Block } from '../block/block';
import type { BlockSearch } from '../blocks/block-search';
import type { LogFunctions } from '../log-functions';
import { msToNs, nsToDurationMs } from '../values';
import { currentSpans } from './current-spans';
import { readsLike, type SqlScope } from './sql-arguments';
import { isoTime, jsonOf, type SqlColumn } from './sql-columns';

/** One span of a block; the whole object is made only when a column needs it. */
export interface SpanCell {
  readonly block: Block;
  readonly index: number;
  readonly functions: LogFunctions;
  readonly whole: () => Span;
}

/** Hidden columns of the table `span`, in the order of `SqlArguments`. */
export const SPAN_PARAMETERS = ['in_trace', 'since', 'until', 'has_attribute'] as const;

export const SPAN_COLUMNS: readonly SqlColumn<SpanCell>[] = [
  ['trace_id', traceIdOf],
  ['span_id', ({ block, index }) => block.spanColumns().idAt(index)],
  ['parent_span_id', ({ block, index }) => block.spanColumns().parentIdAt(index)],
  ['trace_state', ({ whole }) => whole().traceState],
  ['name', ({ block, index }) => block.spanColumns().nameAt(index)],
  ['kind', ({ block, index }) => SPAN_KINDS[block.spanColumns().kind[index] ?? 0] ?? null],
  ['service', (cell) => resourceFacts(resourceOf(cell)).service],
  ['environment', (cell) => resourceFacts(resourceOf(cell)).environment],
  ['function_id', (cell) => cell.functions.ownerOf(resourceOf(cell), traceIdOf(cell))?.id ?? null],
  ['function_name', (cell) => cell.functions.ownerOf(resourceOf(cell), traceIdOf(cell))?.name ?? null],
  ['start_time', (cell) => isoTime(startOf(cell))],
  ['start_ns', startOf],
  ['end_ns', endOf],
  ['duration_ms', (cell) => nsToDurationMs(endOf(cell) - startOf(cell))],
  ['status', ({ block, index }) => STATUS_CODES[block.spanColumns().status[index] ?? 0] ?? null],
  ['status_message', ({ whole }) => whole().statusMessage],
  ['attributes', ({ whole }) => jsonOf(whole().attributes)],
  ['resource', (cell) => jsonOf(resourceOf(cell).attributes)],
  ['scope_name', ({ whole }) => whole().scope.name],
  ['scope_version', ({ whole }) => whole().scope.version],
  ['event_count', ({ whole }) => whole().events.length],
  ['events', ({ whole }) => eventsOf(whole())],
  ['links', ({ whole }) => JSON.stringify(whole().links)],
];

/** The spans in scope, about newest first. */
export function* spanCells(
  search: BlockSearch,
  functions: LogFunctions,
  { range, traceId, attribute, wanted }: SqlScope,
): Generator<SpanCell, void, undefined> {
  const [from, to] = [msToNs(range.fromMs), msToNs(range.toMs)];
  for (const { block, isCurrent } of currentSpans(search, search.walk({ ...wanted, spans: range }))) {
    const columns = block.spanColumns();
    const trace = traceId === null ? null : block.indexOfTrace(traceId);
    for (let index = block.spanCount - 1; index >= 0; index -= 1) {
      const start = columns.startNs[index] ?? 0n;
      if (start < from || start >= to || (trace !== null && columns.traceIndex[index] !== trace)) continue;
      if (attribute && !readsLike(columns.attributeAt(index, attribute.key), attribute.value)) continue;
      if (!isCurrent(index)) continue;
      let span: Span | undefined;
      const whole = (): Span => {
        span ??= block.spanAt(index);
        return span;
      };
      yield { block, index, functions, whole };
    }
  }
}

function traceIdOf({ block, index }: SpanCell): string | null {
  return block.traceIds()[block.spanColumns().traceIndex[index] ?? -1] ?? null;
}

function resourceOf({ block, index }: SpanCell): Span['resource'] {
  return block.spanColumns().resourceAt(index);
}

function startOf({ block, index }: SpanCell): bigint {
  return block.spanColumns().startNs[index] ?? 0n;
}

function endOf({ block, index }: SpanCell): bigint {
  return block.spanColumns().endNs[index] ?? 0n;
}

function eventsOf({ events }: Span): string {
  return JSON.stringify(
    events.map(({ name, timeNs, attributes }) => ({ name, time: isoTime(timeNs), attributes })),
  );
}
