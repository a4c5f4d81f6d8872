import type Database from 'better-sqlite3';
import type { TimeRange } from '../../../model/time-range';
import { msToNs } from '../values';

/**
 * How many log records there are when, by what is noted of blocks: added up by SQLite, where reading a row of each of tens
 * of thousands of blocks takes longer than all else that a histogram needs. `among` are ids of blocks; null: all.
 */
export interface LogVolume {
  /** Ids of the blocks with log records that may lie in the range, ascending. */
  blocksIn(range: TimeRange, among: readonly number[] | null): number[];
  /**
   * The log records of these blocks in the range by step, from that of `fromMs` on; those of a block are taken to be
   * spread evenly over its time.
   */
  perStep(range: TimeRange, stepMs: number, among: readonly number[] | null): Float64Array;
}

interface Crossing {
  readonly logs: number;
  readonly startMs: number;
  readonly endMs: number;
}

export function prepareLogVolume(db: Database.Database): LogVolume {
  const statements = (among: string) => {
    const inRange = `${among} log_t1 >= @from AND log_t0 < @to`;
    const isInOneStep = 'log_t0 >= @from AND log_t1 < @to AND log_t0 / @step = log_t1 / @step';
    return {
      ids: db.prepare<Values, number>(`SELECT id FROM block_meta WHERE ${inRange} ORDER BY id`).pluck(),
      whole: db
        .prepare<Values, [step: number, logs: number]>(
          `SELECT log_t0 / @step, sum(logs) FROM block_meta WHERE ${inRange} AND ${isInOneStep} GROUP BY 1`,
        )
        .raw(),
      crossing: db.prepare<Values, Crossing>(
        `SELECT logs, log_t0 / 1e6 AS startMs, log_t1 / 1e6 + 0.001 AS endMs FROM block_meta
         WHERE ${inRange} AND NOT (${isInOneStep})`,
      ),
    };
  };
  const ofAll = statements('');
  // The plus leaves the search to the ids.
  const ofSome = statements('id IN (SELECT value FROM json_each(@among)) AND +');
  const valuesOf = ({ fromMs, toMs }: TimeRange, among: readonly number[] | null): Values => ({
    from: msToNs(fromMs),
    to: msToNs(toMs),
    ...(among !== null && { among: JSON.stringify(among) }),
  });

  return {
    blocksIn: (range, among) => (among === null ? ofAll : ofSome).ids.all(valuesOf(range, among)),
    perStep(range, stepMs, among) {
      const begin = Math.floor(range.fromMs / stepMs);
      const steps = new Float64Array(Math.max(Math.ceil(range.toMs / stepMs) - begin, 0));
      const add = (step: number, logs: number): void => {
        steps[step - begin] = (steps[step - begin] ?? 0) + logs;
      };
      const { whole, crossing } = among === null ? ofAll : ofSome;
      const values = { ...valuesOf(range, among), step: BigInt(Math.round(stepMs * 1e6)) };
      for (const [step, logs] of whole.all(values)) add(step, logs);
      for (const { logs, startMs, endMs } of crossing.all(values)) {
        const last = Math.min(endMs, range.toMs);
        for (
          let step = Math.floor(Math.max(startMs, range.fromMs) / stepMs);
          step * stepMs < last;
          step += 1
        ) {
          const inside = Math.min((step + 1) * stepMs, last) - Math.max(step * stepMs, startMs, range.fromMs);
          if (inside > 0) add(step, (logs * inside) / (endMs - startMs));
        }
      }
      return steps;
    },
  };
}

interface Values {
  readonly from: bigint;
  readonly to: bigint;
  readonly step?: bigint;
  readonly among?: string;
}
