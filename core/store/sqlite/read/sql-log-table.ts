import type { LogRecord, Resource } from '../../../model/telemetry';
import { resourceFacts } from '../../derive/resource-facts';
import { parseTextQuery } from '../../derive/text-query';
import { wordToken } from '../../derive/words';
import type { Block } from '../block/block';
import type { BlockSearch } from '../blocks/block-search';
import type { LogFunctions } from '../log-functions';
import { msToNs } from '../values';
import { readsLike, type SqlScope } from './sql-arguments';
import { isoTime, jsonOf, type SqlColumn } from './sql-columns';

/** One log record of a block; the whole object is made only when a column needs it. */
export interface LogCell {
  readonly block: Block;
  readonly index: number;
  readonly functions: LogFunctions;
  readonly whole: () => LogRecord;
}

/** Hidden columns of the table `log`: those of `SqlArguments`, and a text to search the bodies for. */
export const LOG_PARAMETERS = ['in_trace', 'since', 'until', 'has_attribute', 'matching'] as const;

export const LOG_COLUMNS: readonly SqlColumn<LogCell>[] = [
  ['time', (cell) => isoTime(timeOf(cell))],
  ['time_ns', timeOf],
  ['severity', ({ block, index }) => block.logColumns().severity[index] ?? 0],
  ['severity_text', ({ whole }) => whole().severityText],
  ['body', ({ block, index }) => block.logColumns().bodyAt(index)],
  ['service', (cell) => resourceFacts(resourceOf(cell)).service],
  ['environment', (cell) => resourceFacts(resourceOf(cell)).environment],
  ['function_id', (cell) => cell.functions.ownerOf(resourceOf(cell), traceIdOf(cell))?.id ?? null],
  ['function_name', (cell) => cell.functions.ownerOf(resourceOf(cell), traceIdOf(cell))?.name ?? null],
  ['trace_id', traceIdOf],
  ['span_id', ({ block, index }) => block.logColumns().spanIdAt(index)],
  ['attributes', ({ whole }) => jsonOf(whole().attributes)],
  ['resource', (cell) => jsonOf(resourceOf(cell).attributes)],
  ['scope_name', ({ whole }) => whole().scope.name],
];

/** The log records in scope, about newest first. `matching` is searched for as `LogsQuery.q` is. */
export function* logCells(
  search: BlockSearch,
  functions: LogFunctions,
  { range, traceId, attribute, wanted }: SqlScope,
  matching: string | null,
): Generator<LogCell, void, undefined> {
  const text = matching === null ? null : parseTextQuery(matching);
  const tokens = [...wanted.tokens, ...(text === null ? [] : text.words.map(wordToken))];
  const [from, to] = [msToNs(range.fromMs), msToNs(range.toMs)];
  for (const { id } of search.walk({ tokens, keys: wanted.keys, logs: range })) {
    const block = search.load(id);
    const columns = block.logColumns();
    const trace = traceId === null ? null : block.indexOfTrace(traceId);
    for (let index = block.logCount - 1; index >= 0; index -= 1) {
      const time = columns.timeNs[index] ?? 0n;
      if (time < from || time >= to || (trace !== null && columns.traceIndex[index] !== trace)) continue;
      if (attribute && !readsLike(columns.attributeAt(index, attribute.key), attribute.value)) continue;
      if (text && !text.matches(columns.bodyAt(index))) continue;
      let log: LogRecord | undefined;
      const whole = (): LogRecord => {
        log ??= block.logAt(index);
        return log;
      };
      yield { block, index, functions, whole };
    }
  }
}

function timeOf({ block, index }: LogCell): bigint {
  return block.logColumns().timeNs[index] ?? 0n;
}

function traceIdOf({ block, index }: LogCell): string | null {
  return block.traceIds()[block.logColumns().traceIndex[index] ?? -1] ?? null;
}

function resourceOf({ block, index }: LogCell): Resource {
  return block.logColumns().resourceAt(index);
}
