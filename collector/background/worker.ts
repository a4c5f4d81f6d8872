import { parentPort, workerData } from 'node:worker_threads';
import pino from 'pino';
import { createAlerts } from '@/core/alerts/alerts';
import { migrate } from '@/core/database/migrate';
import { openDatabase } from '@/core/database/open';
import { openSettings } from '@/core/settings/index';
import { openReader } from '@/core/store/index';
import { serveCalls } from '@/core/thread/calls';
import type { BackgroundData, BackgroundHandlers } from './background';

const BUSY_MS = 300;

/**
 * The collector's second thread: brings the schema up to date, answers questions about keys, evaluates alert rules
 * and delivers their messages. What it needs SQLite for would otherwise stall the thread that serves requests.
 */
async function main(): Promise<void> {
  if (!parentPort) throw new Error('this file runs as a worker thread');
  const { config, migrationsDir } = workerData as BackgroundData;

  const database = openDatabase(config.databaseFile);
  const { applied } = migrate(database, migrationsDir);
  database.close();

  const settings = await openSettings({
    databaseFile: config.databaseFile,
    adminKey: config.adminKey,
    // The driver blocks this thread while it waits, and ingest asks it about keys: better to come back than to wait.
    busyTimeoutMs: BUSY_MS,
  });
  const reader = await openReader({ databaseFile: config.databaseFile });
  const alerts = createAlerts({
    config,
    settings,
    reader,
    log: pino({ name: 'alerts' }, pino.destination(2)),
  });
  alerts.start();

  const handlers: BackgroundHandlers = {
    started: () => ({ applied }),
    findKey: (secret) => settings.findKey(secret),
    hasKey: async () => (await settings.listKeys()).some((key) => key.revokedAt === null),
    createKey: (input) => settings.createKey(input),
    revokeKey: (id) => settings.revokeKey(id),
    listRules: () => settings.listRules(),
    createRule: (input) => settings.createRule(input),
    stop: async () => {
      await alerts.stop();
      await reader.close();
      await settings.close();
    },
  };
  serveCalls(parentPort, handlers);
}

await main();
