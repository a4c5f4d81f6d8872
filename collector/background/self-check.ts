import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '@/core/config';
import { isReady } from '../health/is-ready';

const EVERY_MS = 60_000;
/** Long enough for an answer on a busy machine. */
const PATIENCE_MS = 5000;

export interface SelfCheckOptions {
  readonly config: Pick<Config, 'host' | 'tls' | 'port' | 'otlpHttpPort'>;
  /** Called after each check with the number of servers that were not ready. */
  readonly onChecked: (failures: number) => void;
  /** Interval, and delay of the first check; one minute by default. */
  readonly everyMs?: number;
}

/**
 * Regularly asks Faaslens' own servers, as a client would, whether they are ready: the collector, whose answer needs its main
 * thread and says whether telemetry can be stored, and the dashboard, whose answer needs the database.
 */
export function checkSelf({ config, onChecked, everyMs = EVERY_MS }: SelfCheckOptions): {
  stop(): Promise<void>;
} {
  const ending = new AbortController();
  const turns = (async () => {
    for (;;) {
      await delay(everyMs, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
      if (ending.signal.aborted) return;
      const answers = await Promise.all(
        [config.otlpHttpPort, config.port].map((port) => isReady(config, port, PATIENCE_MS)),
      );
      onChecked(answers.filter((ready) => !ready).length);
    }
  })();
  return {
    async stop() {
      ending.abort();
      await turns;
    },
  };
}
