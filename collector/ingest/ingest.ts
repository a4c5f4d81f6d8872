import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { FaaslensError } from '@/core/errors';
import { KEEP_WHOLE, type KeepPolicy } from '@/core/model/keeping/policy';
import type { PriceChange } from '@/core/model/price-override';
import type { RedactionCounts } from '@/core/model/redaction/redactor';
import { DEFAULT_REDACTION, type RedactionSettings } from '@/core/model/redaction/rule';
import type { StorePlace } from '@/core/store/place';
import { KEEP_ALL, type RetentionLimits } from '@/core/store/retention';
import { type LogSeldom, logSeldom } from '../log-seldom';
import type { Encoding } from '../otlp/decode';
import { IngestQueue } from './ingest-queue';
import type { FromWorker, Holding, IngestData, IngestResult, Submission, ToWorker } from './messages';
import { ownMemory } from './own-memory';

export type { Holding, IngestResult, StoredSignal } from './messages';

/** The write path as the servers see it. */
export interface Ingest {
  /** Whether a submission can be stored now: the thread is running and has opened the database. */
  readonly alive: boolean;
  /**
   * Decodes and stores a body. Resolves only when it is durable. A body that owns its memory is transferred to the thread and
   * is empty afterwards. `sender` is its key, '' for none: senders are served in turn. `environment`: the only one whose
   * telemetry is kept, null for all.
   * @throws FaaslensError `invalid_input` or `too_large` for a body that cannot be decoded, `overloaded` when too much is
   * waiting, `unavailable` when it could not be stored and the sender should retry.
   */
  submit(
    signal: Holding,
    encoding: Encoding,
    body: Uint8Array,
    sender?: string,
    environment?: string | null,
  ): Promise<IngestResult>;
  /** Finishes what was submitted, then ends the thread; after 5 s the thread is terminated. */
  close(): Promise<void>;
}

export interface IngestThread extends Ingest {
  /** Prices telemetry stored from now on with these user-defined prices. */
  usePrices(prices: readonly PriceChange[]): void;
  /** Redacts telemetry that arrives from now on by these settings. */
  useRedaction(redaction: RedactionSettings): void;
  /** Applies a policy of what to keep of ordinary traces and log lines. */
  keep(policy: KeepPolicy): void;
  /** What waits for the thread or is being processed by it. */
  waiting(): { readonly requests: number; readonly bytes: number };
  /** See `TelemetryWriter.keptSinceNs`; the value that the thread reported last. */
  keptSinceNs(): bigint;
  /** How often the thread ended unexpectedly. */
  restarts(): number;
}

export interface IngestOptions extends StorePlace {
  /** The built `worker.ts`; the built `store-worker.ts` and `checkpoint-worker.ts` are beside it. */
  readonly workerFile: string;
  /** Retention limits; everything is kept if omitted. */
  readonly limits?: RetentionLimits;
  /** `WriterOptions.deletes` */
  readonly deletes?: boolean;
  readonly log: Logger;
  /** Receives warnings that may recur with each body; by default the log, rate-limited. */
  readonly warn?: LogSeldom;
  /** Receives counts of what was redacted. */
  readonly onRedacted?: (counts: RedactionCounts) => void;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Limit on the bytes of bodies waiting for the thread. */
  readonly maxQueuedBytes?: number;
}

interface Waiting {
  readonly bytes: number;
  /** Whether it was handed to the thread. */
  posted: boolean;
  readonly resolve: (result: IngestResult) => void;
  readonly reject: (error: Error) => void;
}

const MAX_QUEUED_BYTES = 128 * 1024 * 1024;
/**
 * Bytes handed to the thread at once: enough for a group of about four thousand log records, but no more, because nothing
 * overtakes what the thread has, and decoded it takes ten times the memory. Four times as much stores no faster.
 */
const POSTED_BYTES = 2 * 1024 * 1024;
/**
 * The same while several keys send: about two thousand records, after which a key that sends little gets its turn. A key
 * counts as sending for `SHARED_MS` after its last request.
 */
const POSTED_BYTES_SHARED = 512 * 1024;
const SHARED_MS = 10_000;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;
/** A thread that ran this long once ready has recovered: delays between restarts begin small again. */
const STEADY_MS = 60_000;
const CLOSE_MS = 5_000;
/**
 * The worst bodies of 64 MiB take 700 MB once decoded; beyond this limit the thread ends instead of the process. With a limit
 * of a gigabyte, V8 lets garbage grow to four times the live data; below, to twice.
 */
const MAX_HEAP_MB = 1_000;
/** Fits the garbage of one group of spans, which is copied twice if it outlives this space; double is no faster, and 20 MB. */
const MAX_YOUNG_MB = 12;

