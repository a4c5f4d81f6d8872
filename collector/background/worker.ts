import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import pino from 'pino';
import { createAlerts } from '@/core/alerts/alerts';
import { seedRules } from '@/core/alerts/default-rules';
import { migrate } from '@/core/database/migrate';
import { openDatabase } from '@/core/database/open';
import { openSettings } from '@/core/settings/index';
import { serveCalls } from '@/core/thread/calls';
import { alertLog } from './alert-log';
import { alertThread } from './alert-thread';
import type { BackgroundData, BackgroundHandlers, BackgroundNews } from './background';
import { checkSelf } from './self-check';
import { watchSelf } from './self-figures';

/** A stopping process waits for changes in progress; a caller whose change was refused tries again. */
const BUSY_MS = 2_000;
/** Missed rounds are caught up, so the first one need not compete with everything that is starting. */
const FIRST_ROUND_MS = 2_000;

/**
 * The background thread: updates the schema, looks up keys, has alert rules evaluated by another thread, and delivers their
 * messages. Its SQLite calls would otherwise stall the thread that serves requests.
 */
async function main(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('this file runs as a worker thread');
  const { config, migrationsDir } = workerData as BackgroundData;

  const database = openDatabase(config.databaseFile);
  const { applied } = migrate(database, migrationsDir);
  database.close();

  const settings = await openSettings({
    databaseFile: config.databaseFile,
    adminKey: config.adminKey,
    secretKey: config.secretKey,
    busyTimeoutMs: BUSY_MS,
  });
  await seedRules(settings, await settings.memory.evaluatedUntil());
  const log = pino({ name: 'alerts' }, pino.destination(2));
  await settings
    .sealPlainSecrets()
    .catch((err: unknown) => log.error({ err }, 'the secrets of channels cannot be sealed'));
  const evaluator = alertThread(
    join(config.distDir, 'alert-worker.js'),
    { databaseFile: config.databaseFile, clickhouse: config.clickhouse },
    (err) => log.error({ err }, 'the thread of the alert rules ended; it starts again'),
  );
  const self = watchSelf(config.databaseFile, Date.now);
  const checking = checkSelf({ config, onChecked: self.noteCheck });
  const alerts = createAlerts({
    config,
    settings,
    lease: settings.lease,
    evaluator,
    self: () => self.figures(),
    log: alertLog(
      log,
      (met, reason) => port.postMessage({ damaged: { met, reason } } satisfies BackgroundNews),
      Date.now,
    ),
  });
  const firstRound = setTimeout(() => alerts.start(), FIRST_ROUND_MS);

  const handlers: BackgroundHandlers = {
    started: () => ({ applied }),
    findKey: (secret) => settings.findKey(secret),
    hasKey: async () => (await settings.listKeys()).some((key) => key.revokedAt === null),
    hasActiveUser: () => settings.hasActiveUser(),
    createSetupLink: () => settings.createSetupLink(),
    listPriceOverrides: () => settings.listPriceOverrides(),
    redaction: () => settings.redaction(),
    getKeepPolicy: () => settings.getKeepPolicy(),
    alertStanding: () => settings.alertStanding(),
    noteRejected: (count) => self.noteRejected(count),
    noteRejectedElsewhere: (count) => self.noteRejectedElsewhere(count),
    sharedSettings: () => settings.sharedSettings(),
    noteKeyUses: (uses) => settings.noteKeyUses(uses),
    addRedactionCounts: (counts) => settings.addRedactionCounts(counts),
    takeReading: () => settings.readingLease.take(),
    createKey: (input) => settings.createKey(input),
    revokeKey: (id) => settings.revokeKey(id),
    listRules: () => settings.listRules(),
    createRule: (draft) => settings.createRule(draft),
    environments: () => evaluator.environments(),
    stop: async () => {
      clearTimeout(firstRound);
      await checking.stop();
      await alerts.stop();
      await evaluator.stop();
      await settings.readingLease.release().catch(() => undefined);
      await settings.close();
    },
  };
  serveCalls(port, handlers);
}

await main();
