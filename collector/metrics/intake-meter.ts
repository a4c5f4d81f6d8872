import { HTTP_STATUS, isFaaslensError } from '@/core/errors';
import { FEEDS } from '../feeds/delivery';
import type { Family, HistogramState, Sample } from './exposition';

const DEFECT = 'defect';
const SIGNALS = ['traces', 'logs', 'metrics', ...FEEDS];
const REASONS = [...Object.keys(HTTP_STATUS), DEFECT];

const STORED_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts incoming telemetry; label values come from us, never from a sender. */
export interface IntakeMeter {
  /** A request whose telemetry is durable, `seconds` after it was handed to the ingest thread. */
  stored(signal: string, told: { records: number; rejected: number; bytes: number; seconds: number }): void;
  /** A request that was refused, with the error as the reason. */
  refused(error: unknown): void;
  families(): readonly Family[];
}

/** `onRejected` is called with the number of records of a stored request that were not kept, if any. */
export function createIntakeMeter(onRejected?: (count: number) => void): IntakeMeter {
  const requests = fromZero(SIGNALS);
  const records = fromZero(SIGNALS);
  const rejected = fromZero(SIGNALS);
  const bytes = fromZero(SIGNALS);
  const refusals = fromZero(REASONS);
  const counts = STORED_BOUNDS.map(() => 0);
  let sum = 0;
  let count = 0;

  const histogram = (): HistogramState => ({ bounds: STORED_BOUNDS, counts, sum, count });
  const counter = (name: string, help: string, label: string, map: ReadonlyMap<string, number>): Family => ({
    name,
    help,
    type: 'counter',
    samples: [...map].map(([key, value]): Sample => ({ labels: { [label]: key }, value })),
  });

  return {
    stored(signal, told) {
      add(requests, signal, 1);
      add(records, signal, told.records);
      if (told.rejected > 0) {
        add(rejected, signal, told.rejected);
        onRejected?.(told.rejected);
      }
      add(bytes, signal, told.bytes);
      const at = STORED_BOUNDS.findIndex((bound) => told.seconds <= bound);
      if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
      sum += told.seconds;
      count += 1;
    },
    refused(error) {
      add(refusals, isFaaslensError(error) ? error.code : DEFECT, 1);
    },
    families: () => [
      counter('faaslens_ingest_requests_total', 'Requests whose telemetry was stored.', 'signal', requests),
      counter(
        'faaslens_ingest_records_total',
        'Spans, log records and data points in stored requests.',
        'signal',
        records,
      ),
      counter('faaslens_ingest_rejected_total', 'Records among them that were not kept.', 'signal', rejected),
      counter('faaslens_ingest_bytes_total', 'Bytes of stored requests, decompressed.', 'signal', bytes),
      counter('faaslens_ingest_refused_total', 'Requests that were refused, by reason.', 'reason', refusals),
      {
        name: 'faaslens_ingest_store_seconds',
        help: 'From the whole body of a request to its commit on the disk.',
        type: 'histogram',
        histogram: histogram(),
      },
    ],
  };
}

/** Counters start at 0: one that appears with its first count shows no increase, so the first would be missed. */
function fromZero(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name) => [name, 0]));
}

function add(map: Map<string, number>, key: string, value: number): void {
  map.set(key, (map.get(key) ?? 0) + value);
}
