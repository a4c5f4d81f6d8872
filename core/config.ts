import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { hasMore, refuseSharedPort, secretSafe, tlsFiles } from './config-checks';
import {
  CLICKHOUSE_VARIABLES,
  chosenClickHouse,
  chosenOtelTables,
  clickHousePlace,
} from './config-clickhouse';
import { FaaslensError } from './errors';
import type { ClickHousePlace } from './store/place';

const number = () => z.coerce.number({ error: 'must be a number' });

const port = (fallback: number) =>
  number()
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(65535, 'must be at most 65535')
    .default(fallback);

const count = number().int('must be a whole number').min(1, 'must be at least 1');

const origins = z
  .string()
  .transform((value) => value.split(',').map((origin) => origin.trim()))
  .refine((list) => list.every(isOrigin), {
    error: 'must be origins as https://app.example.org, separated by commas; * is not allowed',
  });

/** As browsers write it: scheme, host and any non-default port, in lower case, with nothing after it. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

const flag = z
  .enum(['1', '0', 'true', 'false'], { error: 'must be 1, 0, true or false' })
  .transform((value) => value === '1' || value === 'true');

/** Every setting that Faaslens reads from the environment, with its default and its meaning. */
const VARIABLES = {
  FAASLENS_DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('Folder of the database; created if missing.'),
  FAASLENS_HOST: z.string().min(1).default('127.0.0.1').describe('Address that all servers listen on.'),
  FAASLENS_PORT: port(3000).describe('Port of the dashboard and its API.'),
  FAASLENS_OTLP_HTTP_PORT: port(4318).describe('Port of OTLP/HTTP.'),
  FAASLENS_OTLP_GRPC_PORT: port(4317).describe('Port of OTLP/gRPC.'),
  FAASLENS_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .refine(
      (text) => !hasMore(text),
      'must end after its host and port: Faaslens cannot be served below a path',
    )
    .optional()
    .describe(
      'Address at which people reach the dashboard; messages link to it. Turns `auto` into `required`.',
    ),
  FAASLENS_STORE: z
    .enum(['sqlite', 'clickhouse'], { error: 'must be sqlite or clickhouse' })
    .default('sqlite')
    .describe('Where telemetry is kept: `sqlite`, in a file, or `clickhouse`, at the address below'),
  ...CLICKHOUSE_VARIABLES,
  FAASLENS_RETENTION_DAYS: number()
    .int('must be a whole number')
    .min(0, 'must not be negative')
    .max(36_500, 'must be at most 36500')
    .default(30)
    .describe(
      'Days for which telemetry is kept. Anything older is removed, and refused when it arrives; hourly and daily figures stay. 0 keeps everything.',
    ),
  FAASLENS_MAX_DISK_GB: number()
    .positive('must be more than 0')
    .optional()
    .describe('GB that the database may use; above, the oldest telemetry is removed. No limit unless set.'),
  FAASLENS_AUTH: z
    .enum(['auto', 'required', 'off'], { error: 'must be auto, required or off' })
    .default('auto')
    .describe('Who must show a key: `auto` all but users of this machine, `required` all, `off` nobody.'),
  FAASLENS_ADMIN_KEY: z
    .string()
    .min(20, 'must have at least 20 characters')
    .optional()
    .describe('An admin key that is always valid, for first access and automation.'),
  FAASLENS_SECRET_KEY: z
    .string()
    .regex(/^\s*(?:[0-9a-f]{64}|[\w+/-]{43}=?)\s*$/i, 'must be 64 hex digits, or 32 bytes as base64')
    .optional()
    .describe(
      'Key that encrypts the secrets of channels and single sign-on: 64 hex digits. `secret.key` in the data folder unless set.',
    ),
  FAASLENS_TLS_CERT: z
    .string()
    .optional()
    .describe('Certificate chain for https on all three servers: a PEM file, read again when it changes.'),
  FAASLENS_TLS_KEY: z.string().optional().describe('The PEM file of its private key.'),
  FAASLENS_CORS_ORIGINS: origins
    .optional()
    .describe(
      'Origins of web pages that may send telemetry from the browser, separated by commas. None unless set.',
    ),
  FAASLENS_KEY_MAX_REQUESTS: count
    .default(1000)
    .describe('Requests that one key may have in flight at once. All senders without a key count as one.'),
  FAASLENS_KEY_MAX_BYTES_PER_SECOND: count
    .optional()
    .describe('Bytes that one key may send per second, decompressed. No limit unless set.'),
  FAASLENS_KEY_MAX_SPANS_PER_SECOND: count
    .optional()
    .describe('Spans and log records that one key may send per second. No limit unless set.'),
  FAASLENS_ALLOW_PRIVATE_WEBHOOKS: flag
    .default(false)
    .describe('Lets alert channels reach private and loopback addresses; link-local is never reached.'),
} as const;

