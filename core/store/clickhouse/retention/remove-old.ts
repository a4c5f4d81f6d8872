import type { Connection } from '../connection';
import { DAY_NS, dayOf, SEVERAL_DAYS } from '../days';
import type { Deriver } from '../deriving';
import { DAY_TABLES } from '../schema/hour-columns';
import { keptTable, keptTableEverywhere, ofAllServers } from '../schema/layout';
import { textList } from '../statement';

const MONTH_NS = 30n * DAY_NS;
const MINUTE_NS = 60_000_000_000n;
/** Traces, or groups of errors, that are named at once. */
const MOST_NAMED = 1000;

/**
 * Removes what starts before the hour that `floorNs` begins. Whole days go without being read; of the last one rows are
 * marked, and leave the disk when it is merged: at once when the disk is short.
 */
export async function removeOld(
  connection: Connection,
  deriver: Pick<Deriver, 'deriveAgain'>,
  floorNs: bigint,
  isDiskShort: boolean,
): Promise<void> {
  await deriveStraddling(connection, deriver, floorNs);
  for (const [table, column] of BY_DAY) {
    const days = await oldDays(connection, table, floorNs);
    if (days.length > 0)
      await connection.command(
        `ALTER TABLE ${keptTableEverywhere(connection, table)} ${days.map((day) => `DROP PARTITION ${day}`).join(', ')}`,
      );
    await removeRows(connection, table, `${column} < ${floorNs}`);
    if (isDiskShort)
      await connection.command(
        `ALTER TABLE ${keptTableEverywhere(connection, table)} APPLY DELETED MASK SETTINGS mutations_sync = 2`,
      );
  }
  for (const table of DAY_TABLES) await removeRows(connection, table, `start_ns < ${floorNs}`);
  // As a group of which nothing is left is a new one when it comes again.
  await forgetErrors(connection, floorNs);
  await removeRows(connection, 'said', `from_ns < ${floorNs - DAY_NS}`);
  await removeRows(connection, 'due', `due_ms < ${(floorNs - DAY_NS) / 1_000_000n}`);
  await removeRows(connection, 'instance_fact', `until_ns < ${floorNs}`);
  // A counter that said nothing for a month has ended; until then later values are compared with what it said last.
  await removeRows(connection, 'platform_count', `minute < ${(floorNs - MONTH_NS) / MINUTE_NS}`);
}

/** Looking is cheap, and a table in which nothing is to go stays as it is. */
export async function removeRows(connection: Connection, table: string, which: string): Promise<void> {
  const [any] = await connection.ask(`SELECT 1 AS found FROM ${table} WHERE ${which} LIMIT 1`);
  if (any !== undefined)
    await connection.command(`DELETE FROM ${keptTableEverywhere(connection, table)} WHERE ${which}`);
}

/** Those that are found first: replicas refuse to remove what each would have to find for itself. */
async function forgetErrors(connection: Connection, floorNs: bigint): Promise<void> {
  const gone = await connection.ask<{ fingerprint: string }>(
    `SELECT fingerprint FROM error_seen FINAL
     WHERE fingerprint NOT IN (SELECT e.fingerprint FROM error AS e WHERE e.time_ns >= ${floorNs})`,
  );
  for (let at = 0; at < gone.length; at += MOST_NAMED) {
    const some = gone.slice(at, at + MOST_NAMED).map(({ fingerprint }) => fingerprint);
    await removeRows(connection, 'error_seen', `fingerprint IN ${textList(some)}`);
  }
}

const BY_DAY = [
  ['span', 'start_ns'],
  ['log', 'time_ns'],
  ['trace', 'last_ns'],
] as const;

/** The days of which everything is old, as partitions are named. */
async function oldDays(connection: Connection, table: string, floorNs: bigint): Promise<readonly string[]> {
  const rows = await connection.ask<{ day: string }>(
    `SELECT DISTINCT partition AS day FROM ${ofAllServers(connection, 'system.parts')}
     WHERE database = currentDatabase() AND table = '${keptTable(connection, table)}' AND active
       AND toInt64(partition) < ${dayOf(floorNs)} AND toInt64(partition) != ${SEVERAL_DAYS}`,
  );
  return rows.map(({ day }) => day);
}

/** Of a trace that goes on over the border, what is before it leaves its row. */
async function deriveStraddling(
  connection: Connection,
  deriver: Pick<Deriver, 'deriveAgain'>,
  floorNs: bigint,
): Promise<void> {
  const rows = await connection.ask<{ trace_id: string }>(
    `SELECT trace_id FROM trace FINAL WHERE part = '' AND last_ns >= ${floorNs} AND NOT startsWith(trace_id, '-')
       AND (start_ns < ${floorNs} OR arrayExists(one -> one < ${floorNs}, \`inv.start_ns\`)
         OR arrayExists(one -> one < ${floorNs}, \`err.time_ns\`)) AND start_ns > 0`,
  );
  for (let at = 0; at < rows.length; at += MOST_NAMED)
    await deriver.deriveAgain(new Set(rows.slice(at, at + MOST_NAMED).map(({ trace_id }) => trace_id)));
}
