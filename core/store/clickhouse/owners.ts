import { groupBy } from '../../model/group-by';
import type { Connection } from './connection';
import { amongSettled, EVER, notSettled, readSettledDays } from './settled/settled-days';
import { aboutHours } from './split-range';
import { type Conditions, idList } from './statement';

export interface Owner {
  readonly id: string;
  readonly name: string;
}

/** Which functions telemetry belongs to, by what its resource says (`originOf`), and where functions share one, its trace. */
export interface Owners {
  /** The function of each of these, in their order; null where nothing tells which one. */
  ownersOf(
    records: readonly { readonly origin: string; readonly trace_id: string }[],
  ): Promise<readonly (Owner | null)[]>;
  /** The resources that say of telemetry that it is this function's: those that no other shares. */
  originsOnlyOf(functionId: string): readonly string[];
  /** Narrows rows with the columns `origin` and `trace_id` to those of a function. */
  narrow(conditions: Conditions, functionId: string): Conditions;
}

interface OriginRow {
  readonly origin: string;
  readonly id: string;
  readonly name: string;
}

const NONE: readonly Owner[] = [];

/** The owners as they are now, for one question: of settled days by their sums. */
export async function readOwners(connection: Connection): Promise<Owners> {
  const days = await readSettledDays(connection, EVER);
  const rows = await connection.ask<OriginRow>(
    `SELECT origin, id, any(name) AS name FROM (
       SELECT i.origin AS origin, i.function_id AS id, i.function_name AS name FROM invocation AS i
       WHERE i.origin != '' AND ${notSettled(days)}
       UNION ALL
       SELECT arrayJoin(h.origins) AS origin, h.function_id AS id, h.function_name AS name FROM day_figure AS h
       WHERE ${aboutHours(amongSettled(days))}
     ) GROUP BY origin, id`,
  );
  const byOrigin = groupBy(rows, ({ origin }) => origin);
  const isShared = (origin: string) => (byOrigin.get(origin) ?? NONE).length > 1;

  return {
    async ownersOf(records) {
      const unclear = records.filter(({ origin, trace_id }) => trace_id !== '' && isShared(origin));
      const invoked = await invokedIn(connection, new Set(unclear.map(({ trace_id }) => trace_id)));
      return records.map(({ origin, trace_id }) => {
        const all = byOrigin.get(origin) ?? NONE;
        if (all.length <= 1) return all[0] ?? null;
        const [only, ...others] = all.filter(({ id }) => invoked.has(`${trace_id} ${origin} ${id}`));
        return only === undefined || others.length > 0 ? null : only;
      });
    },
    originsOnlyOf: (functionId) =>
      rows.filter(({ id, origin }) => id === functionId && !isShared(origin)).map(({ origin }) => origin),
    narrow(conditions, functionId) {
      const own = rows.filter(({ id }) => id === functionId).map(({ origin }) => origin);
      const shared = own.filter(isShared);
      return conditions.and(
        `has(?, origin) OR (has(?, origin) AND (origin, trace_id) IN (
           SELECT i.origin, i.trace_id FROM invocation AS i WHERE has(?, i.origin)
           GROUP BY i.origin, i.trace_id HAVING uniqExact(i.function_id) = 1 AND any(i.function_id) = ?))`,
        own.filter((origin) => !isShared(origin)),
        shared,
        shared,
        functionId,
      );
    },
  };
}

/** Trace, origin and function of the invocations of these traces. */
async function invokedIn(
  connection: Connection,
  traceIds: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  if (traceIds.size === 0) return new Set();
  const rows = await connection.ask<{ trace_id: string; origin: string; function_id: string }>(
    `SELECT DISTINCT i.trace_id AS trace_id, i.origin AS origin, i.function_id AS function_id FROM invocation AS i
     WHERE i.trace_id IN ${idList(traceIds)}`,
  );
  return new Set(rows.map(({ trace_id, origin, function_id }) => `${trace_id} ${origin} ${function_id}`));
}