/** Set by the collector for the dashboard that it starts, not by people. */
const INTERNAL = ['FAASLENS_INTERNAL_DIST_DIR'] as const;

export interface Config {
  /** Absolute. */
  readonly dataDir: string;
  /** Absolute path of the database file. */
  readonly databaseFile: string;
  readonly host: string;
  readonly port: number;
  readonly otlpHttpPort: number;
  readonly otlpGrpcPort: number;
  /** Without a trailing slash. */
  readonly publicUrl: string | null;
  /** Where telemetry is stored; null: in the database file. Settings are always in the file. */
  readonly clickhouse: ClickHousePlace | null;
  /** The ClickHouse database that is named, whether telemetry is stored there or is to be moved there. */
  readonly clickhouseNamed: ClickHousePlace | null;
  /** Database on the server of `clickhouse` from which the OpenTelemetry Collector's tables are read; null: none. */
  readonly otelTables: string | null;
  /** Limits on stored telemetry; null means no limit. */
  readonly retention: { readonly days: number | null; readonly maxBytes: number | null };
  readonly auth: 'auto' | 'required' | 'off';
  readonly adminKey: string | null;
  /** The key that encrypts secrets in the database; null: the key file beside it. */
  readonly secretKey: string | null;
  /** PEM files of the certificate for all servers, as absolute paths. Null: plain HTTP. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Origins of pages that may send telemetry, as browsers write them. */
  readonly corsOrigins: readonly string[];
  /** Limits of one key; null means no limit. */
  readonly keyLimits: {
    readonly requests: number;
    readonly bytesPerSecond: number | null;
    readonly spansPerSecond: number | null;
  };
  readonly allowPrivateWebhooks: boolean;
  /** Folder of the built worker files; absolute. */
  readonly distDir: string;
  /**
   * The whole environment, with `_FILE` settings replaced by their files' contents; for child processes only: it has secrets.
   */
  readonly inherited: Readonly<Record<string, string>>;
}

/** The table of settings for the documents; a test keeps it in step with the README. */
export const CONFIG_TABLE: readonly { name: string; description: string; fallback: string }[] =
  Object.entries(VARIABLES).map(([name, schema]) => ({
    name,
    description: schema.description ?? '',
    fallback: schema instanceof z.ZodDefault ? String(schema.def.defaultValue) : '',
  }));

// The turbopackIgnore marks below keep the dashboard's bundler from including every file of the folder.

/** Variables that Kubernetes sets for a service called `faaslens`; they are not ours. */
function isKubernetesNoise(name: string, value: string): boolean {
  return (
    /^FAASLENS_(?:.*_)?SERVICE_/.test(name) || /_PORT_\d+_/.test(name) || /^(?:tcp|udp):\/\//.test(value)
  );
}

function withFileValues(
  env: Readonly<Record<string, string | undefined>>,
  base: string,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('FAASLENS_') || value === undefined || isKubernetesNoise(name, value)) continue;
    if (!name.endsWith('_FILE')) {
      values[name] = value;
      continue;
    }
    const target = name.slice(0, -'_FILE'.length);
    if (env[target] !== undefined)
      throw new FaaslensError('invalid_input', `${name} and ${target} are both set: keep one`);
    // These are file names anyway: the files are watched, so their names are needed.
    if (target === 'FAASLENS_TLS_CERT' || target === 'FAASLENS_TLS_KEY') {
      values[target] = value;
      continue;
    }
    try {
      values[target] = readFileSync(
        /* turbopackIgnore: true */ resolve(/* turbopackIgnore: true */ base, value),
        'utf8',
      ).trim();
    } catch (cause) {
      throw new FaaslensError('invalid_input', `${name}: the file ${value} cannot be read`, { cause });
    }
  }
  return values;
}

