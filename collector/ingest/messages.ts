import type { FaaslensErrorCode } from '@/core/errors';
import type { KeepPolicy } from '@/core/model/keeping/policy';
import type { PriceChange } from '@/core/model/price-override';
import type { RedactionCounts } from '@/core/model/redaction/redactor';
import type { RedactionSettings } from '@/core/model/redaction/rule';
import type { FeedDelivery } from '../feeds/delivery';
import type { Encoding } from '../otlp/decode';
import type { Rejected } from '../otlp/rejections';
import type { StoreData, StoreNews } from './store-thread';

/** Messages between the main thread and the ingest thread. */

export type StoredSignal = 'traces' | 'logs' | 'metrics';

/** What a body holds: an OTLP signal, or a platform feed's delivery, whose encoding the feed defines. */
export type Holding = StoredSignal | FeedDelivery;

export interface IngestData extends StoreData {
  /** The built `store-worker.ts`. */
  readonly storeFile: string;
  readonly redaction: RedactionSettings;
}

/** The body of one request; its bytes are transferred, not copied. */
export interface Submission {
  readonly id: number;
  readonly signal: Holding;
  readonly encoding: Encoding;
  readonly body: Uint8Array;
  readonly receivedNs: bigint;
  /** The only environment for which the sender may send; omitted: all. */
  readonly environment?: string;
}

/** Asks the thread to finish its work and to end. */
export interface Finish {
  readonly finish: true;
}

/** The user's prices have changed; telemetry that arrives from now on is priced with these. */
export interface UsePrices {
  readonly prices: readonly PriceChange[];
}

/** The redaction settings have changed; they apply to telemetry that arrives from now on. */
export interface UseRedaction {
  readonly redaction: RedactionSettings;
}

/** The policy of what to keep of ordinary traces and log lines has changed. */
export interface Keep {
  readonly keep: KeepPolicy;
}

export type ToWorker = Submission | Finish | UsePrices | UseRedaction | Keep;

export interface IngestResult {
  /** What was rejected, for the sender. */
  readonly rejected: Rejected;
  /** Number of spans, log records and data points in the body. */
  readonly records: number;
  /** How many of its data points complete no invocation: accepted from the sender but not kept. */
  readonly ignored: number;
}

export type FromWorker =
  | { readonly ready: true }
  /** The stack of an unexpected error that ended the tidying of the store; writing continues. */
  | { readonly untidy: string }
  | StoreNews
  /** What was redacted since the last such message. */
  | { readonly redacted: RedactionCounts }
  /** `TelemetryWriter.keptSinceNs`, after a change. */
  | { readonly keptSinceNs: bigint }
  | { readonly id: number; readonly result: IngestResult }
  | {
      readonly id: number;
      /** Why it was not stored. `defect` is the stack of an unexpected error, for the log only. */
      readonly error: {
        readonly code: FaaslensErrorCode;
        readonly message: string;
        readonly defect: string | null;
      };
    };
