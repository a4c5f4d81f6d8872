import { FaaslensError } from '../errors';
import type { PriceInvocation } from '../model/invocation';
import type { Bulletin } from './bulletin';
import type { ClickHouseExamination } from './clickhouse/examine';
import { type CopyResult, copyHistory } from './copy-history';
import type { Deletions } from './deletions';
import type { StoreFault } from './fault';
import type { OtelTables } from './otel-tables';
import type { ClickHousePlace, StorePlace } from './place';
import type { RetentionLimits } from './retention';
import { checkFile } from './sqlite/check/check-file';
import type { Checkpointer } from './sqlite/checkpoints/checkpoints';
import { openSqliteDeletions } from './sqlite/deletions/deletions';
import { openSqliteHistory } from './sqlite/history';
import { openSqlitePromotions } from './sqlite/promoted/promotions';
import { openSqlSession, type SqlAnswer, type SqlSession } from './sqlite/read/sql-session';
import { openSqliteReader } from './sqlite/reader';
import {
  openSqliteWriter,
  type PackedWriter,
  type WriterOptions as SqliteWriterOptions,
} from './sqlite/writer';
import type { AttributePromotions, TelemetryReader, TelemetryWriter } from './store';

export type { ClickHousePlace, CopyResult, StorePlace };

/**
 * Opens the store for writing, in the calling thread. The schema of a file must be up to date, and a file has one
 * writer at a time; ClickHouse takes any number of writers, and its server may be unreachable meanwhile. `now` decides
 * which clocks are ahead, and what is old.
 * @throws FaaslensError `unavailable` when the file cannot be opened.
 */
export async function openWriter(
  { databaseFile, clickhouse = null }: StorePlace,
  { price, ...options }: WriterOptions & { readonly price: PriceInvocation },
): Promise<TelemetryWriter> {
  // The client is loaded only where it is used.
  if (clickhouse !== null)
    return (await import('./clickhouse/open')).openClickHouseWriter(clickhouse, price, options);
  return openSqliteWriter(databaseFile, price, options);
}

/** Opens a database file for writing; also accepts batches that another thread packed (`createBatchPacker`). */
export async function openPackedWriter(
  { databaseFile }: Pick<StorePlace, 'databaseFile'>,
  {
    price,
    ...options
  }: WriterOptions &
    Pick<SqliteWriterOptions, 'checkpointer' | 'onCheckpointFailed'> & { readonly price: PriceInvocation },
): Promise<PackedWriter> {
  return openSqliteWriter(databaseFile, price, options);
}

export interface WriterOptions {
  /** Milliseconds since the epoch; default: the system's clock. */
  readonly now?: () => number;
  /** Milliseconds of a monotonic clock: with it, a forward jump of `now` deletes nothing for an hour. */
  readonly elapsed?: () => number;
  /** Omitted: everything is kept. */
  readonly limits?: RetentionLimits;
  /** Whether this writer carries out requested deletions, where several may write; default true. */
  readonly deletes?: boolean;
  /**
   * Called with a problem and its reason when acknowledged telemetry waits in the queue on disk and cannot reach
   * ClickHouse.
   */
  readonly onTrouble?: (trouble: string, reason: string) => void;
}

/**
 * Opens the store for reading, in the calling thread; the schema of a file must be up to date.
 * @throws FaaslensError `unavailable` when there is no such file or it cannot be read.
 */
export async function openReader({ databaseFile, clickhouse = null }: StorePlace): Promise<TelemetryReader> {
  if (clickhouse !== null) return (await import('./clickhouse/open')).openClickHouseReader(clickhouse);
  return openSqliteReader(databaseFile);
}

/**
 * Opens what the owner of the settings publishes to the collectors of a ClickHouse database, even while its server is
 * unreachable.
 */
export async function openBulletin(place: ClickHousePlace): Promise<Bulletin> {
  return (await import('./clickhouse/open')).openClickHouseBulletin(place);
}

/**
 * Opens what the OpenTelemetry Collector wrote to a database of the same ClickHouse server, even while it is
 * unreachable.
 */
export async function openOtelTables(place: ClickHousePlace, database: string): Promise<OtelTables> {
  return (await import('./clickhouse/open')).openClickHouseOtelTables(place, database);
}

/**
 * Copies a database file to ClickHouse while the file is written to, and compares both day by day. Repeating it, also
 * after an interruption, copies what is still missing.
 * @throws FaaslensError `unavailable` when either cannot be reached
 */
export async function copyToClickHouse(
  { databaseFile, clickhouse }: { readonly databaseFile: string; readonly clickhouse: ClickHousePlace },
  price: PriceInvocation,
  onCopied?: (records: number) => void,
): Promise<CopyResult> {
  const history = openSqliteHistory(databaseFile);
  const { openClickHouseTarget } = await import('./clickhouse/open');
  const { close, ...target } = openClickHouseTarget(clickhouse, databaseFile, price);
  try {
    return await copyHistory({ history, ...target, ...(onCopied && { onCopied }) });
  } finally {
    history.close();
    await close();
  }
}

/** Checks a ClickHouse database for what telemetry needs there. `now`: milliseconds since the epoch. */
export async function examineClickHouse(
  place: ClickHousePlace,
  now: () => number,
): Promise<ClickHouseExamination> {
  return (await import('./clickhouse/examine')).examineClickHouse(place, now);
}

/**
 * Opens the store for promoting attributes, in the calling thread, beside a writer; the schema must be up to date.
 * `now` is in milliseconds since the epoch; default: the system's clock.
 * @throws FaaslensError `unavailable` when the file cannot be opened.
 */
export async function openPromotions(
  { databaseFile, clickhouse = null }: StorePlace,
  { now }: { readonly now?: () => number } = {},
): Promise<AttributePromotions> {
  if (clickhouse !== null)
    return (await import('./clickhouse/open')).openClickHousePromotions(clickhouse, now);
  return openSqlitePromotions(databaseFile, now);
}

/**
 * Opens the store for requesting deletions, in the calling thread, beside the writer that carries them out; the schema
 * must be up to date. `now` is in milliseconds since the epoch; default: the system's clock.
 * @throws FaaslensError `unavailable` when the file cannot be opened.
 */
export async function openDeletions(
  { databaseFile, clickhouse = null }: StorePlace,
  { now }: { readonly now?: () => number } = {},
): Promise<Deletions> {
  if (clickhouse !== null)
    return (await import('./clickhouse/open')).openClickHouseDeletions(clickhouse, now);
  return openSqliteDeletions(databaseFile, now);
}

export type { Checkpointer, PackedWriter, SqlAnswer, SqlSession };

/**
 * Opens the store for read-only SQL, in the calling thread; the schema must be up to date. Only for engines that
 * support it.
 * @throws FaaslensError `unavailable` when there is no such file or it cannot be read.
 */
export async function openSql({ databaseFile, clickhouse = null }: StorePlace): Promise<SqlSession> {
  if (clickhouse !== null)
    throw new FaaslensError(
      'invalid_input',
      "Telemetry is kept in ClickHouse here: ask it with ClickHouse's own client",
    );
  return openSqlSession(databaseFile);
}

/**
 * Reads everything stored and verifies what can be verified, in the calling thread, even while it is written to: pages
 * and indexes, blocks, counters against their rows. Calls `done` after each part. Returns the faults, in that order.
 * @throws FaaslensError `unavailable` when there is no such file or it cannot be read.
 */
export async function checkStore(
  { databaseFile }: { readonly databaseFile: string },
  done?: (part: string) => void,
): Promise<readonly StoreFault[]> {
  return checkFile(databaseFile, done);
}
