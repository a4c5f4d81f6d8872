import type { LogRecord } from '../../model/telemetry';
import { earlier, later } from '../derive/times';
import type { Connection } from './connection';
import { keptTableEverywhere } from './schema/layout';
import { idList, idLiteral, inPieces } from './statement';

/** Records by their ids. */
type Logs = ReadonlyMap<string, LogRecord>;

/** Tells records that are stored from those that are not, by reading the days alone in which they can be. */
export interface LogArrivals {
  newOf(logs: Logs): Promise<readonly [string, LogRecord][]>;
  /**
   * To be called when they are stored: of a record without a time of its own, which several received at once, the row that
   * was received first is left, whoever looks.
   */
  settle(logs: Logs): Promise<void>;
}

/** So far from its receipt a record that has no time of its own is known again. */
const REPEATED_NS = 7n * 86_400_000_000_000n;

export function createLogArrivals(connection: Connection): LogArrivals {
  /** Where the rows are of records that have no time but that of their receipt, whenever that was. */
  const around = (logs: readonly (readonly [string, LogRecord])[]): string => {
    const times = logs.map(([, { timeNs }]) => timeNs);
    const [from, until] = [times.reduce(earlier) - REPEATED_NS, times.reduce(later) + REPEATED_NS];
    const ids = idList(logs.map(([id]) => id));
    return `time_ns >= ${from} AND time_ns <= ${until} AND time_is_receipt = 1 AND id IN ${ids}`;
  };

  return {
    async newOf(logs) {
      const timeless = [...logs].filter(([, { timeIsReceipt }]) => timeIsReceipt);
      const timed = [...logs].filter(([, { timeIsReceipt }]) => !timeIsReceipt);
      const known = await Promise.all([
        // By the whole key, which leads to its rows.
        inPieces(timed, (some) =>
          connection.ask<{ id: string }>(
            `SELECT id FROM log WHERE (time_ns, id) IN (${some.map(([id, { timeNs }]) => `(${timeNs}, ${idLiteral(id)})`).join(',')})`,
          ),
        ),
        inPieces(timeless, (some) =>
          connection.ask<{ id: string }>(`SELECT DISTINCT id FROM log WHERE ${around(some)}`),
        ),
      ]);
      const ids = new Set(known.flat().map(({ id }) => id));
      return [...logs].filter(([id]) => !ids.has(id));
    },

    async settle(logs) {
      const timeless = [...logs].filter(([, { timeIsReceipt }]) => timeIsReceipt);
      const twice = await inPieces(timeless, (some) =>
        connection.ask<{ id: string; first: string; last: string }>(
          `SELECT id, toString(min(time_ns)) AS first, toString(max(time_ns)) AS last FROM log
           WHERE ${around(some)} GROUP BY id HAVING first != last`,
        ),
      );
      for (const { id, first, last } of twice)
        await connection.command(
          `DELETE FROM ${keptTableEverywhere(connection, 'log')} WHERE id = ${idLiteral(id)} AND time_ns > ${first} AND time_ns <= ${last}`,
        );
    },
  };
}
