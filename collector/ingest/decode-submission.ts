import { FaaslensError, isFaaslensError } from '@/core/errors';
import type { TelemetryBatch } from '@/core/model/telemetry';
import { decodeLogs, decodeTraces } from '../otlp/decode';
import type { Rejected } from '../otlp/rejections';
import type { Submission } from './messages';

/**
 * The telemetry of one request.
 * @throws FaaslensError `invalid_input` or `too_large` as the decoder says. A defect of the decoder is `invalid_input`
 * too (with its cause): the same bytes would fail again, so the sender must not repeat them.
 */
export function decodeSubmission({ signal, encoding, body, receivedNs }: Omit<Submission, 'id'>): {
  readonly batch: TelemetryBatch;
  readonly rejected: Rejected;
} {
  try {
    if (signal === 'traces') {
      const { spans, rejected } = decodeTraces(body, encoding, receivedNs);
      return { batch: { spans, logs: [] }, rejected };
    }
    const { logs, rejected } = decodeLogs(body, encoding, receivedNs);
    return { batch: { spans: [], logs }, rejected };
  } catch (cause) {
    if (isFaaslensError(cause)) throw cause;
    throw new FaaslensError('invalid_input', 'the body could not be decoded', { cause });
  }
}
