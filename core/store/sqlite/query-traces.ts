import type Database from 'better-sqlite3';
import type { Position } from '../derive/cursor';
import { firstNs } from '../derive/times';
import { byNameAndId, startOfTrace } from '../derive/trace-summary';
import type { Page, TraceFunction, TraceRow, TracesQuery } from '../store';
import type { BlockSearch } from './blocks/block-search';
import { Conditions, containsInterned, idBytes, type SqlValue } from './conditions';
import { readPage } from './page';
import { type Interned, prepareTexts } from './text-table';
import { spansOfTrace } from './trace-lookup';
import { newestTracesWith } from './traces-by-attribute';
import { nsToDurationMs, nsToTimeMs } from './values';

export interface TraceRecord {
  readonly trace_id: Buffer;
  readonly start_ns: bigint;
  readonly duration_ns: bigint;
  readonly root_name: Interned;
  readonly span_count: bigint;
  readonly error_count: bigint;
  readonly functions: string | null;
  readonly cost_pico_usd: string | null;
}

const SELECT = `SELECT t.trace_id, t.start_ns, t.duration_ns, t.root_name, t.span_count, t.error_count,
  t.cost_pico_usd, (SELECT members FROM function_set WHERE id = t.function_set_id) AS functions FROM trace t`;

const SETS_WITH =
  'SELECT m.set_id FROM function f JOIN function_set_member m ON m.function_no = f.no WHERE f.';

export function prepareTraces(
  db: Database.Database,
  search: BlockSearch,
): (query: TracesQuery) => Page<TraceRow> {
  const decode = prepareTexts(db);
  const functionAt = db.prepare<[number], TraceFunction>(
    'SELECT id, name, environment, region FROM function WHERE no = ?',
  );
  const select = (conditions: Conditions, after: Position | null, limit: number): TraceRecord[] => {
    if (after) {
      const [startNs = 0n, traceId] = after;
      conditions
        .and('t.start_ns <= ?', startNs)
        .and('(t.start_ns, t.trace_id) < (?, ?)', startNs, Buffer.from(String(traceId), 'hex'));
    }
    return db
      .prepare<SqlValue[], TraceRecord>(
        `${SELECT} ${conditions.where} ORDER BY t.start_ns DESC, t.trace_id DESC LIMIT ?`,
      )
      .safeIntegers()
      .all(...conditions.values, limit);
  };

  const toRow = (record: TraceRecord): TraceRow => ({
    traceId: record.trace_id.toString('hex'),
    rootName: decode(record.root_name) ?? '',
    startTime: nsToTimeMs(record.start_ns),
    durationMs: nsToDurationMs(record.duration_ns),
    spanCount: Number(record.span_count),
    errorCount: Number(record.error_count),
    functions: functionsOf(record.functions, (no) => functionAt.get(no)),
    cost: record.cost_pico_usd === null ? null : BigInt(record.cost_pico_usd),
  });

  /** The row of the trace whose id was typed, when there is one. */
  const placeOf = (q: string | undefined): readonly [bigint, Buffer] | null => {
    const traceKey = idBytes(q ?? '', 32);
    const startNs = traceKey && startOfTrace(spansOfTrace(search, traceKey.toString('hex')));
    return startNs === null ? null : [startNs, traceKey ?? Buffer.alloc(0)];
  };

  return (query) => {
    const place = placeOf(query.q);
    return readPage({
      list: 'traces',
      shape: [0n, ''],
      query,
      positionOf: (row: TraceRecord) => [row.start_ns, row.trace_id.toString('hex')],
      read: (after, limit) => {
        const conditions = () => {
          const all = conditionsOf(query);
          if (place) all.and('t.start_ns = ? AND t.trace_id = ?', ...place);
          else if (query.q) all.and(containsInterned('t.root_name'), query.q, query.q);
          return all;
        };
        if (query.attribute === undefined) return select(conditions(), after, limit);
        return newestTracesWith({
          search,
          attribute: query.attribute,
          within: query.confined ? query.environment : undefined,
          fromMs: query.range.fromMs,
          limit,
          rowOf: (startNs, traceKey) =>
            select(conditions().and('t.start_ns = ? AND t.trace_id = ?', startNs, traceKey), after, 1)[0],
        });
      },
      toItems: (rows) => rows.map(toRow),
    });
  };
}

function conditionsOf(query: TracesQuery): Conditions {
  const { range, environment, functionId, rootName, minDurationMs, maxDurationMs, minCost } = query;
  const conditions = new Conditions().within('t.start_ns', range);
  if (environment !== undefined) {
    // A trace may come from outside and pass through functions of the environment.
    conditions.and(
      `t.environment_id = (SELECT id FROM environment WHERE name = ?)
       OR t.function_set_id IN (${SETS_WITH}environment = ?)`,
      environment,
      environment,
    );
  }
  conditions.andIf(functionId, `t.function_set_id IN (${SETS_WITH}id = ?)`);
  if (query.errorsOnly) conditions.and('t.error_count > 0');
  if (query.withoutErrors) conditions.and('t.error_count = 0');
  if (rootName !== undefined)
    conditions.and(
      't.root_name = ? OR t.root_name = (SELECT id FROM text WHERE value = ?)',
      rootName,
      rootName,
    );
  if (minDurationMs !== undefined) conditions.and('t.duration_ns >= ?', firstNs(minDurationMs));
  if (maxDurationMs !== undefined) conditions.and('t.duration_ns < ?', firstNs(maxDurationMs));
  if (minCost !== undefined) {
    // Of decimal digits the longer ones are more.
    const digits = minCost.toString();
    conditions.and('(length(t.cost_pico_usd), t.cost_pico_usd) >= (?, ?)', BigInt(digits.length), digits);
    if (query.confined)
      conditions.and(`t.function_set_id NOT IN (${SETS_WITH}environment <> ?)`, environment ?? '');
  }
  return conditions;
}

/** The functions of a set by its members. */
function functionsOf(
  members: string | null,
  functionAt: (no: number) => TraceFunction | undefined,
): readonly TraceFunction[] {
  const found = members === null ? [] : members.split(',').map((no) => functionAt(Number(no)));
  return found.filter((one) => one !== undefined).sort(byNameAndId);
}
