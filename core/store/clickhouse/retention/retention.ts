import { earlier } from '../../derive/times';
import { KEEP_ALL, type RetentionLimits } from '../../retention';
import type { Connection } from '../connection';
import { DAY_NS, dayOf, SEVERAL_DAYS } from '../days';
import type { Deriver } from '../deriving';
import { keptTable, ofOneCopy } from '../schema/layout';
import { countHours } from './count-hours';
import { type Floors, HOUR_NS, raiseFloor, readFloors } from './floor';
import { removeOld } from './remove-old';

export interface Retention {
  /** Telemetry that starts before is not taken in; nanoseconds since the epoch, 0 while anything is. */
  refusedBefore(): Promise<bigint>;
  /** The same as far as it is known here. */
  readonly knownNs: bigint;
  /** Does one piece of work; answers whether there was any. */
  step(): Promise<boolean>;
}

export interface RetentionParts {
  /** For what may take long. */
  readonly connection: Connection;
  readonly deriver: Pick<Deriver, 'deriveAgain'>;
  readonly limits?: RetentionLimits | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How long others may go on with a floor that has risen: writes that have begun, and questions. */
  readonly graceMs: number;
}

/** Well within the time that a floor's rise has to become known to others. */
const FRESH_MS = 5000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Tables whose partitions are days. */
const DAILY = ['span', 'log'] as const;

/**
 * Removes telemetry that is older than the limits say, or the oldest while the database is larger. Several may do so at
 * once. The floor rises in three steps, each some time after the one before it: nothing older is taken in; what is older
 * counts by the hour; it goes.
 */
export function createRetention({
  connection,
  deriver,
  limits = KEEP_ALL,
  now,
  graceMs,
}: RetentionParts): Retention {
  let known: Floors = { refused: 0n, counted: 0n, removed: 0n };
  let readMs = Number.NEGATIVE_INFINITY;
  /** Since when the floors are known to be what they are; a monotonic clock's milliseconds. */
  let sinceMs = 0;
  let isTooLarge = false;

  const read = async (): Promise<Floors> => {
    const floors = await readFloors(connection);
    readMs = performance.now();
    if (floors.refused !== known.refused || floors.counted !== known.counted) sinceMs = readMs;
    known = floors;
    return floors;
  };

  /** The newest floor that the last hour allows. */
  const latestNs = () => BigInt(Math.floor(now() / HOUR_MS) - 1) * HOUR_NS;

  const wantedByAge = (): bigint =>
    limits.days === null ? 0n : BigInt(Math.floor((now() - limits.days * DAY_MS) / HOUR_MS)) * HOUR_NS;

  /** While the database is too large, the end of its oldest day, or of the oldest hour of a day that is not over. */
  const wantedBySize = async (): Promise<bigint> => {
    if (limits.maxBytes === null) return 0n;
    const tables = DAILY.map((table) => `'${keptTable(connection, table)}'`).join(', ');
    const [size] = await connection.ask<{ bytes: string; day: string | null }>(
      `SELECT toString(sum(bytes_on_disk)) AS bytes,
         toString(minIf(toInt64OrNull(partition), table IN (${tables}))) AS day
       FROM ${ofOneCopy(connection, 'system.parts')} WHERE database = currentDatabase() AND active`,
    );
    if (Number(size?.bytes ?? 0) <= limits.maxBytes || size?.day == null) return 0n;
    const day = BigInt(size.day);
    if ((day + 1n) * DAY_NS <= latestNs()) return (day + 1n) * DAY_NS;
    const hour = await oldestHour(connection);
    return hour === null || hour >= latestNs() ? latestNs() : hour + HOUR_NS;
  };

  const raise = async (name: keyof Floors, to: bigint): Promise<true> => {
    await raiseFloor(connection, name, to);
    await read();
    return true;
  };

  return {
    get knownNs() {
      return known.refused;
    },
    async refusedBefore() {
      if (performance.now() - readMs > FRESH_MS) await read();
      return known.refused;
    },
    async step() {
      // Who has no limits leaves it to who has.
      if (limits.days === null && limits.maxBytes === null) return false;
      const { refused, counted, removed } = await read();
      if (counted < refused) {
        if (performance.now() - sinceMs < graceMs) return false;
        const to = await nextToCount(connection, counted, refused);
        if (to > counted) await countHours(connection, counted, to);
        return raise('counted', to);
      }
      if (removed < counted) {
        if (performance.now() - sinceMs < graceMs) return false;
        await removeOld(connection, deriver, counted, isTooLarge);
        return raise('removed', counted);
      }
      const age = wantedByAge();
      if (age > refused) return raise('refused', age);
      const size = await wantedBySize();
      isTooLarge = size > 0n;
      return size > refused ? raise('refused', size) : false;
    },
  };
}

async function oldestHour(connection: Connection): Promise<bigint | null> {
  const [row] = await connection.ask<{ ns: string }>(
    `SELECT toString(min(ns)) AS ns FROM (SELECT min(start_ns) AS ns FROM span HAVING count() > 0
       UNION ALL SELECT min(time_ns) FROM log HAVING count() > 0)`,
  );
  return row === undefined || row.ns === '0' ? null : (BigInt(row.ns) / HOUR_NS) * HOUR_NS;
}

/** At most the end of the day in which the first invocation starts that is not counted by the hour. */
async function nextToCount(connection: Connection, counted: bigint, refused: bigint): Promise<bigint> {
  const [first] = await connection.ask<{ ns: string }>(
    `SELECT toString(min(i.start_ns)) AS ns FROM invocation AS i WHERE i.start_ns >= ${counted}
       AND (i.day = ${SEVERAL_DAYS} OR i.day >= ${dayOf(counted)})`,
  );
  const [told] = await connection.ask<{ earliest: string }>(
    `SELECT toString(min(minute)) AS earliest FROM platform_count WHERE minute >= ${counted / MINUTE_NS}`,
  );
  const starts = [BigInt(first?.ns ?? 0), BigInt(told?.earliest ?? 0) * MINUTE_NS].filter((ns) => ns > 0n);
  const start = starts.reduce(earlier, refused);
  const end = (start / DAY_NS + 1n) * DAY_NS;
  return earlier(end, refused);
}

const MINUTE_NS = 60_000_000_000n;
