import { callsByHour, HOUR_OF } from '../calls-by-hour';
import type { Connection } from '../connection';
import { DAY_NS, SEVERAL_DAYS } from '../days';
import { figureSelect } from '../figure-columns';
import { FUNCTION_SELECT } from '../function-columns';
import { HOUR_NS, REFUSED_HOURS } from '../retention/floor';
import { DAY_TABLES, HOUR_CALL, HOUR_FIGURE } from '../schema/hour-columns';
import { CONTENTS, canSettle } from './settled-days';

const DAY_OF = `intDiv(i.start_ns, ${DAY_NS})`;
const NOW = 'toUnixTimestamp64Nano(now64(9))';
/** Telemetry of a day still comes for a while. */
const AFTER_DAY_NS = HOUR_NS;
/** So long questions may still be about sums that were replaced. */
const REPLACED_MS = 3_600_000;
/** Days that are added up by one statement. */
const MOST_AT_ONCE = 8;

interface State {
  readonly day: number;
  readonly content: string;
  readonly now_ns: string;
}

/**
 * Adds up the hours of days that are over, newest first, and again what has changed since. `step` does some days and answers
 * whether there were any. A day is left alone until nothing of it was inserted, or merged, for `quietMs`; sums that were
 * replaced go after `replacedMs`.
 */
export function createDaySettling(
  connection: Connection,
  quietMs: number,
  replacedMs = REPLACED_MS,
): { step(): Promise<boolean> } {
  /** Those whose sums are missing, or are not right any more. */
  const readUnsettled = (): Promise<readonly State[]> =>
    connection.ask(
      `SELECT current.day AS day, current.content AS content, toString(${NOW}) AS now_ns
       FROM (${CONTENTS}) AS current
       LEFT JOIN (SELECT * FROM day_made FINAL) AS made ON made.day = current.day
       WHERE current.day < intDiv(${NOW} - ${AFTER_DAY_NS}, ${DAY_NS})
         AND current.day >= intDiv((${REFUSED_HOURS}) + 23, 24)
         AND toUnixTimestamp(current.changed) * 1000 <= intDiv(${NOW}, 1000000) - ${quietMs}
         AND ifNull(made.content, '') != current.content
       ORDER BY day DESC LIMIT ${MOST_AT_ONCE}`,
    );

  const addUp = async (made: string, days: readonly State[]): Promise<void> => {
    const list = days.map(({ day }) => day).join(', ');
    const rows = `FROM invocation AS i WHERE ${DAY_OF} IN (${list}) AND i.day IN (${SEVERAL_DAYS}, ${list})`;
    const figures = [...HOUR_FIGURE.map(([name]) => name), 'origins'].join(', ');
    await connection.command(
      `INSERT INTO day_figure (made, ${figures}) SELECT ${made}, ${figures} FROM (
         SELECT i.function_id AS function_id, ifNull(i.version, '') AS version, ifNull(i.memory_mb, 0) AS memory_mb,
           ${HOUR_OF} AS start_ns, ${figureSelect()}, ${FUNCTION_SELECT},
           groupUniqArrayIf(i.origin, i.origin != '') AS origins
         ${rows} GROUP BY function_id, version, memory_mb, start_ns)`,
    );
    const calls = HOUR_CALL.map(([name]) => name).join(', ');
    await connection.command(`INSERT INTO day_call (${calls}, made) ${callsByHour(rows, made)}`);
  };

  /** Those of which nothing changed in between. */
  const withoutChanged = async (days: readonly State[]): Promise<readonly State[]> => {
    const rows = await connection.ask<State>(`SELECT day, content FROM (${CONTENTS})`);
    const now = new Map(rows.map(({ day, content }) => [day, content]));
    return days.filter(({ day, content }) => now.get(day) === content);
  };

  /** When sums that were replaced are looked for; from the start, because the process before may have left some. */
  let removesAtMs = 0;

  /** Sums that others have taken the place of, or that were never right. */
  const removeReplaced = async (table: (typeof DAY_TABLES)[number]): Promise<void> => {
    const replaced = await connection.ask<{ text: string }>(
      `SELECT DISTINCT toString((day, made)) AS text FROM ${table}
       WHERE made < ${NOW} - ${replacedMs * 1_000_000} AND (day, made) NOT IN (SELECT day, made FROM day_made FINAL)`,
    );
    if (replaced.length === 0) return;
    const which = replaced.map(({ text }) => text).join(', ');
    await connection.command(`DELETE FROM ${table} WHERE (intDiv(start_ns, ${DAY_NS}), made) IN (${which})`);
  };

  return {
    async step() {
      if (!canSettle(connection)) return false;
      const unsettled = await readUnsettled();
      const [{ now_ns: made } = { now_ns: '0' }] = unsettled;
      if (unsettled.length === 0) {
        if (performance.now() < removesAtMs) return false;
        for (const table of DAY_TABLES) await removeReplaced(table);
        removesAtMs = Number.POSITIVE_INFINITY;
        return false;
      }
      await addUp(made, unsettled);
      const settled = await withoutChanged(unsettled);
      await connection.insert(
        'day_made',
        settled.map(({ day, content }) => ({ day, made, content })),
      );
      removesAtMs = performance.now() + replacedMs;
      return settled.length > 0;
    },
  };
}
