import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';

/** Null is no limit; `requests` are those under way at once, bytes those of decompressed bodies. */
export type KeyLimits = Config['keyLimits'];

/** One request of a key, from its headers to its answer. */
export interface Visit {
  /** Charges bytes of its body. */
  bytes(count: number): void;
  /** Charges the spans and log records that it held. */
  spans(count: number): void;
  /** Ends it; called once. */
  leave(): void;
}

/**
 * A key has used up what it may send. Answered with 503 and not 429, although both ask for a later repetition: the
 * Python exporter throws data away after 429.
 */
export class QuotaExceeded extends FaaslensError {
  constructor(
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super('overloaded', message);
  }
}

const MOST_REMEMBERED = 1_000;
/** Exporters give up when they are to wait for long. */
const LONGEST_WAIT_SECONDS = 30;

/**
 * Keeps each key within its limits. A request is let in while its key is not in debt and charged for what it turns out
 * to hold; a debt is worked off at the key's rate. A key that was idle may send a second's worth at once.
 * `now` gives milliseconds.
 */
export class KeyQuotas {
  private readonly keys = new Map<string, { running: number; bytes: Bucket; spans: Bucket }>();

  constructor(
    private readonly limits: KeyLimits,
    private readonly now: () => number,
  ) {}

  /** @throws QuotaExceeded that says which limit, and when to come back. */
  enter(key: string): Visit {
    const { limits } = this;
    const state = this.stateOf(key);
    if (state.running >= limits.requests)
      throw new QuotaExceeded(`this key has ${limits.requests} requests under way already`, 1);
    refuseDebt(state.bytes, `this key may send ${limits.bytesPerSecond} bytes per second`);
    refuseDebt(state.spans, `this key may send ${limits.spansPerSecond} spans and log records per second`);
    state.running += 1;
    return {
      bytes: (count) => state.bytes.charge(count),
      spans: (count) => state.spans.charge(count),
      leave: () => {
        state.running -= 1;
      },
    };
  }

  private stateOf(key: string) {
    const known = this.keys.get(key);
    if (known) return known;
    if (this.keys.size >= MOST_REMEMBERED) this.forgetIdle();
    const { limits, now } = this;
    const state = {
      running: 0,
      bytes: new Bucket(limits.bytesPerSecond, now),
      spans: new Bucket(limits.spansPerSecond, now),
    };
    this.keys.set(key, state);
    return state;
  }

  private forgetIdle(): void {
    for (const [key, { running, bytes, spans }] of this.keys)
      if (running === 0 && bytes.debtSeconds() === 0 && spans.debtSeconds() === 0) this.keys.delete(key);
  }
}

function refuseDebt(bucket: Bucket, rule: string): void {
  const seconds = bucket.debtSeconds();
  if (seconds > 0) throw new QuotaExceeded(rule, Math.min(LONGEST_WAIT_SECONDS, Math.ceil(seconds)));
}

/** Fills at a rate up to one second's worth; may be overdrawn. */
class Bucket {
  private level: number;
  private filledAt: number;

  constructor(
    private readonly perSecond: number | null,
    private readonly now: () => number,
  ) {
    this.level = perSecond ?? 0;
    this.filledAt = now();
  }

  charge(count: number): void {
    if (this.perSecond === null) return;
    this.fill(this.perSecond);
    this.level -= count;
  }

  /** Until nothing is owed; 0 when nothing is. */
  debtSeconds(): number {
    if (this.perSecond === null) return 0;
    this.fill(this.perSecond);
    return this.level >= 0 ? 0 : -this.level / this.perSecond;
  }

  private fill(perSecond: number): void {
    const time = this.now();
    // A clock that was set back must not take away what was earned.
    const seconds = Math.max(0, time - this.filledAt) / 1_000;
    this.level = Math.min(perSecond, this.level + seconds * perSecond);
    this.filledAt = time;
  }
}
