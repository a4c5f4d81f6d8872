import { Worker } from 'node:worker_threads';
import type { StorePlace } from '../store/place';

/**
 * How long an idle thread is kept: people test a rule repeatedly while editing it, and a running thread has its code compiled.
 */
const KEPT_MS = 60_000;

export interface BacktestThreadsOptions {
  /** Built file of the thread. */
  readonly file: string;
  readonly place: StorePlace;
  /** How long an idle thread is kept; a minute by default. */
  readonly keptMs?: number;
}

/** Threads that run one job at a time. */
export interface BacktestThreads {
  /** Starts threads until `count` are idle. */
  prepare(count: number): void;
  /** An idle thread, or a new one. */
  take(): Worker;
  /** Returns a thread after its job. It ends, freeing its memory, if no other job comes for a while. */
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
    // An idle thread that dies must not end the process.
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
