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
 * Opens the store for writing, in the calling thread. In a file the schema must be up to date, and there is one writer at
 * a time; in ClickHouse there may be any number, and the server may be away meanwhile.
 * `now` tells which clocks are ahead, and what is old.
 * @throws FaaslensError `unavailable` when the file cannot be opened.
 */
export async function openWriter(
  { databaseFile, clickhouse = null }: StorePlace,
  { price, ...options }: WriterOptions & { readonly price: PriceInvocation },
): Promise<TelemetryWriter> {
  // Its client is loaded only where it is used.
  if (clickhouse !== null)
    return (await import('./clickhouse/open')).openClickHouseWriter(clickhouse, price, options);
  return openSqliteWriter(databaseFile, price, options);
}

/** The same of a database in a file, for batches that another thread packed (`createBatchPacker`), too. */
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
  /** Milliseconds since the epoch: the system's clock unless given. */
  readonly now?: () => number;
  /** Milliseconds of a clock that only goes forward: with it, a leap of `now` ahead deletes nothing for an hour. */
  readonly elapsed?: () => number;
  /** Everything is kept without. */
  readonly limits?: RetentionLimits;
  /** Whether it carries out what people asked to be deleted, where several may write; true unless given. */
  readonly deletes?: boolean;
  /** Told what goes wrong with what was acknowledged before it is in ClickHouse, and why; where there is a queue on disk. */
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

/** Opens what the owner of the settings tells the collectors of a ClickHouse database, also while its server is away. */
export async function openBulletin(place: ClickHousePlace): Promise<Bulletin> {
  return (await import('./clickhouse/open')).openClickHouseBulletin(place);
}

/** Opens what the OpenTelemetry Collector wrote to a database of the same ClickHouse server, also while it is away. */
export async function openOtelTables(place: ClickHousePlace, database: string): Promise<OtelTables> {
  return (await import('./clickhouse/open')).openClickHouseOtelTables(place, database);
}

/**
 * Copies what a database file holds to ClickHouse, while it is written to, and compares both day by day. Repeated, or after
 * it was cut off, it copies what was not copied yet.
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

/** Looks at a ClickHouse database for what telemetry needs there. `now`: milliseconds since the epoch. */
export async function examineClickHouse(
  place: ClickHousePlace,
  now: () => number,
): Promise<ClickHouseExamination> {
  return (await import('./clickhouse/examine')).examineClickHouse(place, now);
}

/**
 * Opens the store for promoting attributes, in the calling thread, beside a writer; the schema must be up to date. `now`,
 * milliseconds since the epoch, is the system's clock unless given.
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
 * Opens the store for deleting telemetry, in the calling thread, beside a writer, which does it; the schema must be up to
 * date. `now`, milliseconds since the epoch, is the system's clock unless given.
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
 * Opens the store for read-only SQL, in the calling thread; the schema must be up to date. Only for engines that speak it.
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
 * Reads all that is stored and proves what can be proven of it, in the calling thread, also while it is written to: pages
 * and indexes, blocks, counters against their rows. `done` is told each part. Answers the faults, in that order.
 * @throws FaaslensError `unavailable` when there is no such file or it cannot be read.
 */
export async function checkStore(
  { databaseFile }: { readonly databaseFile: string },
  done?: (part: string) => void,
): Promise<readonly StoreFault[]> {
  return checkFile(databaseFile, done);
}
