import type { OtelRows, OtelSignal, OtelTables } from '@/core/store/otel-tables';

/** Rows are counted per step of this length; a step with more rows than were handed over is read again. */
const STEP_MS = 10_000;
/** A span's time is its start, but it is written when it ends: rows are looked for this long after their time. */
const LAG_MS = 3_600_000;
/** The newest steps are counted in each turn, and all that may still grow, each minute. */
const NEAR_MS = 120_000;
const SWEEP_EVERY_MS = 60_000;
/** How much of a large backlog is read at once. */
const STRIDE_MS = 3_600_000;
const ROWS_AT_ONCE = 1_000;

export interface FollowSignalOptions {
  readonly tables: OtelTables;
  readonly signal: OtelSignal;
  /** Resolves when the rows are stored for good, or never can be. */
  readonly handOver: (rows: OtelRows) => Promise<void>;
  /** Rejects when another process reads now, or this one is stopping. */
  readonly requireTurn: () => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Rows before this time are not read; milliseconds since the epoch. */
  readonly keptSinceMs: () => number;
}

export interface FollowedSignal {
  /** Hands over new rows, then some old ones; returns whether more are waiting already. */
  turn(): Promise<boolean>;
  /** Another process reads from now on: the progress is read again before the next turn. */
  forget(): void;
}

/** All rows from `fromMs` to before `toMs` were handed over; milliseconds since the epoch, multiples of a step. */
interface Read {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Follows one table. The exporter does not number rows, so new ones are found by counting: each step of time is counted again
 * until an hour has passed, and a step that has grown is handed over as a whole. Handing rows over again changes nothing. Rows
 * from before the first start follow, newest first, while nothing new waits.
 */
export function followSignal(options: FollowSignalOptions): FollowedSignal {
  const { tables, signal, handOver, requireTurn, now, keptSinceMs } = options;
  const progress = tables.progress(signal);
  /** Number of rows handed over, by step. */
  const handed = new Map<number, number>();
  let read: Read | null = null;
  let version = 0;
  let sweptAt = Number.NEGATIVE_INFINITY;

  const load = async (): Promise<Read> => {
    const notice = await progress.readAfter(0);
    version = notice?.version ?? 0;
    if (notice !== null) return JSON.parse(notice.text);
    const start = wholeStep(now() - LAG_MS);
    return { fromMs: start, toMs: start };
  };
  const save = async (next: Read) => {
    version = Math.max(now(), version + 1);
    await progress.publish({ text: JSON.stringify(next), version });
    read = next;
  };

  const handOverStep = async (fromMs: number): Promise<number> => {
    const range = { fromMs, toMs: fromMs + STEP_MS };
    let after: OtelRows['rows'][number] | undefined;
    for (let count = 0; ; ) {
      await requireTurn();
      const found = await tables.rows(signal, range, ROWS_AT_ONCE, after);
      after = found.rows.at(-1);
      if (after === undefined) return count;
      await handOver(found);
      count += found.rows.length;
    }
  };

  /** Returns whether it is still far behind. */
  const readNew = async (known: Read): Promise<boolean> => {
    const nowMs = now();
    const end = wholeStep(nowMs) + STEP_MS;
    const toMs = Math.min(end, known.toMs + LAG_MS + STRIDE_MS);
    const isBehind = toMs < end;
    const isSweep = isBehind || nowMs - sweptAt >= SWEEP_EVERY_MS;
    const fromMs = isSweep ? known.toMs : Math.max(known.toMs, wholeStep(nowMs - NEAR_MS));
    for (const { atMs, rows } of await tables.counts(signal, { fromMs, toMs }, STEP_MS))
      if (rows > (handed.get(atMs) ?? 0)) handed.set(atMs, await handOverStep(atMs));
    if (!isSweep) return false;
    const settledMs = Math.max(known.toMs, Math.min(toMs, wholeStep(nowMs - LAG_MS)));
    await save({ ...known, toMs: settledMs });
    for (const atMs of handed.keys()) if (atMs < settledMs) handed.delete(atMs);
    if (!isBehind) sweptAt = nowMs;
    return isBehind;
  };

  /** Returns whether there is more. */
  const readOld = async (known: Read): Promise<boolean> => {
    const sinceMs = wholeStep(keptSinceMs());
    if (known.fromMs <= sinceMs) return false;
    const newest = await tables.newest(signal, { fromMs: sinceMs, toMs: known.fromMs });
    if (newest === null) {
      await save({ ...known, fromMs: sinceMs });
      return false;
    }
    const toMs = wholeStep(newest) + STEP_MS;
    const fromMs = Math.max(sinceMs, toMs - STRIDE_MS);
    const steps = await tables.counts(signal, { fromMs, toMs }, STEP_MS);
    for (const { atMs } of steps.toReversed()) await handOverStep(atMs);
    await save({ ...known, fromMs });
    return true;
  };

  return {
    async turn() {
      read ??= await load();
      const isBehind = await readNew(read);
      return isBehind || readOld(read);
    },
    forget() {
      read = null;
      handed.clear();
      sweptAt = Number.NEGATIVE_INFINITY;
    },
  };
}

function wholeStep(ms: number): number {
  return Math.floor(ms / STEP_MS) * STEP_MS;
}