/**
 * Reads the environment into one frozen object. Empty values count as absent; relative paths are relative to `base`. Build
 * output is under `installation`, by default the same folder.
 * @throws FaaslensError `invalid_input` that names the variable and the fix: a wrong value, an unknown `FAASLENS_*` name,
 * settings that contradict each other.
 */
export function loadConfig({
  env = process.env,
  base = /* turbopackIgnore: true */ process.cwd(),
  installation = base,
}: {
  env?: Readonly<Record<string, string | undefined>>;
  base?: string;
  installation?: string;
} = {}): Config {
  const values = withFileValues(env, base);
  for (const name of Object.keys(values)) {
    if (name in VARIABLES || (INTERNAL as readonly string[]).includes(name)) continue;
    throw new FaaslensError(
      'invalid_input',
      `${name} is not a setting of Faaslens; known: ${Object.keys(VARIABLES).join(', ')}`,
    );
  }
  const parsed = z
    .object(VARIABLES)
    .safeParse(
      Object.fromEntries(
        Object.keys(VARIABLES).map((name) => [name, values[name] === '' ? undefined : values[name]]),
      ),
    );
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0]);
    throw new FaaslensError(
      'invalid_input',
      `${name}=${secretSafe(name, values[name])}: ${issue?.message ?? 'is not valid'}`,
    );
  }
  const set = parsed.data;
  const dataDir = resolve(/* turbopackIgnore: true */ base, set.FAASLENS_DATA_DIR);
  const clickhouseNamed = clickHousePlace(set, dataDir);
  const clickhouse = set.FAASLENS_STORE === 'clickhouse' ? chosenClickHouse(clickhouseNamed) : null;
  refuseSharedPort(set, ['FAASLENS_PORT', 'FAASLENS_OTLP_HTTP_PORT', 'FAASLENS_OTLP_GRPC_PORT']);
  return Object.freeze({
    dataDir,
    databaseFile: resolve(/* turbopackIgnore: true */ dataDir, 'faaslens.db'),
    host: set.FAASLENS_HOST,
    port: set.FAASLENS_PORT,
    otlpHttpPort: set.FAASLENS_OTLP_HTTP_PORT,
    otlpGrpcPort: set.FAASLENS_OTLP_GRPC_PORT,
    publicUrl: set.FAASLENS_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    clickhouse,
    clickhouseNamed,
    otelTables: chosenOtelTables(set, clickhouse),
    retention: Object.freeze({
      days: set.FAASLENS_RETENTION_DAYS === 0 ? null : set.FAASLENS_RETENTION_DAYS,
      maxBytes: set.FAASLENS_MAX_DISK_GB === undefined ? null : set.FAASLENS_MAX_DISK_GB * 1e9,
    }),
    auth: set.FAASLENS_AUTH,
    adminKey: set.FAASLENS_ADMIN_KEY ?? null,
    secretKey: set.FAASLENS_SECRET_KEY ?? null,
    tls: tlsFiles(set.FAASLENS_TLS_CERT, set.FAASLENS_TLS_KEY, base),
    corsOrigins: Object.freeze(set.FAASLENS_CORS_ORIGINS ?? []),
    keyLimits: Object.freeze({
      requests: set.FAASLENS_KEY_MAX_REQUESTS,
      bytesPerSecond: set.FAASLENS_KEY_MAX_BYTES_PER_SECOND ?? null,
      spansPerSecond: set.FAASLENS_KEY_MAX_SPANS_PER_SECOND ?? null,
    }),
    allowPrivateWebhooks: set.FAASLENS_ALLOW_PRIVATE_WEBHOOKS,
    distDir: resolve(
      /* turbopackIgnore: true */ values.FAASLENS_INTERNAL_DIST_DIR ??
        resolve(/* turbopackIgnore: true */ installation, 'dist'),
    ),
    inherited: { ...withoutOurs(env), ...values },
  });
}

function withoutOurs(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(kept.filter(([name]) => !name.startsWith('FAASLENS_')));
}

/** Whether a listen address is reachable from this machine only. */
export function isLoopbackHost(host: string): boolean {
  if (host === 'localhost' || host === '::1' || host === '[::1]') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}
