import type { DaySums } from '../history';
import type { Connection } from './connection';

interface Row {
  readonly day: string;
  readonly spans: string;
  readonly logs: string;
  readonly invocations: string;
  readonly cost: string;
}

const DAY_OF = (column: string) => `toString(toDate(fromUnixTimestamp64Nano(${column}, 'UTC')))`;

/** What is stored of each day, oldest first; of what starts before the floor, nanoseconds since the epoch, the hours. */
export async function readDaySums(connection: Connection, floorNs: bigint): Promise<readonly DaySums[]> {
  const rows = await connection.ask<Row>(
    `SELECT day, toString(sum(spans)) AS spans, toString(sum(logs)) AS logs,
       toString(sum(invocations)) AS invocations, toString(sum(cost)) AS cost
     FROM (
       SELECT ${DAY_OF('start_ns')} AS day, toUInt64(span_count) AS spans, 0 AS logs, 0 AS invocations, toInt128(0) AS cost
       FROM trace FINAL WHERE span_count > 0 AND start_ns >= ${floorNs}
       UNION ALL
       SELECT ${DAY_OF('time_ns')} AS day, 0 AS spans, 1 AS logs, 0 AS invocations, toInt128(0) AS cost
       FROM log FINAL WHERE time_ns >= ${floorNs}
       UNION ALL
       SELECT ${DAY_OF('i.start_ns')} AS day, 0 AS spans, 0 AS logs, 1 AS invocations, toInt128(coalesce(i.cost, 0)) AS cost
       FROM invocation AS i WHERE i.start_ns >= ${floorNs}
       UNION ALL
       SELECT ${DAY_OF('h.start_ns')} AS day, 0 AS spans, 0 AS logs, toUInt64(h.figure_invocations) AS invocations,
         h.figure_cost_pico_usd AS cost
       FROM hour_figure AS h FINAL WHERE h.start_ns < ${floorNs}
     ) GROUP BY day ORDER BY day`,
  );
  return rows.map(({ day, spans, logs, invocations, cost }) => ({
    day,
    spans: Number(spans),
    logs: Number(logs),
    invocations: Number(invocations),
    cost: BigInt(cost),
  }));
}
