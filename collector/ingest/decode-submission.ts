import { FaaslensError, isFaaslensError } from '@/core/errors';
import { isUsedMetric } from '@/core/model/platform/used-metric';
import type { MetricPoint, TelemetryBatch } from '@/core/model/telemetry';
import { decodeFeed } from '../feeds/decode-feed';
import { decodeLogs, decodeTraces } from '../otlp/decode';
import { decodeMetrics } from '../otlp/metrics';
import type { Rejected } from '../otlp/rejections';
import type { Submission } from './messages';

/** The telemetry of one request. */
export interface Decoded {
  readonly batch: TelemetryBatch;
  readonly rejected: Rejected;
  /** Spans, log records and data points read, including those not kept: what a sender's quota counts. */
  readonly records: number;
  /** Data points of metrics that complete no invocation: accepted from the sender but not kept. */
  readonly ignored: number;
}

/**
 * Decodes a body.
 * @throws FaaslensError `invalid_input` or `too_large` as the decoder says. A defect of the decoder is `invalid_input`
 * too (with its cause): the same bytes would fail again, so the sender must not retry them.
 */
export function decodeSubmission(submission: Omit<Submission, 'id'>): Decoded {
  try {
    return decode(submission);
  } catch (cause) {
    if (isFaaslensError(cause)) throw cause;
    throw new FaaslensError('invalid_input', 'the body could not be decoded', { cause });
  }
}

function decode({ signal, encoding, body, receivedNs }: Omit<Submission, 'id'>): Decoded {
  if (typeof signal === 'object') {
    const { logs, points, ignored, unread } = decodeFeed(signal, body, receivedNs);
    const records = logs.length + points.length + ignored + unread.count;
    const { metrics, unused } = withoutUnused(points);
    return { batch: { spans: [], logs, metrics }, rejected: unread, records, ignored: ignored + unused };
  }
  if (signal === 'traces') {
    const { spans, rejected } = decodeTraces(body, encoding, receivedNs);
    return { batch: { spans, logs: [] }, rejected, records: spans.length + rejected.count, ignored: 0 };
  }
  if (signal === 'logs') {
    const { logs, rejected } = decodeLogs(body, encoding, receivedNs);
    return { batch: { spans: [], logs }, rejected, records: logs.length + rejected.count, ignored: 0 };
  }
  const { points, ignored, rejected } = decodeMetrics(body, encoding, receivedNs);
  const records = points.length + ignored + rejected.count;
  const { metrics, unused } = withoutUnused(points);
  return { batch: { spans: [], logs: [], metrics }, rejected, records, ignored: ignored + unused };
}

/** Even of metrics that may complete invocations, not every point does. */
function withoutUnused(points: readonly MetricPoint[]) {
  const metrics = points.filter(isUsedMetric);
  return { metrics, unused: points.length - metrics.length };
}
