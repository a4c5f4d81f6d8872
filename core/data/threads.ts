import { Piscina } from 'piscina';
import { FaaslensError } from '../errors';
import { createPlaces } from './places';
import type { Answer, Call, ThreadData } from './protocol';

export interface ThreadOptions {
  /** Absolute path of the built worker. */
  readonly file: string;
  /** Which of the worker's functions answers. */
  readonly entry: 'read' | 'settings';
  readonly min: number;
  readonly max: number;
  /** Milliseconds until a call is abandoned; its thread then ends and is replaced. Null: never. */
  readonly deadlineMs: number | null;
  /** How many calls a thread answers at once; 1 by default. If more, the thread survives an abandoned call. */
  readonly atOnce?: number;
  /** How many calls may wait for a thread. */
  readonly maxWaiting: number;
  readonly data: ThreadData;
}

export interface Threads {
  /**
   * Rejects with `timeout` after the deadline, which includes waiting, and with `overloaded` when too many wait.
   */
  call(call: Call): Promise<Answer>;
  close(): Promise<void>;
}

const IDLE_MS = 60_000;

export function startThreads({ atOnce = 1, ...options }: ThreadOptions): Threads {
  const pool = new Piscina<Call, Answer>({
    filename: options.file,
    name: options.entry,
    minThreads: options.min,
    maxThreads: options.max,
    concurrentTasksPerWorker: atOnce,
    idleTimeout: IDLE_MS,
    // A thread that waits for calls in Atomics.wait cannot be ended while a driver call runs.
    atomics: 'disabled',
    recordTiming: false,
    // With 4 MB, so many rows outlive their call that garbage collection takes a quarter of the time, with this a tenth.
    resourceLimits: { maxYoungGenerationSizeMb: 24 },
    workerData: options.data,
  });
  // Without a listener, a thread that dies between two calls would end the process; the next call starts another.
  pool.on('error', () => {});

  const places = createPlaces(options.max * atOnce);
  const run = async (call: Call, signal: AbortSignal | null): Promise<Answer> => {
    // The pool ends the thread of an aborted task, so the signal may only be passed if it is the thread's only call.
    if (signal === null || atOnce === 1) return pool.run(call, { signal });
    await places.take(signal);
    return until(signal, pool.run(call).finally(places.leave));
  };

  let unanswered = 0;
  return {
    async call(call) {
      // Counted here, because the pool's own limit ignores tasks that it has put back (piscina 5.3).
      if (unanswered >= options.max + options.maxWaiting)
        throw new FaaslensError('overloaded', 'too many queries at once: try again in a moment');
      unanswered += 1;
      const signal = options.deadlineMs === null ? null : AbortSignal.timeout(options.deadlineMs);
      try {
        return await run(call, signal);
      } catch (error) {
        throw signal?.aborted ? tooLate(call, options.deadlineMs, error) : error;
      } finally {
        unanswered -= 1;
      }
    },
    close: () => pool.destroy(),
  };
}

function until<Value>(signal: AbortSignal, answer: Promise<Value>): Promise<Value> {
  const end = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([answer, end]);
}

function tooLate(call: Call, deadlineMs: number | null, cause: unknown): FaaslensError {
  const seconds = (deadlineMs ?? 0) / 1000;
  return new FaaslensError(
    'timeout',
    `${call.method} took longer than ${seconds} s: ask for a shorter time range`,
    {
      cause,
    },
  );
}
