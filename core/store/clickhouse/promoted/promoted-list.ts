import { FaaslensError } from '../../../errors';
import type { PromotedAttribute } from '../../promoted-attributes';
import type { Connection } from '../connection';

interface Row {
  readonly key: string;
  readonly promoted_ms: string;
}

/**
 * Those that are promoted, oldest first. Every attribute of an invocation is kept with its row, so that a promotion only
 * names what may be asked for, and nothing has to be filled in.
 */
export async function readPromoted(connection: Connection): Promise<readonly PromotedAttribute[]> {
  const rows = await connection.ask<Row>(
    'SELECT key, promoted_ms FROM promoted FINAL WHERE removed = 0 ORDER BY version',
  );
  return rows.map(({ key, promoted_ms }) => ({
    key,
    promotedAt: Number(promoted_ms),
    completeSince: null,
    examined: 0,
    missed: 0,
  }));
}

/** @throws FaaslensError `invalid_input` when one of the keys is not promoted. */
export async function checkPromoted(connection: Connection, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const promoted = new Set((await readPromoted(connection)).map(({ key }) => key));
  const other = keys.find((key) => !promoted.has(key));
  if (other === undefined) return;
  throw new FaaslensError(
    'invalid_input',
    `attribute ${other.slice(0, 100)}: is not promoted; promoted attributes can be filtered and counted by`,
  );
}
