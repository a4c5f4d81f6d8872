import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import type { KeepPolicy } from '@/core/model/keeping/policy';
import type { PriceOverride } from '@/core/model/price-override';
import type { RedactionCounts } from '@/core/model/redaction/redactor';
import type { RedactionSettings } from '@/core/model/redaction/rule';
import type { AlertStanding } from '@/core/settings/alert-standing';
import type { LinkToken } from '@/core/settings/people';
import type { RuleDraft } from '@/core/settings/rule-schema';
import type { Key, KeyScope, Rule } from '@/core/settings/settings';
import type { SharedSettings } from '@/core/settings/shared';
import { connectCalls, type Remote } from '@/core/thread/calls';
import type { LogSeldom } from '../log-seldom';

/** What the background thread offers to the main thread. */
export type BackgroundHandlers = {
  /** Resolves when the schema is up to date, with the migrations that were applied; the alert loop starts soon after. */
  started(): { applied: readonly string[] };
  findKey(secret: string): Promise<Key | null>;
  hasKey(): Promise<boolean>;
  hasActiveUser(): Promise<boolean>;
  createSetupLink(): Promise<LinkToken | null>;
  listPriceOverrides(): Promise<readonly PriceOverride[]>;
  redaction(): Promise<RedactionSettings>;
  noteKeyUses(uses: readonly (readonly [keyId: string, usedMs: number])[]): Promise<void>;
  addRedactionCounts(counts: RedactionCounts): Promise<void>;
  getKeepPolicy(): Promise<KeepPolicy>;
  alertStanding(): Promise<AlertStanding>;
  /** Records that one request had `count` records rejected; alert rules may watch this. */
  noteRejected(count: number): void;
  /** Collectors without settings rejected `count` records in the last minutes. */
  noteRejectedElsewhere(count: number): void;
  sharedSettings(): Promise<SharedSettings>;
  /** Whether this process may read the tables of the OpenTelemetry Collector for the next seconds. */
  takeReading(): Promise<boolean>;
  createKey(input: { name: string; scope: KeyScope }): Promise<{ key: Key; secret: string }>;
  revokeKey(id: string): Promise<Key>;
  listRules(): Promise<readonly Rule[]>;
  createRule(draft: RuleDraft): Promise<Rule>;
  /** The environments named in telemetry so far. */
  environments(): Promise<readonly string[]>;
  stop(): Promise<void>;
};

/** What the thread reports unasked: which operation met damage of the database. */
export interface BackgroundNews {
  readonly damaged: { readonly met: string; readonly reason: string };
}

export type BackgroundConfig = Pick<
  Config,
  | 'databaseFile'
  | 'clickhouse'
  | 'distDir'
  | 'adminKey'
  | 'secretKey'
  | 'publicUrl'
  | 'host'
  | 'port'
  | 'otlpHttpPort'
  | 'tls'
  | 'allowPrivateWebhooks'
>;

export interface BackgroundData {
  readonly config: BackgroundConfig;
  readonly migrationsDir: string;
}

export interface Background {
  readonly calls: Remote<BackgroundHandlers>;
  /** A key by its secret; answers are cached for as long as a revoked key may still work (5 s). */
  findKey(secret: string): Promise<Key | null>;
  alive(): boolean;
  stop(): Promise<void>;
}

const KEY_MEMORY_MS = 5_000;
const FIRST_RESTART_MS = 1_000;
const LONGEST_RESTART_MS = 60_000;
const YOUNG_MB = 2;
const MOST_REMEMBERED = 1_000;

/** Starts the background thread and restarts it when it dies. */
export async function startBackground({
  config,
  migrationsDir,
  log,
  warn,
}: {
  config: Config;
  migrationsDir: string;
  log: Logger;
  warn: LogSeldom;
}): Promise<Background> {
  const { databaseFile, clickhouse, distDir, adminKey, secretKey } = config;
  const { publicUrl, host, port, otlpHttpPort, tls, allowPrivateWebhooks } = config;
  const workerData: BackgroundData = {
    config: {
      databaseFile,
      clickhouse,
      distDir,
      adminKey,
      secretKey,
      publicUrl,
      host,
      port,
      otlpHttpPort,
      tls,
      allowPrivateWebhooks,
    },
    migrationsDir,
  };
  let worker: Worker;
  let calls: Remote<BackgroundHandlers>;
  let alive = false;
  let stopping = false;
  let restart: NodeJS.Timeout | null = null;
  let wait = FIRST_RESTART_MS;
  const remembered = new Map<string, { key: Promise<Key | null>; until: number }>();

  const start = async () => {
    worker = new Worker(join(config.distDir, 'background-worker.js'), {
      workerData,
      // Short-lived objects come rarely: a small young generation saves memory at no noticeable cost.
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    let failure: Error | null = null;
    worker.once('error', (error: Error) => {
      failure = error;
    });
    worker.once('exit', (code) => {
      const wasAlive = alive;
      alive = false;
      if (stopping || !wasAlive) return;
      log.error({ code, err: failure }, 'the background thread ended; starting it again');
      startLater();
    });
    worker.on('message', (message: object) => {
      if (!('damaged' in message)) return;
      const { met, reason } = (message as BackgroundNews).damaged;
      warn(met, { reason });
    });
    calls = connectCalls<BackgroundHandlers>(worker);
    try {
      const { applied } = await calls.started();
      if (applied.length > 0) log.info({ applied }, 'the database schema was brought up to date');
    } catch (error) {
      throw failure ? asFaaslensError(failure) : error;
    }
    alive = true;
    wait = FIRST_RESTART_MS;
  };
  const startLater = () => {
    restart = setTimeout(() => {
      start().catch((error) => {
        log.error({ err: error, retryMs: wait }, 'the background thread cannot start');
        if (!stopping) startLater();
      });
    }, wait);
    wait = Math.min(wait * 2, LONGEST_RESTART_MS);
  };
  await start();

  return {
    get calls() {
      return calls;
    },
    findKey(secret) {
      const now = performance.now();
      const known = remembered.get(secret);
      if (known && known.until > now) return known.key;
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      const key = calls.findKey(secret);
      remembered.set(secret, { key, until: now + KEY_MEMORY_MS });
      key.catch(() => remembered.delete(secret));
      return key;
    },
    alive: () => alive,
    async stop() {
      stopping = true;
      if (restart) clearTimeout(restart);
      if (alive)
        await calls
          .stop()
          .catch((error) => log.warn({ err: error }, 'the background thread did not stop cleanly'));
      await worker.terminate();
    },
  };
}

/** A worker's error arrives as a copy without its class; its code shows which class it was. */
function asFaaslensError(error: Error): Error {
  const code = (error as { code?: unknown }).code;
  return error.name === 'FaaslensError' && typeof code === 'string'
    ? new FaaslensError(code as FaaslensError['code'], error.message)
    : error;
}
