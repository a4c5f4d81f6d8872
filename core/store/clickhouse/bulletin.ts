import { randomUUID } from 'node:crypto';
import type { Bulletin } from '../bulletin';
import type { Connection } from './connection';

/** The bulletin of this name, a row of a small table. */
export function createClickHouseBulletin(connection: Connection, name: string): Bulletin {
  // Replicas take equal rows of two collectors for one that was sent twice.
  const collector = randomUUID();
  return {
    publish: ({ text, version }) => connection.insert('bulletin', [{ name, version: String(version), text }]),
    async readAfter(version) {
      const [row] = await connection.ask<{ text: string; version_text: string }>(
        `SELECT text, toString(version) AS version_text FROM bulletin
         WHERE name = {name:String} AND version > ${Math.trunc(version)} ORDER BY version DESC LIMIT 1`,
        [{ name: 'name', value: name }],
      );
      return row === undefined ? null : { text: row.text, version: Number(row.version_text) };
    },
    noteUses: (uses) =>
      connection.insert(
        'key_use',
        uses.map(([key_id, used_ms]) => ({ key_id, used_ms })),
      ),
    async uses() {
      const rows = await connection.ask<{ key_id: string; used: string }>(
        'SELECT key_id, toString(max(used_ms)) AS used FROM key_use GROUP BY key_id',
      );
      return rows.map(({ key_id, used }) => [key_id, Number(used)] as const);
    },
    noteRejected: (records, at_ms) => connection.insert('rejected', [{ collector, at_ms, records }]),
    async rejected(sinceMs) {
      const [row] = await connection.ask<{ records: string }>(
        `SELECT toString(sum(records)) AS records FROM rejected WHERE at_ms > ${Math.trunc(sinceMs)}`,
      );
      return Number(row?.records ?? 0);
    },
    close: () => connection.close(),
  };
}
