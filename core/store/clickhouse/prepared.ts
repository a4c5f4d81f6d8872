import { ClickHouseError } from '@clickhouse/client';
import { FaaslensError, isFaaslensError } from '../../errors';
import type { ClickHousePlace } from '../place';
import { type Connection, type ConnectionOptions, openConnection } from './connection';
import { onCluster } from './schema/layout';
import { migrate } from './schema/migrate';
import { SCHEMA_VERSION, VERSION_TABLE } from './schema/schema';
import { requireVersion } from './server-version';

/** Unknown table and unknown database: what was prepared is no longer there. */
const GONE = new Set(['60', '81']);

/**
 * A connection whose server is looked at, and whose database is made and brought up to date, before its first statement:
 * so it may be opened while the server is away, and works as soon as it is there. Until then, and when what was prepared
 * has gone, all fail with `unavailable`, and the next statement prepares anew.
 */
export function openPrepared(place: ClickHousePlace, options: ConnectionOptions = {}): Connection {
  const connection = openConnection(place.url, { ...options, cluster: place.cluster });
  let preparing: Promise<void> | null = null;

  const ready = (): Promise<void> => {
    preparing ??= prepare(connection, place, options).catch((error: unknown) => {
      preparing = null;
      throw waitable(error);
    });
    return preparing;
  };
  const prepared = async <Answer>(use: () => Promise<Answer>): Promise<Answer> => {
    await ready();
    try {
      return await use();
    } catch (error) {
      if (!isGone(error)) throw error;
      preparing = null;
      throw new FaaslensError('unavailable', 'The tables in ClickHouse are gone; they are made anew', {
        cause: error,
      });
    }
  };
  return {
    cluster: place.cluster,
    ask: (statement, parameters) => prepared(() => connection.ask(statement, parameters)),
    insert: (table, rows) => prepared(() => connection.insert(table, rows)),
    command: (statement) => prepared(() => connection.command(statement)),
    close: () => connection.close(),
  };
}

async function prepare(
  connection: Connection,
  { url, cluster }: ClickHousePlace,
  options: ConnectionOptions,
): Promise<void> {
  await makeDatabase(url, cluster, options);
  await requireVersion(connection);
  if (!(await isCurrent(connection))) await migrate(connection);
}

/** A server that is read-only can still be read. */
async function isCurrent(connection: Connection): Promise<boolean> {
  const made = await connection.ask(
    `SELECT 1 AS found FROM system.tables WHERE database = currentDatabase() AND name = '${VERSION_TABLE}'`,
  );
  if (made.length === 0) return false;
  const [row] = await connection.ask<{ version: number }>(
    `SELECT max(version) AS version FROM ${VERSION_TABLE}`,
  );
  return row?.version === SCHEMA_VERSION;
}

/** A user without the right to make databases is given one. */
async function makeDatabase(url: string, cluster: string | null, options: ConnectionOptions): Promise<void> {
  const address = new URL(url);
  const name = address.pathname.slice(1);
  address.pathname = '/default';
  const server = openConnection(address.href, options);
  try {
    const known = await server.ask(`SELECT 1 AS found FROM system.databases WHERE name = '${name}'`);
    if (known.length > 0) return;
    await server.command(`CREATE DATABASE IF NOT EXISTS \`${name}\`${onCluster({ cluster })}`);
  } finally {
    await server.close();
  }
}

/** Senders keep what is answered with `unavailable`; what is wrong here may be mended while they do. */
function waitable(error: unknown): unknown {
  if (!isFaaslensError(error) || error.code === 'unavailable') return error;
  return new FaaslensError('unavailable', error.message, { cause: error });
}

function isGone(error: unknown): boolean {
  const cause = error instanceof FaaslensError ? error.cause : error;
  return cause instanceof ClickHouseError && GONE.has(cause.code);
}
