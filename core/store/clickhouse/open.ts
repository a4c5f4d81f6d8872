import type { PriceInvocation } from '../../model/invocation';
import type { Bulletin } from '../bulletin';
import type { CopyTarget } from '../copy-history';
import type { Deletions } from '../deletions';
import type { OtelTables } from '../otel-tables';
import type { ClickHousePlace } from '../place';
import type { AttributePromotions, TelemetryReader, TelemetryWriter } from '../store';
import { createClickHouseBulletin } from './bulletin';
import { createClickHouseDeletions } from './deletions/deletions';
import { createClickHouseTarget } from './moving/target';
import { createOtelTables } from './otel/otel-tables';
import { openPrepared } from './prepared';
import { createClickHousePromotions } from './promoted/promotions';
import { createClickHouseReader } from './reader';
import { type QueueOptions, queueOnDisk } from './waiting/disk-queue';
import { createClickHouseWriter, type WriterOptions } from './writer';

/** A sender waits ten seconds for its answer; what takes longer is sent again. */
const WRITE_SECONDS = 8;
/** Nobody waits for it; a day of rows is added up, or removed. */
const UPKEEP_SECONDS = 1800;
/** A revoked key must not stay valid because one look takes long. */
const BULLETIN_SECONDS = 2;

/** Opens the database for writing, also while its server is away: writes then fail with `unavailable`, or wait in its queue. */
export async function openClickHouseWriter(
  place: ClickHousePlace,
  price: PriceInvocation,
  { onTrouble, ...options }: WriterOptions & Pick<QueueOptions, 'onTrouble'>,
): Promise<TelemetryWriter> {
  const connection = openPrepared(place, { mostSeconds: WRITE_SECONDS });
  const upkeep = openPrepared(place, { mostSeconds: UPKEEP_SECONDS });
  const writer = createClickHouseWriter(connection, price, { ...options, upkeep });
  return place.queue ? queueOnDisk(writer, place.queue, { ...(onTrouble && { onTrouble }) }) : writer;
}

/** Opens the database for reading, also while its server is away: reads then fail with `unavailable`. */
export function openClickHouseReader(place: ClickHousePlace): TelemetryReader {
  return createClickHouseReader(openPrepared(place));
}

/** Opens the bulletin, also while the server is away: what is asked then fails with `unavailable`. */
export function openClickHouseBulletin(place: ClickHousePlace): Bulletin {
  return createClickHouseBulletin(openPrepared(place, { mostSeconds: BULLETIN_SECONDS }), 'settings');
}

/** Opens what the OpenTelemetry Collector wrote on the same server, in a database of this name. */
export function openClickHouseOtelTables(place: ClickHousePlace, database: string): OtelTables {
  return createOtelTables(openPrepared(place), database);
}

/** The database as the target of a move from a file: each file has a position of its own. */
export function openClickHouseTarget(
  place: ClickHousePlace,
  databaseFile: string,
  price: PriceInvocation,
): CopyTarget {
  return createClickHouseTarget(openPrepared(place, { mostSeconds: UPKEEP_SECONDS }), databaseFile, price);
}

/** Opens the database for promoting attributes. `now`: milliseconds since the epoch. */
export function openClickHousePromotions(place: ClickHousePlace, now?: () => number): AttributePromotions {
  return createClickHousePromotions(openPrepared(place), now);
}

/** Opens the database for asking what to delete. `now`: milliseconds since the epoch. */
export function openClickHouseDeletions(place: ClickHousePlace, now?: () => number): Deletions {
  return createClickHouseDeletions(openPrepared(place), now);
}
