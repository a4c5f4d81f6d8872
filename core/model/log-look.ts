import type { LogRecord } from './telemetry';

const time = new BigInt64Array(1);
const halves = new Int32Array(time.buffer);

/**
 * A number from 0 to 2^30 - 1 that is equal for log records with equal content, and usually differs for others: a cheap test of
 * which ones to compare. The time of receipt is ignored.
 */
export function lookOf({ timeNs, timeIsReceipt, severity, body, spanId }: LogRecord): number {
  time[0] = timeIsReceipt ? 0n : timeNs;
  let look = Math.imul((halves[0] ?? 0) ^ Math.imul(halves[1] ?? 0, 0x2c1b3c6d), 0x297a2d39);
  look = Math.imul(look ^ body.length ^ (severity << 24), 0x01000193);
  if (body !== '') look = Math.imul(look ^ body.charCodeAt(body.length - 1), 0x01000193);
  for (let at = 0; spanId !== null && at < 4; at += 1) {
    look = Math.imul(look ^ spanId.charCodeAt(at), 0x01000193);
  }
  return (look ^ (look >>> 15)) & 0x3fffffff;
}
