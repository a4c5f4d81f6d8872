import { setTimeout } from 'node:timers/promises';

/** Work in pieces that may take longer than there is time for it. */
export interface BackgroundWork {
  /** Waits at most so many milliseconds for the piece that is being done, or begins one; answers whether more is to do. */
  goOn(budgetMs: number): Promise<boolean>;
}

/** `piece` does one and answers whether there was any. */
export function inBackground(piece: () => Promise<boolean>): BackgroundWork {
  let running: Promise<boolean> | null = null;
  return {
    async goOn(budgetMs) {
      running ??= piece();
      // Who asks next is told of a failure.
      running.catch(() => {});
      const timer = new AbortController();
      try {
        const answer = await Promise.race([running, setTimeout(budgetMs, null, { signal: timer.signal })]);
        if (answer === null) return true;
        running = null;
        return answer;
      } catch (error) {
        running = null;
        throw error;
      } finally {
        timer.abort();
      }
    },
  };
}
