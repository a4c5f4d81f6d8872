import type { Logger } from 'pino';

const PAUSE_MS = 60_000;
const MOST_REMEMBERED = 1_000;

export type LogSeldom = (message: string, details: object, level?: 'warn' | 'error') => void;

/**
 * Logs each distinct message at most once a minute. A misconfigured sender repeats its mistake with every batch, and a full
 * disk fails every request: the operator must see it, and everything else too.
 */
export function logSeldom(log: Logger, now: () => number): LogSeldom {
  const last = new Map<string, number>();
  return (message, details, level = 'warn') => {
    const time = now();
    const before = last.get(message);
    // A last time in the future is from before the clock was set back.
    if (before !== undefined && Math.abs(time - before) < PAUSE_MS) return;
    if (last.size >= MOST_REMEMBERED) last.clear();
    last.set(message, time);
    log[level](details, message);
  };
}
