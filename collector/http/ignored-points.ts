import type { Logger } from 'pino';

const PAUSE_MS = 60 * 60_000;
const MOST_SENDERS = 1_000;

/** Records that data points of a sender were accepted but not kept; `sender` is a key's id, '' for none. */
export type NoteIgnored = (sender: string, points: number) => void;

/**
 * Logs, at most hourly per sender, how many of its data points complete no invocation, counted since the start. It does no
 * harm, but someone looking for a metric should learn that it is not stored.
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
