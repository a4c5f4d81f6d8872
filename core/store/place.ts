/** A ClickHouse database, as plain data that can be passed to threads. */
export interface ClickHousePlace {
  /** With user, password and database, as ClickHouse's own clients accept it: `http://user:secret@host:8123/name`. */
  readonly url: string;
  /** Name of the cluster as configured on its servers; null for a single server. */
  readonly cluster: string | null;
  /** Where telemetry waits while the server is unreachable; null or omitted: nowhere. */
  readonly queue?: QueuePlace | null;
}

export interface QueuePlace {
  /** Used by this process alone, on a persistent disk. */
  readonly folder: string;
  readonly maxBytes: number;
}

/** Where telemetry is kept: in ClickHouse if it is given, else in the database file. */
export interface StorePlace {
  readonly databaseFile: string;
  readonly clickhouse?: ClickHousePlace | null;
}
