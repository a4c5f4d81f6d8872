import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { PlatformCount } from '../../../model/platform/metric-facts';
import { ROLLUP_STEPS } from '../rollup-scope';
import { preparePlatformOrigins } from './platform-origins';

/** What platforms count of functions, per minute, in the tables `platform_count` and `platform_rollup`. */
export interface PlatformCounts {
  /** Adds these counts; what was said before, or less than was said already, changes nothing. */
  write(counts: readonly PlatformCount[]): void;
}

/** Beyond it numbers are not whole any more when they are added up. */
const MOST = 2 ** 43;

interface Row {
  readonly minute: number;
  readonly value: number;
}

/** The most that one stream counted by the end of a minute. */
interface Highest extends Row {
  readonly originNo: number;
  readonly stream: Buffer;
  readonly isThrottles: boolean;
}

interface Change {
  readonly originNo: number;
  readonly minute: number;
  executions: number;
  throttles: number | null;
}

export function createPlatformCounts(db: Database.Database): PlatformCounts {
  const origins = preparePlatformOrigins(db);
  const before = db.prepare<[number, Buffer, number], Row>(
    `SELECT minute, value FROM platform_count WHERE origin_no = ? AND stream = ? AND minute < ?
     ORDER BY minute DESC LIMIT 1`,
  );
  const from = db.prepare<[number, Buffer, number], Row>(
    `SELECT minute, value FROM platform_count WHERE origin_no = ? AND stream = ? AND minute >= ? ORDER BY minute`,
  );
  const save = db.prepare<[number, Buffer, number, number, number]>(
    'REPLACE INTO platform_count (origin_no, stream, minute, value, is_throttles) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = db.prepare<[number, Buffer, number]>(
    'DELETE FROM platform_count WHERE origin_no = ? AND stream = ? AND minute = ?',
  );
  const add = db.prepare<[number, number, number, number, number | null]>(
    `INSERT INTO platform_rollup (origin_no, step_seconds, start_seconds, executions, throttles)
     VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET executions = executions + excluded.executions,
       throttles = CASE WHEN excluded.throttles IS NULL THEN throttles
         ELSE ifnull(throttles, 0) + excluded.throttles END`,
  );

  /** What is kept of later minutes, from this one on: what is not more than `value`, and the first that is. */
  const following = (originNo: number, stream: Buffer, minute: number, value: number) => {
    const outdone: Row[] = [];
    for (const row of from.iterate(originNo, stream, minute)) {
      if (row.value > value) return { outdone, next: row };
      outdone.push(row);
    }
    return { outdone, next: null };
  };

  /**
   * A counter never falls, so of the points of a stream only those matter that are higher than all before them: they
   * alone are kept, and what each adds to the one before it counts for its minute.
   */
  const writeOne = (
    { originNo, stream, minute, value, isThrottles }: Highest,
    change: (minute: number, by: number) => void,
  ): void => {
    const previous = before.get(originNo, stream, minute);
    if (previous && previous.value >= value) return;
    const { outdone, next } = following(originNo, stream, minute, value);
    const [same] = outdone;
    if (same?.minute === minute && same.value === value && outdone.length === 1) return;
    if (next?.minute === minute) return;
    const base = previous?.value ?? 0;
    let last = base;
    for (const row of outdone) {
      change(row.minute, last - row.value);
      last = row.value;
      if (row.minute !== minute) remove.run(originNo, stream, row.minute);
    }
    change(minute, value - base);
    if (next) change(next.minute, last - value);
    save.run(originNo, stream, minute, value, Number(isThrottles));
  };

  /** Of each stream and minute the highest alone: every invocation of a busy process has its number. */
  const highestOf = (counts: readonly PlatformCount[]): Iterable<Highest> => {
    const highest = new Map<string, Highest>();
    for (const count of counts) {
      // Nothing that ran says nothing, nothing that was throttled does.
      if (count.counted !== 'throttles' && count.value < 0.5) continue;
      const originNo = origins.noOf(count.feed, count.origin);
      const stream = streamOf(count);
      const minute = minuteOf(count.timeNs);
      const value = Math.min(Math.round(count.value), MOST);
      const key = `${originNo} ${stream.toString('hex')} ${minute}`;
      const known = highest.get(key);
      if (known && known.value >= value) continue;
      highest.set(key, { originNo, stream, minute, value, isThrottles: count.counted === 'throttles' });
    }
    return highest.values();
  };

  return {
    write(counts) {
      const changes = new Map<string, Change>();
      for (const count of highestOf(counts)) {
        const { originNo, isThrottles } = count;
        writeOne(count, (minute, by) => {
          const key = `${originNo} ${minute}`;
          const change = changes.get(key) ?? { originNo, minute, executions: 0, throttles: null };
          if (isThrottles) change.throttles = (change.throttles ?? 0) + by;
          else change.executions += by;
          changes.set(key, change);
        });
      }
      for (const { originNo, minute, executions, throttles } of changes.values()) {
        for (const step of ROLLUP_STEPS) {
          const start = Math.floor((minute * 60) / step) * step;
          add.run(originNo, step, start, executions, throttles);
        }
      }
    },
  };
}

/** The points that replace one another: all since the counting began, or those of one interval. */
function streamOf({ series, startNs, timeNs, isCumulative }: PlatformCount): Buffer {
  const hash = createHash('sha256').update(`${startNs} ${isCumulative ? '' : timeNs} ${series}`);
  return hash.digest().subarray(0, 8);
}

/** Minutes since the epoch. A point counts what happened before its time. */
function minuteOf(timeNs: bigint): number {
  return timeNs <= 0n ? 0 : Number((timeNs - 1n) / 60_000_000_000n);
}
