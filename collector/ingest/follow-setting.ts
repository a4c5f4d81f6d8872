import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';

const EVERY_MS = 5_000;

/**
 * Tells the ingest thread of something that users set, `what` for the log: before it returns, and again when it changes.
 * A failed look is repeated at the next turn; `stop` ends it.
 */
export async function followSetting<Setting>({
  what,
  read,
  use,
  log,
  everyMs = EVERY_MS,
}: {
  readonly what: string;
  readonly read: () => Promise<Setting>;
  readonly use: (setting: Setting) => void;
  readonly log: Pick<Logger, 'warn'>;
  readonly everyMs?: number;
}): Promise<{ stop(): Promise<void> }> {
  const ending = new AbortController();
  let known: string | null = null;
  const look = async () => {
    try {
      const setting = await read();
      const text = JSON.stringify(setting);
      if (text === known) return;
      use(setting);
      known = text;
    } catch (error) {
      log.warn({ err: error }, `${what} cannot be read: what was known before stays in use`);
    }
  };
  await look();
  const turns = (async () => {
    while (!ending.signal.aborted) {
      await delay(everyMs, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
      if (!ending.signal.aborted) await look();
    }
  })();
  return {
    async stop() {
      ending.abort();
      await turns;
    },
  };
}
