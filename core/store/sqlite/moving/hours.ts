import type Database from 'better-sqlite3';
import { COST_COLUMNS } from '../../derive/cost-columns';
import type { RollupFigures } from '../../derive/figures';
import type { HistoryRest, HourOfCount, HourOfDependency } from '../../history';
import type { FunctionRecord } from '../query-functions';

const ROWS_AT_ONCE = 1_000;
const SECOND_NS = 1_000_000_000n;

const FIGURES = [
  'invocations, ok, error, timeout, oom, throttled, cold_starts, duration_sum_ns, duration_max_ns, duration_buckets',
  'init_buckets, memory_buckets, billed_ns, cost_pico_usd, unpriced, reported, received',
  ...COST_COLUMNS,
]
  .join(', ')
  .split(', ');

interface FunctionColumns extends Omit<FunctionRecord, 'id' | 'memory_mb' | 'version'> {
  readonly function_id: string;
  readonly facts_memory_mb: bigint | null;
  readonly facts_version: string | null;
  readonly facts_ns: bigint | null;
}

interface HourRow extends FunctionColumns, RollupFigures {
  readonly version: string;
  readonly memory_mb: bigint;
  readonly start_seconds: bigint;
}

type CallRow = Omit<HourOfDependency, 'startNs' | 'kind'> & {
  readonly kind: bigint;
  readonly start_seconds: bigint;
};

type CountRow = Omit<HourOfCount, 'isThrottles' | 'more' | 'minute'> & {
  readonly start_seconds: number;
  readonly executions: number;
  readonly throttles: number | null;
};

/** The counters of hours whose rows are gone. */
export function prepareHours(
  db: Database.Database,
  floorNs: () => bigint,
): Pick<HistoryRest, 'hours' | 'hourCalls' | 'hourCounts'> {
  const inTime = 'r.step_seconds = 3600 AND r.start_seconds >= ? AND r.start_seconds < ?';
  const hours = db
    .prepare<[bigint, bigint], HourRow>(
      `SELECT v.version, v.memory_mb, r.start_seconds, ${FIGURES.map((name) => `r.${name}`).join(', ')},
         f.id AS function_id, f.provider, f.account_id, f.region, f.environment, f.name, f.service, f.platform,
         f.runtime, f.architecture, f.memory_mb AS facts_memory_mb, f.timeout_ms, f.version AS facts_version,
         f.first_seen_ns, f.last_seen_ns, f.facts_ns
       FROM function_variant v CROSS JOIN function f ON f.id = lower(hex(v.function_id))
         CROSS JOIN rollup r ON r.scope = 'variant:' || v.no WHERE ${inTime}`,
    )
    .safeIntegers();
  const calls = db
    .prepare<[bigint, bigint], CallRow>(
      `SELECT lower(hex(d.function_id)) AS functionId, f.environment, d.name AS dependency, d.kind, r.start_seconds,
         r.invocations, r.waited_ns AS waitedNs, r.cost_pico_usd AS waitingCost, r.calls, r.errors,
         r.call_buckets AS durations
       FROM dependency d CROSS JOIN function f ON f.id = lower(hex(d.function_id))
         CROSS JOIN dependency_rollup r ON r.dependency_no = d.no WHERE ${inTime}`,
    )
    .safeIntegers();
  const counts = db.prepare<[number, number], CountRow>(
    `SELECT o.feed, o.provider, o.account_id AS accountId, o.region, o.environment, o.name, r.start_seconds,
       r.executions, r.throttles
     FROM platform_origin o CROSS JOIN platform_rollup r ON r.origin_no = o.no WHERE ${inTime}`,
  );
  const range = (fromNs: bigint) => [fromNs / SECOND_NS, floorNs() / SECOND_NS] as const;

  return {
    *hours(fromNs) {
      for (const rows of inChunks(hours.iterate(...range(fromNs))))
        yield rows.map((row) => toHour(row, floorNs()));
    },
    *hourCalls(fromNs) {
      for (const rows of inChunks(calls.iterate(...range(fromNs))))
        yield rows.map(({ start_seconds, kind, ...row }) => ({
          ...row,
          kind: Number(kind),
          startNs: start_seconds * SECOND_NS,
        }));
    },
    *hourCounts(fromNs) {
      const [from, to] = range(fromNs);
      for (const rows of inChunks(counts.iterate(Number(from), Number(to))))
        yield rows.flatMap(({ start_seconds, executions, throttles, ...origin }): readonly HourOfCount[] => {
          const minute = start_seconds / 60;
          const told = executions > 0 ? [{ ...origin, minute, isThrottles: false, more: executions }] : [];
          return throttles === null
            ? told
            : [...told, { ...origin, minute, isThrottles: true, more: throttles }];
        });
    },
  };
}

function toHour(row: HourRow, floorNs: bigint) {
  const startNs = row.start_seconds * SECOND_NS;
  const whole = (value: bigint | null) => (value === null ? null : Number(value));
  /** What is later than the floor, rows say. */
  const before = (ns: bigint) => (ns < floorNs ? ns : startNs);
  return {
    startNs,
    version: row.version,
    memoryMb: Number(row.memory_mb),
    figures: row,
    function: {
      id: row.function_id,
      provider: row.provider,
      accountId: row.account_id,
      region: row.region,
      environment: row.environment,
      name: row.name,
      service: row.service,
      platform: row.platform,
      runtime: row.runtime,
      architecture: row.architecture,
      memoryMb: whole(row.facts_memory_mb),
      timeoutMs: whole(row.timeout_ms),
      version: row.facts_version,
    },
    factsNs: row.facts_ns === null ? null : before(row.facts_ns),
    firstNs: row.first_seen_ns,
    lastNs: before(row.last_seen_ns),
  };
}

function* inChunks<Row>(rows: Iterable<Row>): Generator<readonly Row[]> {
  let chunk: Row[] = [];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length < ROWS_AT_ONCE) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
