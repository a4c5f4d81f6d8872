import type { Encoding } from './decode';
import { lengthField, varintField } from './proto-writer';
import type { Rejected } from './rejections';

export type Signal = 'traces' | 'logs' | 'metrics';

const REJECTED_NAME: Readonly<Record<Signal, string>> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
};

/** The body of an Export...ServiceResponse: `{}` or zero bytes unless there is a rejection or a warning. */
export function encodeExportResponse(signal: Signal, encoding: Encoding, rejected: Rejected): Uint8Array {
  const { count, message } = rejected;
  const isFull = count === 0 && message === '';
  if (encoding === 'json') {
    const partialSuccess = { [REJECTED_NAME[signal]]: String(count), errorMessage: message };
    return Buffer.from(JSON.stringify(isFull ? {} : { partialSuccess }));
  }
  if (isFull) return new Uint8Array(0);
  return lengthField(1, Buffer.concat([varintField(1, count), lengthField(2, Buffer.from(message))]));
}

/** The body of every error: a google.rpc.Status with its code (`grpcCode`) and a message for the sender. */
export function encodeStatus(encoding: Encoding, grpcCode: number, message: string): Uint8Array {
  return encoding === 'json'
    ? Buffer.from(JSON.stringify({ code: grpcCode, message }))
    : Buffer.concat([varintField(1, grpcCode), lengthField(2, Buffer.from(message))]);
}
