import type { Bulletin } from '../bulletin';
import type { Connection } from './connection';

/** The bulletin of this name, a row of a small table. */
export function createClickHouseBulletin(connection: Connection, name: string): Bulletin {
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
    close: () => connection.close(),
  };
}
