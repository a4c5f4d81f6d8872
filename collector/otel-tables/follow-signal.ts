import type { OtelRows, OtelSignal, OtelTables } from '@/core/store/otel-tables';

/** Rows are counted by steps: one that holds more than were handed over is read again. */
const STEP_MS = 10_000;
/** A span is written when it ends and its time is its start: so long after its time a row is still looked for. */
const LAG_MS = 3_600_000;
/** The newest steps are counted each turn, all that may still grow each minute. */
const NEAR_MS = 120_000;
const SWEEP_EVERY_MS = 60_000;
/** What is far behind is gone through so much at once. */
const STRIDE_MS = 3_600_000;
const ROWS_AT_ONCE = 1_000;

export interface FollowSignalOptions {
  readonly tables: OtelTables;
  readonly signal: OtelSignal;
  /** Resolves when the rows are stored for good, or can never be. */
  readonly handOver: (rows: OtelRows) => Promise<void>;
  /** Rejects when another process reads by now, or this one is to end. */
  readonly requireTurn: () => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Rows before it are not read; milliseconds since the epoch. */
  readonly keptSinceMs: () => number;
}

export interface FollowedSignal {
  /** Hands over what is new, then some of what is old; answers whether more waits already. */
  turn(): Promise<boolean>;
  /** Another process reads from now on: where it has come to is asked before the next turn. */
  forget(): void;
}

/** All rows from `fromMs` on, and before `toMs`, were handed over; milliseconds since the epoch, whole steps. */
interface Read {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Follows one table. The exporter numbers no rows, so they are found by counting: of each step of time the rows are counted
 * again until an hour has passed, and a step that has grown is handed over as a whole. What was handed over before changes
 * nothing. What was there before the first start follows from the newest to the oldest while nothing new waits.
 */
export function followSignal(options: FollowSignalOptions): FollowedSignal {
  const { tables, signal, handOver, requireTurn, now, keptSinceMs } = options;
  const progress = tables.progress(signal);
  /** Rows that were handed over, by step. */
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

  /** Answers whether it is still far behind. */
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

  /** Answers whether there is more. */
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
