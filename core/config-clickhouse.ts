import { resolve } from 'node:path';
import { z } from 'zod';
import { hasMore } from './config-checks';
import { FaaslensError } from './errors';
import type { ClickHousePlace } from './store/place';

/** ClickHouse's settings, with their defaults and meanings. */
export const CLICKHOUSE_VARIABLES = {
  FAASLENS_CLICKHOUSE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address, as http://clickhouse:8123' })
    .refine((text) => !hasCredentials(text), {
      error:
        'must not hold a user or password: set FAASLENS_CLICKHOUSE_USER and FAASLENS_CLICKHOUSE_PASSWORD',
    })
    .refine((text) => !hasMore(text), {
      error:
        'must end after its host and port: FAASLENS_CLICKHOUSE_DATABASE names the database, and no settings can be given',
    })
    .optional()
    .describe("Address of ClickHouse's HTTP interface."),
  FAASLENS_CLICKHOUSE_USER: z.string().min(1).default('default').describe('User of ClickHouse.'),
  FAASLENS_CLICKHOUSE_PASSWORD: z.string().optional().describe('Password of that user. None unless set.'),
  FAASLENS_CLICKHOUSE_DATABASE: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be letters, digits and _, and begin with no digit')
    .default('faaslens')
    .describe('Database in ClickHouse; created if missing.'),
  FAASLENS_CLICKHOUSE_CLUSTER: z
    .string()
    .regex(/^[\w.-]+$/, 'must be the name of a cluster as system.clusters lists it')
    .optional()
    .describe('Cluster over which tables are sharded and replicated. A single server unless set'),
  FAASLENS_CLICKHOUSE_QUEUE_MB: z.coerce
    .number({ error: 'must be a number of MB' })
    .min(0, 'must not be negative')
    .max(1_000_000, 'must be at most 1000000')
    .default(0)
    .describe(
      'MB of telemetry that may wait on disk, in the data folder, while ClickHouse does not answer. 0: senders are told to retry',
    ),
  FAASLENS_OTEL_TABLES: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be letters, digits and _, and begin with no digit')
    .optional()
    .describe(
      "Database on the same ClickHouse server to which the OpenTelemetry Collector's exporter writes; its `otel_traces` and `otel_logs` are read. None unless set",
    ),
} as const;

type Settings = z.infer<z.ZodObject<typeof CLICKHOUSE_VARIABLES>>;

/** The ClickHouse database that the settings name; null when none is named. */
export function clickHousePlace(set: Settings, dataDir: string): ClickHousePlace | null {
  if (set.FAASLENS_CLICKHOUSE_URL === undefined) return null;
  const url = new URL(set.FAASLENS_CLICKHOUSE_URL);
  url.username = encodeURIComponent(set.FAASLENS_CLICKHOUSE_USER);
  url.password = encodeURIComponent(set.FAASLENS_CLICKHOUSE_PASSWORD ?? '');
  url.pathname = `/${set.FAASLENS_CLICKHOUSE_DATABASE}`;
  const maxBytes = set.FAASLENS_CLICKHOUSE_QUEUE_MB * 1e6;
  const folder = resolve(/* turbopackIgnore: true */ dataDir, 'clickhouse-queue');
  return Object.freeze({
    url: url.href,
    cluster: set.FAASLENS_CLICKHOUSE_CLUSTER ?? null,
    queue: maxBytes === 0 ? null : { folder, maxBytes },
  });
}

/**
 * Where telemetry is stored when the engine is ClickHouse.
 * @throws FaaslensError `invalid_input` without an address
 */
export function chosenClickHouse(place: ClickHousePlace | null): ClickHousePlace {
  if (place === null)
    throw new FaaslensError(
      'invalid_input',
      'FAASLENS_CLICKHOUSE_URL: must be set for FAASLENS_STORE=clickhouse, as http://clickhouse:8123',
    );
  return place;
}

/**
 * The ClickHouse database from which the OpenTelemetry Collector's tables are read; null for none.
 * @throws FaaslensError `invalid_input` when telemetry is stored in another engine
 */
export function chosenOtelTables(
  set: Pick<Settings, 'FAASLENS_OTEL_TABLES'>,
  clickhouse: ClickHousePlace | null,
): string | null {
  if (set.FAASLENS_OTEL_TABLES === undefined) return null;
  if (clickhouse === null)
    throw new FaaslensError(
      'invalid_input',
      'FAASLENS_OTEL_TABLES: needs FAASLENS_STORE=clickhouse and FAASLENS_CLICKHOUSE_URL, the server that has the tables',
    );
  return set.FAASLENS_OTEL_TABLES;
}

/** An invalid URL has its own error. */
function hasCredentials(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username !== '' || password !== '';
}
