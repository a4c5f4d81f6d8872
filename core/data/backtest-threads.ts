import { Worker } from 'node:worker_threads';
import type { StorePlace } from '../store/place';

/** Who edits a rule tests it again and again: a thread that is still there has its code read and compiled. */
const KEPT_MS = 60_000;

export interface BacktestThreadsOptions {
  /** Built file of the thread. */
  readonly file: string;
  readonly place: StorePlace;
  /** For how long a thread waits for its next job; a minute unless given. */
  readonly keptMs?: number;
}

/** Threads for one job at a time. */
export interface BacktestThreads {
  /** Lets so many wait for a job. */
  prepare(count: number): void;
  /** One without a job: one that waits, or a new one. */
  take(): Worker;
  /** Gives back one that has done its job. It ends, and with it its memory, when no other job comes for a while. */
  keep(thread: Worker): void;
  close(): Promise<void>;
}

export function openBacktestThreads({
  file,
  place,
  keptMs = KEPT_MS,
}: BacktestThreadsOptions): BacktestThreads {
  const all = new Set<Worker>();
  const waiting = new Map<Worker, NodeJS.Timeout>();

  function start(): Worker {
    const thread = new Worker(file, { workerData: place });
    all.add(thread);
    // One that breaks while it waits must not end the process.
    thread.on('error', () => {});
    thread.once('exit', () => {
      all.delete(thread);
      leave(thread);
    });
    return thread;
  }

  function leave(thread: Worker): void {
    clearTimeout(waiting.get(thread));
    waiting.delete(thread);
  }

  function keep(thread: Worker): void {
    thread.unref();
    waiting.set(thread, setTimeout(() => end(thread), keptMs).unref());
  }

  return {
    prepare(count) {
      while (waiting.size < count) keep(start());
    },

    take() {
      const [thread] = waiting.keys();
      if (thread === undefined) return start();
      leave(thread);
      thread.ref();
      return thread;
    },

    keep(thread) {
      if (all.has(thread)) keep(thread);
    },

    async close() {
      await Promise.all([...all].map((thread) => thread.terminate()));
    },
  };

  function end(thread: Worker): void {
    leave(thread);
    void thread.terminate();
  }
}
