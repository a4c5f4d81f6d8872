import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '@/core/config';
import { isReady } from '../health/is-ready';

const EVERY_MS = 60_000;
/** On a busy machine an answer takes its time. */
const PATIENCE_MS = 5000;

export interface SelfCheckOptions {
  readonly config: Pick<Config, 'host' | 'tls' | 'port' | 'otlpHttpPort'>;
  /** Told of each check how many of the servers were not ready. */
  readonly onChecked: (failures: number) => void;
  /** A minute unless told; so long after the start is the first check, too. */
  readonly everyMs?: number;
}

/**
 * Asks Faaslens' own servers now and then, as a client does, whether they are ready: the collector, whose answer needs its main
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
