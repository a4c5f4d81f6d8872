import type { Diagnostics } from '../diagnostics';
import type { HttpPost, PostResult } from './post';

/** `undelivered` data may be sent again later; `rejected` data never. */
export type Delivery = 'delivered' | 'rejected' | 'undelivered';

export interface SenderDependencies {
  readonly post: HttpPost;
  /** Named in warnings. */
  readonly target: string;
  readonly diagnostics: Diagnostics;
  readonly encode: (body: string) => Uint8Array;
}

const RETRYABLE = new Set([429, 502, 503, 504]);
const DEFAULT_RETRY_MS = 100;
const FIRST_PAUSE_MS = 5_000;
const MAX_PAUSE_MS = 60_000;

// A receiver that is busy for the moment.
const BUSY_PAUSE_MS = 1_000;

// Waiting for less than this says more about the function's own time limit than about the receiver.
const TELLING_WAIT_MS = 100;

/**
 * Sends request bodies to one address with at most one retry. After a time-out, a slow failure, and where the receiver
 * is busy it pauses: an address in trouble must not cost every invocation its full time-out.
 */
export class Sender {
  private pausedUntil = 0;
  private pauseMs = FIRST_PAUSE_MS;

  constructor(private readonly deps: SenderDependencies) {}

  isPaused(): boolean {
    return Date.now() < this.pausedUntil;
  }

  /** Never rejects; settles within `budgetMs`. */
  async send(body: string, budgetMs: number): Promise<Delivery> {
    const payload = this.deps.encode(body);
    const started = performance.now();
    const deadline = started + budgetMs;
    let result = await this.deps.post(payload, budgetMs);
    const delay = retryDelay(result);
    if (delay !== undefined && performance.now() + delay < deadline) {
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
      result = await this.deps.post(payload, deadline - performance.now());
    }
    return this.judge(result, performance.now() - started);
  }

  private pause(ms: number): void {
    this.pausedUntil = Date.now() + ms;
  }

  private judge(result: PostResult, waitedMs: number): Delivery {
    const { diagnostics, target } = this.deps;
    if (result.kind === 'response' && result.status >= 200 && result.status < 300) {
      this.pauseMs = FIRST_PAUSE_MS;
      if (result.body.includes('errorMessage')) {
        diagnostics.warnOnce(`partial ${target}`, `${target} took only a part: ${result.body.slice(0, 500)}`);
      }
      return 'delivered';
    }
    if (result.kind === 'response' && !RETRYABLE.has(result.status)) {
      diagnostics.warnOnce(
        `status ${target} ${result.status}`,
        `${target} refused telemetry with status ${result.status}, it is dropped: ${result.body.slice(0, 500)}`,
      );
      return 'rejected';
    }
    if (result.kind === 'timeout' && waitedMs >= TELLING_WAIT_MS) {
      this.pause(this.pauseMs);
      this.pauseMs = Math.min(this.pauseMs * 2, MAX_PAUSE_MS);
    } else if (result.kind === 'response') {
      this.pause(Math.min(Math.max(retryDelay(result) ?? 0, BUSY_PAUSE_MS), MAX_PAUSE_MS));
    } else if (waitedMs >= TELLING_WAIT_MS) {
      this.pause(BUSY_PAUSE_MS);
    }
    diagnostics.warnOnce(
      `unreachable ${target}`,
      `${target} did not take telemetry (${describe(result)}); it is kept for the next invocation`,
    );
    return 'undelivered';
  }
}

/** Ms to wait before the one retry; `undefined` when a retry makes no sense. */
function retryDelay(result: PostResult): number | undefined {
  if (result.kind === 'stale') return 0;
  if (result.kind !== 'response' || !RETRYABLE.has(result.status)) return undefined;
  if (result.retryAfter === undefined) return DEFAULT_RETRY_MS * (1 + Math.random());
  const seconds = Number(result.retryAfter);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(result.retryAfter) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : DEFAULT_RETRY_MS;
}

function describe(result: PostResult): string {
  if (result.kind === 'response') return `status ${result.status}`;
  return result.kind === 'failed' ? result.reason : result.kind;
}
