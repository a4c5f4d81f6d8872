import { isFaaslensError } from '@/core/errors';

export interface TidyingOptions {
  /** `TelemetryWriter.tidy`. */
  readonly tidy: (budgetMs: number) => Promise<boolean>;
  /** How long the last slice worked, where slices wait for a turn; 0: it was refused; omitted: as long as the call took. */
  readonly workedMs?: (() => number) | undefined;
  /** `TelemetryWriter.backlog`; 0 if omitted. */
  readonly backlog?: (() => number) | undefined;
  /** Milliseconds on any monotonic clock. */
  readonly now: () => number;
  /** Receives the text of an unexpected error; tidying then ends. */
  readonly onDefect: (defect: string) => void;
  /** Receives the reason for each failed slice from the tenth in a row; before that, others may just be writing. */
  readonly onFailed?: (reason: string) => void;
}

/** Keeps the store tidy between writes. */
export interface Tidying {
  /** Call when a submission arrives. */
  begin(): void;
  /** Call when it is answered. */
  end(): void;
  /** Resolves when nothing is running; nothing will start again. */
  stop(): Promise<void>;
}

/** Length of a slice: about how long a submission that arrives during it may have to wait. */
const SLICE_MS = 8;
/** The same while submissions are waiting anyway: slices are rare then. */
const BUSY_SLICE_MS = 20;
/** After a submission is answered, the next one is often on its way. */
const QUIET_MS = 10;
/** Between two slices, the thread handles newly arrived messages. */
const PAUSE_MS = 1;
/** Delay after a slice that did nothing, so that others get their turn. */
const REST_MS = 25;
const RETRY_MS = 1_000;
const TOLERATED_FAILURES = 9;
/** Some work falls due without any submission. */
const IDLE_MS = 30_000;
/** Under steady load, the time without a slice is this many times the length of a slice. */
const BUSY_REST = 9;
/** The lowest such factor, however far tidying is behind: half of the time is left to submissions. */
const LEAST_BUSY_REST = 1;
/** The longest time without a slice; within it, work done in pauses counts too. */
const LONGEST_BUSY_REST_MS = 1_000;

/**
 * Tidies in short slices while no submission waits, and for about a tenth of the time while there always is one. If pauses
 * provide that much, no slice starts while one waits. If it is not enough and a backlog builds up, tidying gets up to half of
 * the time: better to take in less than to grow slower and larger for as long as the load lasts.
 */
export function createTidying({
  tidy,
  workedMs,
  backlog = () => 0,
  now,
  onDefect,
  onFailed = () => {},
}: TidyingOptions): Tidying {
  let waiting = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let timerAt = 0;
  let running: Promise<void> | null = null;
  // The previous thread may have left work.
  let isDue = true;
  /** No slice starts before the first, and none before the second while a submission waits. */
  let notBefore = 0;
  let notBusyBefore = 0;
  let failures = 0;

  const start = () => {
    timer = null;
    if (waiting > 0 && now() < notBusyBefore) return;
    running = slice().finally(() => {
      running = null;
      if (workedMs?.() === 0) schedule(REST_MS);
      else schedule(waiting > 0 ? notBusyBefore - now() : PAUSE_MS);
    });
  };

  /** The earliest request counts: when a pause begins, tidying need not wait out a longer delay. */
  const schedule = (delayMs: number) => {
    if (stopped || !isDue || running) return;
    const at = Math.max(now() + delayMs, notBefore);
    if (timer && at >= timerAt) return;
    if (timer) clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(start, at - now());
  };

  const slice = async () => {
    const start = now();
    try {
      isDue = await tidy(waiting > 0 ? BUSY_SLICE_MS : SLICE_MS);
      failures = 0;
    } catch (error) {
      // An expected error: the disk or another writer is in the way.
      if (isFaaslensError(error)) {
        notBefore = now() + RETRY_MS;
        failures += 1;
        if (failures > TOLERATED_FAILURES) onFailed(error.message);
      } else {
        stopped = true;
        onDefect(error instanceof Error ? (error.stack ?? error.message) : String(error));
      }
    }
    const rest = Math.max(BUSY_REST / Math.max(backlog(), 1) ** 2, LEAST_BUSY_REST);
    const restMs = (workedMs?.() ?? now() - start) * (1 + rest);
    notBusyBefore = Math.min(Math.max(notBusyBefore, start) + restMs, now() + LONGEST_BUSY_REST_MS);
  };

  schedule(QUIET_MS);
  const idle = setInterval(() => {
    isDue = true;
    schedule(0);
  }, IDLE_MS);
  return {
    begin() {
      waiting += 1;
    },
    end() {
      waiting -= 1;
      isDue = true;
      if (waiting === 0) schedule(QUIET_MS);
      else if (now() >= notBusyBefore) schedule(0);
    },
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      clearInterval(idle);
      await running;
    },
  };
}
