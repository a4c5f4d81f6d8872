import type { LogView } from '@/core/model/views';

/** Lines in view; older ones leave at the top. */
export const MOST_SHOWN = 5000;
/** Lines that wait while the view stands still; then the stream is closed, and goes on where it ended. */
export const MOST_WAITING = 20_000;

export interface TailLines {
  /** Oldest first. */
  readonly shown: readonly LogView[];
  /** What came while the view stood still, oldest first. */
  readonly waiting: readonly LogView[];
  /** How many lines have left at the top. */
  readonly left: number;
}

export const NO_LINES: TailLines = { shown: [], waiting: [], left: 0 };

/** With lines that came: into the view, or into the queue while it stands still. What is there already is not taken again. */
export function withLines(lines: TailLines, news: readonly LogView[], paused: boolean): TailLines {
  const known = new Set([...lines.shown, ...lines.waiting].map(({ id }) => id));
  const fresh = news.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return lines;
  const waiting = [...lines.waiting, ...fresh];
  return paused ? { ...lines, waiting } : resumed({ ...lines, waiting });
}

/** With all that waited in view. */
export function resumed({ shown, waiting, left }: TailLines): TailLines {
  const all = [...shown, ...waiting];
  const over = Math.max(0, all.length - MOST_SHOWN);
  return { shown: all.slice(over), waiting: [], left: left + over };
}

/** Whether no more may wait. */
export function isFull({ waiting }: TailLines): boolean {
  return waiting.length >= MOST_WAITING;
}
