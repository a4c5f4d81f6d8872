import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createDoor } from '@/core/auth/authorize';
import { refusePublicBind } from '@/core/auth/public-bind';
import { openCertificates } from '@/core/certificates';
import type { Config } from '@/core/config';
import { damagedDatabase, saysDamaged } from '@/core/database/errors';
import { type Background, startBackground } from './background/background';
import { watchDamage } from './damage';
import { requireFreePort, startDashboard } from './dashboard/dashboard';
import { makeDataFolder } from './data-folder';
import { createIntake } from './http/intake';
import { countRedactions } from './ingest/count-redactions';
import { followSetting } from './ingest/follow-setting';
import { createIngest } from './ingest/ingest';
import type { LogSeldom } from './log-seldom';
import { createIntakeMeter } from './metrics/intake-meter';
import { addMetrics } from './metrics/metrics-route';
import { createSelfMetrics } from './metrics/self-metrics';
import { followTables } from './otel-tables/follow-tables';
import { publishSettings } from './shared/publish-settings';
import { versionOf } from './version';

const DASHBOARD_READY_MS = 60_000;

export interface Running {
  readonly background: Background;
  /** Stops accepting requests, finishes those in progress, and ends every thread and process it started. */
  stop(): Promise<void>;
}

/**
 * Starts all of Faaslens: database, ingest, alerts, dashboard. Wiring only.
 * @throws FaaslensError whose message names the faulty setting or component and the fix.
 */
export async function startFaaslens({
  config,
  root,
  log,
}: {
  config: Config;
  root: string;
  log: Logger;
}): Promise<Running> {
  makeDataFolder(config.dataDir, log);
  await requireFreePort(config.host, config.port, 'FAASLENS_PORT');
  await requireFreePort(config.host, config.otlpHttpPort, 'FAASLENS_OTLP_HTTP_PORT');
  await requireFreePort(config.host, config.otlpGrpcPort, 'FAASLENS_OTLP_GRPC_PORT');

  const certificates =
    config.tls === null
      ? null
      : openCertificates(config.tls, (err) => log.error({ err }, 'the new certificate cannot be used'));
  const damage = watchDamage(config.databaseFile, log, Date.now);
  const { warn } = damage;
  const starting = startAllowedBackground(config, root, log, warn);
  // The slowest to start, so it starts beside everything else.
  const dashboard = startDashboard({ config, root, log, databaseIsUp: starting });
  const started: (() => Promise<void>)[] = [() => dashboard.stop()];
  const stop = async () => {
    for (const stopOne of started.splice(0).reverse()) await stopOne();
  };
  try {
    // Large modules, loaded while the others start.
    const [{ createOtlpServer }, { createGrpcServer }] = await Promise.all([
      import('./http/server'),
      import('./grpc/server'),
    ]);
    const background = await starting;
    // Stopped last, because even the dashboard may still need it.
    started.unshift(() => background.stop());
    if (config.clickhouse !== null) {
      const { openBulletin } = await loadStore();
      const bulletin = await openBulletin(config.clickhouse);
      const publishing = publishSettings({
        bulletin,
        read: () => background.calls.sharedSettings(),
        onUses: (uses) => background.calls.noteKeyUses(uses),
        onRejected: (records) => background.calls.noteRejectedElsewhere(records),
        log,
      });
      started.push(() => publishing.stop());
    }
    const redactions = countRedactions((counts) => background.calls.addRedactionCounts(counts), warn);
    started.push(() => redactions.stop());
    const ingest = createIngest({
      workerFile: join(config.distDir, 'ingest-worker.js'),
      databaseFile: config.databaseFile,
      clickhouse: config.clickhouse,
      limits: config.retention,
      log,
      warn,
      onRedacted: redactions.add,
    });
    started.push(() => ingest.close());
    const follow = async <Setting>(
      what: string,
      read: () => Promise<Setting>,
      use: (setting: Setting) => void,
    ) => {
      const following = await followSetting({ what, read, use, warn });
      started.push(() => following.stop());
    };
    const { calls } = background;
    await follow('the prices of the user', () => calls.listPriceOverrides(), ingest.usePrices);
    await follow('the rules of redaction', () => calls.redaction(), ingest.useRedaction);
    await follow('the policy of what is kept', () => calls.getKeepPolicy(), ingest.keep);
    if (config.clickhouse !== null && config.otelTables !== null) {
      const { openOtelTables } = await loadStore();
      const reading = followTables({
        tables: await openOtelTables(config.clickhouse, config.otelTables),
        ingest,
        takeTurn: () => background.calls.takeReading(),
        keptDays: config.retention.days,
        log,
      });
      started.push(() => reading.stop());
    }
    const door = createDoor({ config, findKey: background.findKey });
    // Rejections are lost while the background thread restarts: nobody reads the figure then.
    const meter = createIntakeMeter((count) => {
      background.calls.noteRejected(count).catch(() => undefined);
    });
    const intake = createIntake({ config, ingest, door, log, meter });
    const metrics = createSelfMetrics({
      databaseFile: config.databaseFile,
      version: versionOf(root),
      meter,
      ingest,
      redacted: redactions.totals,
      alerts: () => background.calls.alertStanding(),
      now: Date.now,
    });
    started.push(async () => metrics.stop());
    const extend = (server: FastifyInstance) => addMetrics(server, door, () => metrics.text());
    const ready = () => ingest.alive && background.alive();
    for (const server of [
      createOtlpServer({ config, intake, ready, isDamaged: damage.isMet, extend, log, certificates }),
      createGrpcServer({ config, intake, log, certificates }),
    ]) {
      await server.listen();
      started.push(() => server.close());
    }
    await dashboard.ready(DASHBOARD_READY_MS);
    return { background, stop };
  } catch (error) {
    await stop();
    throw saysDamaged(error) ? damagedDatabase(config.databaseFile, error) : error;
  }
}

/** With SQLite this thread never asks the store, whose code is much to read at each start. */
const loadStore = () => import('@/core/store/index');

/** @throws FaaslensError as `startBackground` and `refusePublicBind` do */
async function startAllowedBackground(
  config: Config,
  root: string,
  log: Logger,
  warn: LogSeldom,
): Promise<Background> {
  const migrationsDir = join(root, 'prisma', 'migrations');
  const background = await startBackground({ config, migrationsDir, log, warn });
  try {
    const { calls } = background;
    refusePublicBind(config, (await calls.hasKey()) || (await calls.hasActiveUser()));
    return background;
  } catch (error) {
    await background.stop();
    throw error;
  }
}
