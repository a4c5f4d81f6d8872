import { setTimeout as delay } from 'node:timers/promises';
import type { LogSeldom } from '../log-seldom';

const EVERY_MS = 5_000;

/**
 * Keeps the ingest thread informed of a setting, named `what` in logs: once before it returns, and again at each change. A
 * failed read is repeated in the next turn. The first read must succeed: without the users' settings, secrets that they want
 * redacted would be stored, and invocations priced wrongly. `stop` ends it.
 * @throws what the first read throws
 */
export async function followSetting<Setting>({
  what,
  read,
  use,
  warn,
  everyMs = EVERY_MS,
}: {
  readonly what: string;
  readonly read: () => Promise<Setting>;
  readonly use: (setting: Setting) => void;
  readonly warn: LogSeldom;
  readonly everyMs?: number;
}): Promise<{ stop(): Promise<void> }> {
  const ending = new AbortController();
  let known: string | null = null;
  const look = async () => {
    const setting = await read();
    const text = JSON.stringify(setting);
    if (text === known) return;
    use(setting);
    known = text;
  };
  const lookAgain = async () => {
    try {
      await look();
    } catch (err) {
      warn(`${what} cannot be read: what was known before stays in use`, { err });
    }
  };
  await look();
  const turns = (async () => {
    while (!ending.signal.aborted) {
      await delay(everyMs, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
      if (!ending.signal.aborted) await lookAgain();
    }
  })();
  return {
    async stop() {
      ending.abort();
      await turns;
    },
  };
}
