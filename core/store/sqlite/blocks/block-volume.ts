import type Database from 'better-sqlite3';
import type { TimeRange } from '../../../model/time-range';
import { msToNs } from '../values';

/** Ids of blocks; null: all. */
export type Among = readonly number[] | null;

/**
 * How much there is when, by what is noted of blocks. SQLite adds it up: to read the rows of tens of thousands of blocks
 * takes longer than all else that a sample of them needs.
 */
export interface BlockVolume {
  /** Ids of the blocks with log records that may lie in the range, ascending. */
  withLogs(range: TimeRange, among: Among): number[];
  /** The same of spans that may start in it. */
  withSpans(range: TimeRange, among: Among): number[];
  /** How many spans those blocks have, also beyond the range. */
  spans(range: TimeRange, among: Among): number;
  /**
   * The log records of these blocks in the range by step, from that of `fromMs` on; those of a block are taken to be
   * spread evenly over its time.
   */
  logsPerStep(range: TimeRange, stepMs: number, among: Among): Float64Array;
}

interface Values {
  readonly from: bigint;
  readonly to: bigint;
  readonly step?: bigint;
  readonly among?: string;
}

interface Crossing {
  readonly logs: number;
  readonly startMs: number;
  readonly endMs: number;
}

export function prepareBlockVolume(db: Database.Database): BlockVolume {
  const ofAll = prepareStatements(db, '');
  // The plus leaves the search to the ids.
  const ofSome = prepareStatements(db, 'id IN (SELECT value FROM json_each(@among)) AND +');
  const of = (among: Among) => (among === null ? ofAll : ofSome);
  const valuesOf = ({ fromMs, toMs }: TimeRange, among: Among): Values => ({
    from: msToNs(fromMs),
    to: msToNs(toMs),
    ...(among !== null && { among: JSON.stringify(among) }),
  });

  return {
    withLogs: (range, among) => of(among).withLogs.all(valuesOf(range, among)),
    withSpans: (range, among) => of(among).withSpans.all(valuesOf(range, among)),
    spans: (range, among) => of(among).spans.get(valuesOf(range, among)) ?? 0,
    logsPerStep(range, stepMs, among) {
      const begin = Math.floor(range.fromMs / stepMs);
      const steps = new Float64Array(Math.max(Math.ceil(range.toMs / stepMs) - begin, 0));
      const add = (step: number, logs: number): void => {
        steps[step - begin] = (steps[step - begin] ?? 0) + logs;
      };
      const values = { ...valuesOf(range, among), step: BigInt(Math.round(stepMs * 1e6)) };
      for (const [step, logs] of of(among).logsInOneStep.all(values)) add(step, logs);
      for (const { logs, startMs, endMs } of of(among).logsAcrossSteps.all(values)) {
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

/** `among`: what stands before the first condition of each. */
function prepareStatements(db: Database.Database, among: string) {
  const haveLogs = `${among} log_t1 >= @from AND log_t0 < @to`;
  const haveSpans = `${among} span_t1 >= @from AND span_t0 < @to`;
  const isInOneStep = 'log_t0 >= @from AND log_t1 < @to AND log_t0 / @step = log_t1 / @step';
  return {
    withLogs: db.prepare<Values, number>(`SELECT id FROM block_meta WHERE ${haveLogs} ORDER BY id`).pluck(),
    withSpans: db.prepare<Values, number>(`SELECT id FROM block_meta WHERE ${haveSpans} ORDER BY id`).pluck(),
    spans: db.prepare<Values, number>(`SELECT total(spans) FROM block_meta WHERE ${haveSpans}`).pluck(),
    logsInOneStep: db
      .prepare<Values, [step: number, logs: number]>(
        `SELECT log_t0 / @step, sum(logs) FROM block_meta WHERE ${haveLogs} AND ${isInOneStep} GROUP BY 1`,
      )
      .raw(),
    logsAcrossSteps: db.prepare<Values, Crossing>(
      `SELECT logs, log_t0 / 1e6 AS startMs, log_t1 / 1e6 + 0.001 AS endMs FROM block_meta
       WHERE ${haveLogs} AND NOT (${isInOneStep})`,
    ),
  };
}
