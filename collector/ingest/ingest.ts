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

/** The way of telemetry to disk, as the servers see it. */
export interface Ingest {
  /** Whether what is submitted now can be stored: the thread runs and has opened the database. */
  readonly alive: boolean;
  /**
   * Decodes and stores a body. Resolves only when it is durable. A body that owns its memory is moved to the thread
   * and is empty afterwards. `sender` is the key that it came with, '' for none: senders are served in turn.
   * `environment`: the only one whose telemetry is kept, null for all.
   * @throws FaaslensError `invalid_input` or `too_large` for what cannot be decoded, `overloaded` when too much is
   * waiting, `unavailable` when it could not be stored: the sender should repeat it.
   */
  submit(
    signal: Holding,
    encoding: Encoding,
    body: Uint8Array,
    sender?: string,
    environment?: string | null,
  ): Promise<IngestResult>;
  /** Finishes what was submitted, then ends the thread; after 5 s it is ended without. */
  close(): Promise<void>;
}

export interface IngestThread extends Ingest {
  /** Prices what is stored from now on by these prices of the user's. */
  usePrices(prices: readonly PriceChange[]): void;
  /** Takes these secrets out of what arrives from now on. */
  useRedaction(redaction: RedactionSettings): void;
  /** Keeps so much of ordinary traces and log lines. */
  keep(policy: KeepPolicy): void;
  /** What waits for the thread, or is with it. */
  waiting(): { readonly requests: number; readonly bytes: number };
  /** See `TelemetryWriter.keptSinceNs`; as the thread said last. */
  keptSinceNs(): bigint;
  /** How often the thread ended by itself. */
  restarts(): number;
}

export interface IngestOptions extends StorePlace {
  /** Built file of `worker.ts`; those of `store-worker.ts` and `checkpoint-worker.ts` lie beside it. */
  readonly workerFile: string;
  /** What is kept; everything without. */
  readonly limits?: RetentionLimits;
  /** `WriterOptions.deletes` */
  readonly deletes?: boolean;
  readonly log: Logger;
  /** Told what may be told with each body; the log, seldom, unless given. */
  readonly warn?: LogSeldom;
  /** Told what was taken out of telemetry. */
  readonly onRedacted?: (counts: RedactionCounts) => void;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Bytes of bodies that may wait for the thread. */
  readonly maxQueuedBytes?: number;
}

interface Waiting {
  readonly bytes: number;
  /** Whether the thread has it. */
  posted: boolean;
  readonly resolve: (result: IngestResult) => void;
  readonly reject: (error: Error) => void;
}

const MAX_QUEUED_BYTES = 128 * 1024 * 1024;
/**
 * Bytes that the thread is given at once: enough for a group of log records, about four thousand, and little, because
 * nobody overtakes what it has, and it has it decoded, at ten times the size. Four times as much stores no faster.
 */
const POSTED_BYTES = 2 * 1024 * 1024;
/**
 * The same while several keys send: some two thousand records, after which a key that sends little is next. A key counts
 * as sending for a while after it did.
 */
const POSTED_BYTES_SHARED = 512 * 1024;
const SHARED_MS = 10_000;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;
/** A thread that ran so long after it was ready has recovered: the pauses before restarts start small again. */
const STEADY_MS = 60_000;
const CLOSE_MS = 5_000;
/**
 * The worst bodies of 64 MiB take 700 MB once decoded; beyond this the thread ends instead of the process. V8 lets garbage
 * pile up to four times what lives where it may have a gigabyte, and twice that below.
 */
const MAX_HEAP_MB = 1_000;
/** What a group of spans takes must not outlive it here, else it is copied twice; twice as much is no faster, and 20 MB. */
const MAX_YOUNG_MB = 12;

/** Starts the ingest thread, and starts it again whenever it ends by itself, with pauses that grow until it has run steadily. */
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

/** What concerns our disk goes to the log, not once per request; the sender only learns to try again. */
function toError(
  { code, message, defect }: Extract<FromWorker, { error: unknown }>['error'],
  seldom: LogSeldom,
): FaaslensError {
  if (defect !== null) seldom('a body could not be stored because of a defect', { defect }, 'error');
  if (code !== 'unavailable') return new FaaslensError(code, message);
  if (defect === null) seldom('telemetry could not be stored', { reason: message });
  return new FaaslensError('unavailable', 'the telemetry could not be stored right now: send it again');
}