/** Starts the ingest thread and restarts it whenever it ends by itself, with growing delays until it has run steadily. */
export function createIngest({
  workerFile,
  databaseFile,
  clickhouse = null,
  limits = KEEP_ALL,
  deletes = true,
  log,
  onRedacted = () => {},
  now = Date.now,
  maxQueuedBytes = MAX_QUEUED_BYTES,
  warn: seldom = logSeldom(log, now),
}: IngestOptions): IngestThread {
  const storeFile = join(dirname(workerFile), 'store-worker.js');
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let ready = false;
  let readyAt = 0;
  let closing = false;
  let lastId = 0;
  let queue = new IngestQueue<Submission & { readonly bytes: number }>();
  let queuedBytes = 0;
  let postedBytes = 0;
  let lastSender: string | null = null;
  let sharedUntil = Number.NEGATIVE_INFINITY;
  let delay = FIRST_DELAY_MS;
  let restart: NodeJS.Timeout | null = null;
  let prices: readonly PriceChange[] = [];
  let redaction = DEFAULT_REDACTION;
  let keep = KEEP_WHOLE;
  let keptSinceNs = 0n;
  let restarts = 0;

  const take = (id: number): Waiting | undefined => {
    const found = waiting.get(id);
    waiting.delete(id);
    queuedBytes -= found?.bytes ?? 0;
    if (found?.posted) postedBytes -= found.bytes;
    return found;
  };

  const note = (sender: string) => {
    if (lastSender !== null && lastSender !== sender) sharedUntil = performance.now() + SHARED_MS;
    lastSender = sender;
  };
  const mostPosted = () => (performance.now() < sharedUntil ? POSTED_BYTES_SHARED : POSTED_BYTES);

  const post = (mostBytes = mostPosted()) => {
    while (worker && postedBytes < mostBytes) {
      const next = queue.shift();
      if (!next) return;
      const { bytes, ...submission } = next;
      const entry = waiting.get(next.id);
      if (entry) entry.posted = true;
      postedBytes += bytes;
      const body = ownMemory(submission.body);
      worker.postMessage({ ...submission, body } satisfies ToWorker, [body.buffer]);
    }
  };

  const onMessage = (message: FromWorker) => {
    if ('ready' in message) {
      ready = true;
      readyAt = performance.now();
      return;
    }
    if ('untidy' in message) {
      log.error(
        { defect: message.untidy },
        'the store is not tidied any more: it will grow slower and larger',
      );
      return;
    }
    if ('trouble' in message) {
      seldom(message.trouble, { reason: message.reason });
      return;
    }
    if ('keptSinceNs' in message) {
      keptSinceNs = message.keptSinceNs;
      return;
    }
    if ('redacted' in message) {
      onRedacted(message.redacted);
      return;
    }
    const request = take(message.id);
    post();
    if ('result' in message) {
      request?.resolve(message.result);
      return;
    }
    request?.reject(toError(message.error, seldom));
  };

  const start = () => {
    restart = null;
    const data = { databaseFile, clickhouse, prices, limits, keep, deletes };
    const workerData: IngestData = { ...data, storeFile, redaction };
    const current = new Worker(workerFile, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: MAX_YOUNG_MB },
    });
    worker = current;
    current.on('message', onMessage);
    current.on('error', (error) => log.error({ err: error }, 'the ingest thread failed'));
    current.on('exit', (code) => {
      const wasSteady = ready && performance.now() - readyAt >= STEADY_MS;
      worker = null;
      ready = false;
      queue = new IngestQueue();
      for (const id of [...waiting.keys()])
        take(id)?.reject(new FaaslensError('unavailable', 'the ingest thread ended before this was stored'));
      if (closing) return;
      restarts += 1;
      if (wasSteady) delay = FIRST_DELAY_MS;
      log.error({ code, delayMs: delay }, 'the ingest thread ended; starting it again');
      restart = setTimeout(start, delay);
      delay = Math.min(delay * 2, LONGEST_DELAY_MS);
    });
  };
  start();

  return {
    get alive() {
      return ready && !closing;
    },
    submit(signal, encoding, body, sender = '', environment = null) {
      return new Promise((resolve, reject) => {
        const bytes = body.byteLength;
        if (!worker || closing) {
          reject(new FaaslensError('unavailable', 'the collector cannot store telemetry right now'));
        } else if (queuedBytes > 0 && queuedBytes + bytes > maxQueuedBytes) {
          reject(new FaaslensError('overloaded', 'more telemetry is waiting than the collector can store'));
        } else {
          lastId += 1;
          const receivedNs = BigInt(Math.trunc(now())) * 1_000_000n;
          waiting.set(lastId, { bytes, posted: false, resolve, reject });
          queuedBytes += bytes;
          note(sender);
          const bound = environment === null ? {} : { environment };
          queue.push(sender, { id: lastId, bytes, signal, encoding, body, receivedNs, ...bound });
          post();
        }
      });
    },
    usePrices(changed) {
      prices = changed;
      worker?.postMessage({ prices } satisfies ToWorker);
    },
    useRedaction(changed) {
      redaction = changed;
      worker?.postMessage({ redaction } satisfies ToWorker);
    },
    keep(policy) {
      keep = policy;
      worker?.postMessage({ keep } satisfies ToWorker);
    },
    waiting: () => ({ requests: waiting.size, bytes: queuedBytes }),
    keptSinceNs: () => keptSinceNs,
    restarts: () => restarts,
    async close() {
      closing = true;
      if (restart) clearTimeout(restart);
      const last = worker;
      if (!last) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => {
          log.warn('the ingest thread did not finish in time and is ended');
          void last.terminate();
        }, CLOSE_MS);
        last.once('exit', () => {
          clearTimeout(timer);
          resolve();
        });
        post(Number.POSITIVE_INFINITY);
        last.postMessage({ finish: true } satisfies ToWorker);
      });
    },
  };
}

/** Problems of our disk are logged, not once per request; the sender only learns to try again. */
function toError(
  { code, message, defect }: Extract<FromWorker, { error: unknown }>['error'],
  seldom: LogSeldom,
): FaaslensError {
  if (defect !== null) seldom('a body could not be stored because of a defect', { defect }, 'error');
  if (code !== 'unavailable') return new FaaslensError(code, message);
  if (defect === null) seldom('telemetry could not be stored', { reason: message });
  return new FaaslensError('unavailable', 'the telemetry could not be stored right now: send it again');
}
