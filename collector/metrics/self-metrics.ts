import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { RedactionCounts } from '@/core/model/redaction/redactor';
import type { AlertStanding } from '@/core/settings/alert-standing';
import { expose, type Family } from './exposition';
import type { IntakeMeter } from './intake-meter';

/** Where the figures come from. */
export interface MetricSources {
  /** Null where there is none. */
  readonly databaseFile: string | null;
  readonly version: string;
  readonly meter: IntakeMeter;
  readonly ingest: {
    readonly alive: boolean;
    waiting(): { readonly requests: number; readonly bytes: number };
    keptSinceNs(): bigint;
    restarts(): number;
  };
  readonly redacted: () => RedactionCounts;
  /** Null where no rules are evaluated. */
  readonly alerts: (() => Promise<AlertStanding>) | null;
  /** For a collector without settings: the time since their owner was last heard from; null if never. */
  readonly settingsSilentForMs?: () => number | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Faaslens' own metrics for Prometheus. Those that cannot be read now are omitted. */
export function createSelfMetrics(sources: MetricSources): { text(): Promise<string>; stop(): void } {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const { databaseFile, version, meter, ingest, redacted, alerts, now } = sources;
  // Computed once: a value that varies slightly would look like a restart.
  const startedAt = now() / 1000 - process.uptime();
  return {
    async text() {
      const [database, wal, disk, standing] = await Promise.all([
        databaseFile === null ? null : sizeOf(databaseFile),
        databaseFile === null ? null : sizeOf(`${databaseFile}-wal`),
        databaseFile === null ? null : statfs(dirname(databaseFile)).catch(() => null),
        alerts === null ? null : alerts().catch(() => null),
      ]);
      const waiting = ingest.waiting();
      const keptSince = Number(ingest.keptSinceNs() / 1_000_000_000n);
      const p99 = delay.percentile(99) / 1e9;
      delay.reset();
      return expose([
        gauge('faaslens_info', 'The version that runs.', 1, { version, node: process.versions.node }),
        ...meter.families(),
        gauge('faaslens_ingest_up', 'Whether telemetry can be stored.', ingest.alive ? 1 : 0),
        gauge('faaslens_ingest_queue_requests', 'Requests that wait to be stored.', waiting.requests),
        gauge('faaslens_ingest_queue_bytes', 'Bytes of requests that wait to be stored.', waiting.bytes),
        counter('faaslens_ingest_thread_restarts_total', 'Ends of the ingest thread.', ingest.restarts()),
        {
          name: 'faaslens_redacted_values_total',
          help: 'Values that something was taken out of, by what found it.',
          type: 'counter',
          samples: Object.entries(redacted()).map(([rule, value]) => ({ labels: { rule }, value })),
        },
        ...some(database, (value) => gauge('faaslens_database_bytes', 'Size of the database file.', value)),
        ...some(wal, (value) => gauge('faaslens_wal_bytes', 'Size of the write-ahead log.', value)),
        ...some(disk && disk.bavail * disk.bsize, (value) =>
          gauge('faaslens_disk_free_bytes', 'Free on the disk of the database.', value),
        ),
        ...some(disk && disk.blocks * disk.bsize, (value) =>
          gauge('faaslens_disk_bytes', 'Size of the disk of the database.', value),
        ),
        gauge(
          'faaslens_kept_since_seconds',
          'Telemetry from before is removed; 0: nothing ever was.',
          keptSince,
        ),
        ...some(sources.settingsSilentForMs?.() ?? null, (silentForMs) =>
          gauge(
            'faaslens_settings_silent_seconds',
            'How long the owner of the settings was not heard of.',
            silentForMs / 1000,
          ),
        ),
        ...(standing === null ? [] : alertFamilies(standing, now())),
        gauge('process_resident_memory_bytes', 'Memory of the collector.', process.memoryUsage.rss()),
        counter('process_cpu_seconds_total', 'Processor time of the collector.', cpuSeconds()),
        gauge('process_start_time_seconds', 'When the collector started.', startedAt),
        gauge('nodejs_eventloop_lag_p99_seconds', 'Delay of the main thread since the last look.', p99),
      ]);
    },
    stop: () => delay.disable(),
  };
}

function alertFamilies(standing: AlertStanding, nowMs: number): readonly Family[] {
  return [
    ...some(standing.evaluatedUntilMs, (until) =>
      gauge(
        'faaslens_alerts_behind_seconds',
        'How far the rules are evaluated behind now.',
        (nowMs - until) / 1000,
      ),
    ),
    gauge('faaslens_alerts_firing', 'Incidents that go on.', standing.firing),
    gauge('faaslens_alert_messages_waiting', 'Messages that are to be sent.', standing.messagesWaiting),
    {
      name: 'faaslens_alert_attempts_last_hour',
      help: 'Attempts to send messages in the last hour.',
      type: 'gauge',
      samples: [
        { labels: { outcome: 'ok' }, value: standing.attemptsOk },
        { labels: { outcome: 'failed' }, value: standing.attemptsFailed },
      ],
    },
    gauge('faaslens_channels_failing', 'Channels that messages do not reach.', standing.channelsFailing),
  ];
}

function gauge(
  name: string,
  help: string,
  value: number,
  labels: Readonly<Record<string, string>> = {},
): Family {
  return { name, help, type: 'gauge', samples: [{ labels, value }] };
}

function counter(name: string, help: string, value: number): Family {
  return { name, help, type: 'counter', samples: [{ value }] };
}

function some(value: number | null, family: (value: number) => Family): readonly Family[] {
  return value === null ? [] : [family(value)];
}

async function sizeOf(file: string): Promise<number | null> {
  return stat(file).then(
    ({ size }) => size,
    () => null,
  );
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
