import type { Bulletin } from '../bulletin';
import type { Connection } from './connection';

/** The bulletin as a table of one row. */
export function createClickHouseBulletin(connection: Connection): Bulletin {
  return {
    publish: ({ text, version }) =>
      connection.insert('bulletin', [{ name: 'settings', version: String(version), text }]),
    async readAfter(version) {
      const [row] = await connection.ask<{ text: string; version_text: string }>(
        `SELECT text, toString(version) AS version_text FROM bulletin
         WHERE name = 'settings' AND version > ${Math.trunc(version)} ORDER BY version DESC LIMIT 1`,
      );
      return row === undefined ? null : { text: row.text, version: Number(row.version_text) };
    },
    close: () => connection.close(),
  };
}
