import type { FaaslensErrorCode } from '@/core/errors';
import type { KeepPolicy } from '@/core/model/keeping/policy';
import type { PriceChange } from '@/core/model/price-override';
import type { RedactionCounts } from '@/core/model/redaction/redactor';
import type { RedactionSettings } from '@/core/model/redaction/rule';
import type { FeedDelivery } from '../feeds/delivery';
import type { Encoding } from '../otlp/decode';
import type { Rejected } from '../otlp/rejections';
import type { StoreData, StoreNews } from './store-thread';

/** What the main thread and the ingest thread say to each other. */

export type StoredSignal = 'traces' | 'logs' | 'metrics';

/** What a body holds: a signal of OTLP, or what a platform's feed delivers, whose encoding is its own affair. */
export type Holding = StoredSignal | FeedDelivery;

export interface IngestData extends StoreData {
  /** Built file of `store-worker.ts`. */
  readonly storeFile: string;
  readonly redaction: RedactionSettings;
}

/** One request's body; its bytes are moved, not copied. */
export interface Submission {
  readonly id: number;
  readonly signal: Holding;
  readonly encoding: Encoding;
  readonly body: Uint8Array;
  readonly receivedNs: bigint;
  /** The only environment that the sender may send for; left out: all. */
  readonly environment?: string;
}

/** Asks the thread to finish what it was given and to end. */
export interface Finish {
  readonly finish: true;
}

/** The user's prices have changed: what arrives from now on is priced by these. */
export interface UsePrices {
  readonly prices: readonly PriceChange[];
}

/** What is taken out of telemetry has changed: it holds for what arrives from now on. */
export interface UseRedaction {
  readonly redaction: RedactionSettings;
}

/** What is kept of ordinary traces and log lines has changed. */
export interface Keep {
  readonly keep: KeepPolicy;
}

export type ToWorker = Submission | Finish | UsePrices | UseRedaction | Keep;

export interface IngestResult {
  /** What of the body was not kept, for the sender. */
  readonly rejected: Rejected;
  /** Spans, log records and data points that it held. */
  readonly records: number;
  /** Data points among them that complete no invocation: taken from the sender, and not kept. */
  readonly ignored: number;
}

export type FromWorker =
  | { readonly ready: true }
  /** The stack of an error that nobody foresaw, after which the store is not tidied any more; writing goes on. */
  | { readonly untidy: string }
  | StoreNews
  /** What was taken out of telemetry since the last such message. */
  | { readonly redacted: RedactionCounts }
  /** `TelemetryWriter.keptSinceNs`, when it has changed. */
  | { readonly keptSinceNs: bigint }
  | { readonly id: number; readonly result: IngestResult }
  | {
      readonly id: number;
      /** Why it was not stored. `defect` is the stack of an error that nobody foresaw, for the log only. */
      readonly error: {
        readonly code: FaaslensErrorCode;
        readonly message: string;
        readonly defect: string | null;
      };
    };
