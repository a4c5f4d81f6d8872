import { isFaaslensError } from '@/core/errors';

export interface TidyingOptions {
  /** `TelemetryWriter.tidy`. */
  readonly tidy: (budgetMs: number) => Promise<boolean>;
  /** How long the last slice worked, where slices wait for their turn, 0: it was refused; left out: as long as it took. */
  readonly workedMs?: (() => number) | undefined;
  /** `TelemetryWriter.backlog`; 0 when left out. */
  readonly backlog?: (() => number) | undefined;
  /** Milliseconds on any clock that only goes forward. */
  readonly now: () => number;
  /** Told the text of an error that nobody foresaw; tidying then ends. */
  readonly onDefect: (defect: string) => void;
  /** Told why slices cannot be done, each time from the tenth in a row: before, others may just be writing. */
  readonly onFailed?: (reason: string) => void;
}

/** Keeps the store tidy between writes. */
export interface Tidying {
  /** To be called when a submission arrives. */
  begin(): void;
  /** To be called when it is answered. */
  end(): void;
  /** Resolves when nothing runs any more, and nothing will. */
  stop(): Promise<void>;
}

/** How long a submission that arrives while it runs may have to wait, about. */
const SLICE_MS = 8;
/** The same while submissions wait anyway: their turns are few. */
const BUSY_SLICE_MS = 20;
/** After a submission was answered, the next one is often on its way. */
const QUIET_MS = 10;
/** Between two slices the thread takes in what has arrived. */
const PAUSE_MS = 1;
/** After one that did nothing, so that others get their turn. */
const REST_MS = 25;
const RETRY_MS = 1_000;
const TOLERATED_FAILURES = 9;
/** Some things fall due without any submission. */
const IDLE_MS = 30_000;
/** Under steady load there is so many times the length of a slice without one, while it waits for its turn or after it. */
const BUSY_REST = 9;
/** However far it is behind: as much again is left to what waits. */
const LEAST_BUSY_REST = 1;
/** What was done in pauses counts too, up to so long a time without a slice. */
const LONGEST_BUSY_REST_MS = 1_000;

/**
 * Tidies in short slices while no submission waits, and in about a tenth of the time while there always is one: where
 * pauses give it as much, no slice begins while one waits. Where that is not enough, it falls behind and gets more, up to
 * half of the time: the store takes in less rather than grow slower and larger for as long as the load lasts.
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
  // What the thread before this one left.
  let isDue = true;
  /** No slice starts before the first, none while a submission waits before the second. */
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

  /** The earliest that was asked for counts: a pause that begins must not wait for the end of a rest. */
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
      // Else the disk or another writer is in the way.
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
