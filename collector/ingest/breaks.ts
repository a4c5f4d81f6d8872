export interface BreaksOptions {
  /** Milliseconds on any monotonic clock. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** How long the database may be held without a break of `BREAK_MS`: other programs retry every 25 to 50 ms. */
const HELD_MS = 150;
const BREAK_MS = 25;
/** Deferrable work makes way for a break from here on, if nothing waits: the work after it would have to otherwise. */
const RESTED_MS = 75;

export interface Breaks {
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Like `inTurn`, for deferrable work: resolves with null, without doing it, when a break is due. */
  whenRested<Result>(work: () => Promise<Result>): Promise<Result | null>;
}

/**
 * Runs pieces of work that hold the database one after another, with short breaks: SQLite has no queue, so a program that
 * retries now and then never gets in beside one that takes the next turn at once. Where pauses occur anyway, nothing waits.
 */
export function createBreaks({ now, wait }: BreaksOptions): Breaks {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let heldMs = 0;
  let freeSince = now();

  const run = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const freeMs = now() - freeSince;
    if (freeMs >= BREAK_MS) heldMs = 0;
    else if (heldMs >= HELD_MS) {
      await wait(BREAK_MS - freeMs);
      heldMs = 0;
    }
    const start = now();
    try {
      return await work();
    } finally {
      freeSince = now();
      heldMs += freeSince - start;
    }
  };

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    waiting += 1;
    const result = last.then(() => run(work));
    last = result
      .catch(() => undefined)
      .then(() => {
        waiting -= 1;
      });
    return result;
  };

  return {
    inTurn,
    async whenRested(work) {
      const isTired = heldMs >= RESTED_MS && now() - freeSince < BREAK_MS;
      return isTired && waiting === 0 ? null : inTurn(work);
    },
  };
}
