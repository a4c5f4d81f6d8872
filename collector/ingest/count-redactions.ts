import type { RedactionCounts } from '@/core/model/redaction/redactor';
import type { LogSeldom } from '../log-seldom';

const EVERY_MS = 10_000;

export interface CountedRedactions {
  add(counts: RedactionCounts): void;
  /** Since the process started. */
  totals(): RedactionCounts;
  stop(): Promise<void>;
}

/** Sums up redactions and regularly stores the counts: a kill loses at most those of the last seconds. */
export function countRedactions(
  store: (counts: RedactionCounts) => Promise<void>,
  warn: LogSeldom,
  everyMs = EVERY_MS,
): CountedRedactions {
  const totals = new Map<string, number>();
  let waiting = new Map<string, number>();
  const put = (into: Map<string, number>, counts: RedactionCounts) => {
    for (const [name, count] of Object.entries(counts)) into.set(name, (into.get(name) ?? 0) + count);
  };
  const flush = async () => {
    if (waiting.size === 0) return;
    const counts = Object.fromEntries(waiting);
    waiting = new Map();
    try {
      await store(counts);
    } catch (err) {
      put(waiting, counts);
      warn('the counts of redaction cannot be stored now', { err });
    }
  };
  const timer = setInterval(() => void flush(), everyMs);
  timer.unref();
  return {
    add(counts) {
      put(totals, counts);
      put(waiting, counts);
    },
    totals: () => Object.fromEntries(totals),
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
