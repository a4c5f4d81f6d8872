export interface BreaksOptions {
  /** Milliseconds on any clock that only goes forward. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** How long the database may be held, without a break of at least so long: programs that wait ask again every 25 to 50 ms. */
const HELD_MS = 150;
const BREAK_MS = 25;
/** What can wait makes its break earlier, while nobody else wants a turn: else the next one would have to. */
const RESTED_MS = 75;

export interface Breaks {
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>;
  /** The same for what can wait: null, and nothing is done, when it is time for a break. */
  whenRested<Result>(work: () => Promise<Result>): Promise<Result | null>;
}

/**
 * Runs work that holds the database one after another, with short breaks: SQLite has no queue, so who asks for its turn
 * now and then never gets it from one who takes the next turn at once. Where there are pauses anyway, nothing waits.
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
