import type { Logger } from 'pino';

const PAUSE_MS = 60 * 60_000;
const MOST_SENDERS = 1_000;

/** Notes that so many data points of a sender were taken and not kept; `sender` is a key's id, '' for none. */
export type NoteIgnored = (sender: string, points: number) => void;

/**
 * Tells the operator at most once an hour of each sender how many of its data points complete no invocation, counted
 * since the start: it does no harm, but whoever looks for a metric should find out that it is not here.
 */
export function noteIgnoredPoints(log: Logger, now: () => number): NoteIgnored {
  const senders = new Map<string, { points: number; toldMs: number }>();
  return (sender, points) => {
    if (points === 0) return;
    const known = senders.get(sender) ?? { points: 0, toldMs: Number.NEGATIVE_INFINITY };
    known.points += points;
    if (!senders.has(sender) && senders.size >= MOST_SENDERS) senders.clear();
    senders.set(sender, known);
    const time = now();
    if (Math.abs(time - known.toldMs) < PAUSE_MS) return;
    known.toldMs = time;
    log.info(
      { ignoredPoints: known.points, keyId: sender === '' ? null : sender },
      'data points of metrics that complete no invocation are taken and not kept',
    );
  };
}
