import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createDoor, type Door } from '@/core/auth/authorize';
import { openCertificates } from '@/core/certificates';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import { openBulletin } from '@/core/store/index';
import { requireFreePort } from './dashboard/dashboard';
import { createGrpcServer } from './grpc/server';
import { createIntake } from './http/intake';
import { createOtlpServer } from './http/server';
import { countRedactions } from './ingest/count-redactions';
import { createIngest } from './ingest/ingest';
import { createIntakeMeter } from './metrics/intake-meter';
import { addMetrics } from './metrics/metrics-route';
import { createSelfMetrics } from './metrics/self-metrics';
import { followSettings } from './shared/follow-settings';
import { versionOf } from './version';

/**
 * Starts a collector without settings, dashboard or alerts: it receives telemetry and writes it to ClickHouse, from where it
 * also learns of keys. Any number of them may run.
 * @throws FaaslensError whose message names the faulty setting and the fix.
 */
export async function startCollector({
  config,
  root,
  log,
}: {
  config: Config;
  root: string;
  log: Logger;
}): Promise<{ stop(): Promise<void> }> {
  const { clickhouse } = config;
  if (clickhouse === null)
    throw new FaaslensError(
      'invalid_input',
      'collect keeps nothing itself: set FAASLENS_STORE=clickhouse and FAASLENS_CLICKHOUSE_URL, or use start',
    );
  await requireFreePort(config.host, config.otlpHttpPort, 'FAASLENS_OTLP_HTTP_PORT');
  await requireFreePort(config.host, config.otlpGrpcPort, 'FAASLENS_OTLP_GRPC_PORT');
  const certificates =
    config.tls === null
      ? null
      : openCertificates(config.tls, (err) => log.error({ err }, 'the new certificate cannot be used'));
  const started: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const stopOne of started.splice(0).reverse()) await stopOne();
  };
  try {
    // Not stored: each collector's metrics report its own redactions.
    const redactions = countRedactions(
      async () => {},
      () => {},
    );
    started.push(() => redactions.stop());
    // Only the owner of the settings applies retention, thinning and deletions.
    const ingest = createIngest({
      workerFile: `${config.distDir}/ingest-worker.js`,
      databaseFile: config.databaseFile,
      clickhouse,
      deletes: false,
      log,
      onRedacted: redactions.add,
    });
    started.push(() => ingest.close());
    const settings = followSettings({
      bulletin: await openBulletin(clickhouse),
      onChange: [({ prices }) => ingest.usePrices(prices), ({ redaction }) => ingest.useRedaction(redaction)],
      log,
    });
    started.push(() => settings.stop());
    const byKeys = createDoor({ config, findKey: settings.findKey });
    // Before the owner has published settings, everybody is refused: secrets to be redacted would be stored.
    const door: Door = {
      async authorize(request, scope) {
        settings.requireWord();
        return byKeys.authorize(request, scope);
      },
    };
    const meter = createIntakeMeter(settings.noteRejected);
    const intake = createIntake({ config, ingest, door, log, meter });
    const metrics = createSelfMetrics({
      databaseFile: null,
      version: versionOf(root),
      meter,
      ingest,
      redacted: redactions.totals,
      alerts: null,
      settingsSilentForMs: settings.silentForMs,
      now: Date.now,
    });
    started.push(async () => metrics.stop());
    const extend = (server: FastifyInstance) => addMetrics(server, door, () => metrics.text());
    const ready = () => ingest.alive && settings.hasWord();
    for (const server of [
      createOtlpServer({ config, intake, ready, extend, log, certificates }),
      createGrpcServer({ config, intake, log, certificates }),
    ]) {
      await server.listen();
      started.push(() => server.close());
    }
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
