import type { Outbox } from '../settings/outbox';

const DAY_MS = 86_400_000;
const KEEP_MS = 30 * DAY_MS;
/** Few enough that ingest does not wait long for the write lock. */
const AT_A_TIME = 500;

export interface PrunerOptions {
  readonly outbox: Pick<Outbox, 'prune'>;
  readonly now: () => number;
  readonly warn: (facts: Readonly<Record<string, unknown>>, text: string) => void;
}

export interface Pruner {
  /** Removes a part of what is too old, if it is time to; never rejects. To be called at each round. */
  prune(): Promise<void>;
}

/**
 * Removes messages and attempts after 30 days: once a day, and while there is more than one part, at each call. What
 * failed is tried again at the next call.
 */
export function createPruner({ outbox, now, warn }: PrunerOptions): Pruner {
  let dueAt = 0;
  return {
    async prune() {
      const time = now();
      if (time < dueAt) return;
      try {
        const { more } = await outbox.prune(time - KEEP_MS, AT_A_TIME);
        dueAt = more ? time : time + DAY_MS;
      } catch (err) {
        warn({ err }, 'old deliveries could not be removed; trying again');
      }
    },
  };
}
