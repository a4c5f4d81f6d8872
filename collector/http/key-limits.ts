import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';

/** Null means no limit. `requests` counts those in progress at once; bytes are those of decompressed bodies. */
export type KeyLimits = Config['keyLimits'];

/** One request of a key, from its headers to its answer. */
export interface Visit {
  /** Charges the bytes of its body. */
  bytes(count: number): void;
  /** Charges the spans and log records that it held. */
  spans(count: number): void;
  /** Ends it; called once. */
  leave(): void;
}

/**
 * A key has exceeded its quota. Answered with 503 rather than 429: both ask for a retry, but the Python exporter drops data
 * after 429.
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
/** Exporters give up when told to wait for long. */
const LONGEST_WAIT_SECONDS = 30;

/**
 * Keeps each key within its limits. A request is let in unless its key is in debt, and is then charged for what it turns out
 * to hold; a debt is paid off at the key's rate. A key that was idle may send a second's worth at once. `now` returns
 * milliseconds.
 */
export class KeyQuotas {
  private readonly keys = new Map<string, { running: number; bytes: Bucket; spans: Bucket }>();

  constructor(
    private readonly limits: KeyLimits,
    private readonly now: () => number,
  ) {}

  /** @throws QuotaExceeded that says which limit, and when to retry. */
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

/** A token bucket that holds up to one second's worth and may be overdrawn. */
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

  /** Seconds until the debt is paid; 0 when there is none. */
  debtSeconds(): number {
    if (this.perSecond === null) return 0;
    this.fill(this.perSecond);
    return this.level >= 0 ? 0 : -this.level / this.perSecond;
  }

  private fill(perSecond: number): void {
    const time = this.now();
    // When the clock is set back, the level must not fall.
    const seconds = Math.max(0, time - this.filledAt) / 1_000;
    this.level = Math.min(perSecond, this.level + seconds * perSecond);
    this.filledAt = time;
  }
}
