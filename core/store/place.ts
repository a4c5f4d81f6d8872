/** A ClickHouse database. Plain data, so that threads can be told. */
export interface ClickHousePlace {
  /** With user, password and database, as ClickHouse's own clients read it: `http://user:secret@host:8123/name`. */
  readonly url: string;
  /** Name of the cluster as its servers know it; null for one server. */
  readonly cluster: string | null;
  /** Where telemetry waits while it is away; null or left out: nowhere. */
  readonly queue?: QueuePlace | null;
}

export interface QueuePlace {
  /** Of this process alone, on a disk that stays. */
  readonly folder: string;
  readonly maxBytes: number;
}

/** Where telemetry is kept: in ClickHouse when it is named, else in the database file. */
export interface StorePlace {
  readonly databaseFile: string;
  readonly clickhouse?: ClickHousePlace | null;
}
