import type { Diagnostics } from '../diagnostics';
import type { HttpPost, PostResult } from './post';

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
export interface Sender {
  isPaused(): boolean;
  /**
   * Never rejects; settles within `budgetMs`.
   *
   * @returns whether that is done with: delivered, or refused for good. False is worth another try later
   */
  send(payload: Uint8Array, budgetMs: number): Promise<boolean>;
}

/** @param url named in warnings */
export function createSender(post: HttpPost, url: URL, diagnostics: Diagnostics): Sender {
  const target = url.origin + url.pathname;
  let pausedUntil = 0;
  let pauseMs = FIRST_PAUSE_MS;
  const pause = (ms: number) => {
    pausedUntil = Date.now() + ms;
  };

  /** What an answer means for the data, and for those that come after it. */
  const judge = (result: PostResult, waitedMs: number): boolean => {
    if (result.kind === 'response' && !isBusy(result.status)) {
      const { status, body } = result;
      const said = body.slice(0, 500);
      if (status < 200 || status >= 300) {
        const message = `${target} refused telemetry with status ${status}, it is dropped: ${said}`;
        diagnostics.warnOnce(`status ${target} ${status}`, message);
        return true;
      }
      pauseMs = FIRST_PAUSE_MS;
      if (body.includes('errorMessage')) {
        diagnostics.warnOnce(`partial ${target}`, `${target} took only a part: ${said}`);
      }
      return true;
    }
    if (result.kind === 'response') {
      pause(Math.min(Math.max(retryDelay(result) ?? 0, BUSY_PAUSE_MS), MAX_PAUSE_MS));
    } else if (waitedMs >= TELLING_WAIT_MS && Date.now() >= pausedUntil) {
      // Not for each of those that were on their way together, or a moment's trouble would become a minute's pause.
      const isLate = result.kind === 'timeout';
      pause(isLate ? pauseMs : BUSY_PAUSE_MS);
      if (isLate) pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
    }
    const reason =
      result.kind === 'response'
        ? `status ${result.status}`
        : result.kind === 'failed'
          ? result.reason
          : result.kind;
    diagnostics.warnOnce(
      `unreachable ${target}`,
      `${target} did not take telemetry (${reason}); it is kept for the next invocation`,
    );
    return false;
  };

  return {
    isPaused: () => Date.now() < pausedUntil,
    async send(payload, budgetMs) {
      const started = performance.now();
      let result = await post(payload, budgetMs);
      const delay = retryDelay(result);
      const leftMs = () => budgetMs - (performance.now() - started);
      if (delay !== undefined && delay < leftMs()) {
        if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
        result = await post(payload, leftMs());
      }
      return judge(result, performance.now() - started);
    },
  };
}

const isBusy = (status: number): boolean => status === 429 || (status >= 502 && status <= 504);

/** Ms to wait before the one retry; `undefined` when a retry makes no sense. */
function retryDelay(result: PostResult): number | undefined {
  if (result.kind === 'stale') return 0;
  if (result.kind !== 'response' || !isBusy(result.status)) return undefined;
  if (result.retryAfter === undefined) return DEFAULT_RETRY_MS * (1 + Math.random());
  const seconds = Number(result.retryAfter);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(result.retryAfter) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : DEFAULT_RETRY_MS;
}
