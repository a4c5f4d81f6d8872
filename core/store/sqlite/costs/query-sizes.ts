import type Database from 'better-sqlite3';
import { toWholeHours } from '../../../model/time-range';
import type { SizeFigures, SizesQuery } from '../../costs';
import { checkedLimit } from '../../derive/checked-limit';
import { mostInvoked } from '../../derive/most-invoked';
import { Conditions, type SqlValue } from '../conditions';
import { coverRange } from '../cover-range';
import { prepareMinutesSince } from '../retention/floor';
import { hexBytes, nsToDurationMs } from '../values';

/** Sums that an integer may not hold, in halves. */
interface SizeRow {
  readonly id: string;
  readonly memory_mb: bigint;
  readonly architecture: string;
  readonly invocations: bigint;
  readonly duration_high: bigint;
  readonly duration_low: bigint;
  readonly billed_high: bigint;
  readonly billed_low: bigint;
  readonly waited_high: bigint;
  readonly waited_low: bigint;
  readonly cost_high: bigint;
  readonly cost_low: bigint;
  readonly most_mb: number | null;
}

const halves = (column: string, name: string) =>
  `sum(r.${column} >> 32) AS ${name}_high, sum(r.${column} & 0xffffffff) AS ${name}_low`;
const SUMS = [
  'sum(r.invocations) AS invocations',
  halves('duration_ns', 'duration'),
  halves('billed_ns', 'billed'),
  halves('waited_ns', 'waited'),
  halves('cost_pico_usd', 'cost'),
  'max(r.max_memory_used_mb) AS most_mb',
].join(', ');

/** Answers how functions ran at each of their sizes, from the sums of hours and days. */
export function prepareSizes(db: Database.Database): (query: SizesQuery) => readonly SizeFigures[] {
  const minutesSince = prepareMinutesSince(db);
  return ({ range, environment, functionId, limit }) => {
    const most = checkedLimit(limit);
    const { fromMs, toMs } = toWholeHours(range);
    // What lies before has no rows any more; a day that began before is not read as a whole.
    const pieces = coverRange({ fromMs: Math.max(fromMs, minutesSince() * 1000), toMs });
    const conditions = new Conditions()
      .andIf(environment, 'r.function_id IN (SELECT unhex(id) FROM function WHERE environment = ?)')
      .andIf(functionId === undefined ? undefined : hexBytes(functionId), 'r.function_id = ?');
    const rows = db
      .prepare<SqlValue[], SizeRow>(
        `SELECT lower(hex(r.function_id)) AS id, r.memory_mb, r.architecture, ${SUMS}
         FROM json_each(?) piece CROSS JOIN size_rollup r ON r.step_seconds = piece.value ->> 'step'
           AND r.start_seconds >= piece.value ->> 'from' AND r.start_seconds < piece.value ->> 'to'
         ${conditions.where} GROUP BY r.function_id, r.memory_mb, r.architecture`,
      )
      .safeIntegers()
      .all(JSON.stringify(pieces), ...conditions.values);
    return mostInvoked(rows.map(toFigures), most);
  };
}

const whole = (high: bigint, low: bigint) => (high << 32n) + low;

function toFigures(row: SizeRow): SizeFigures {
  return {
    functionId: row.id,
    memoryMb: Number(row.memory_mb),
    architecture: row.architecture === '' ? null : row.architecture,
    invocations: Number(row.invocations),
    durationMs: nsToDurationMs(whole(row.duration_high, row.duration_low)),
    billedDurationMs: nsToDurationMs(whole(row.billed_high, row.billed_low)),
    waitedMs: nsToDurationMs(whole(row.waited_high, row.waited_low)),
    maxMemoryUsedMb: row.most_mb,
    cost: whole(row.cost_high, row.cost_low),
  };
}
