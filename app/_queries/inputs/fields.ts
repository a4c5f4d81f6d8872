import { z } from 'zod';
import { FaaslensError } from '@/core/errors';
import { DAY_MS, MINUTE_MS, parseInstant, type TimeRange } from '@/core/model/time-range';

const MOST_ITEMS = 500;
const LONGEST_RANGE_MS = 400 * DAY_MS;

export const instant = z
  .string()
  .max(40)
  .refine((text) => parseInstant(text, Date.now()) !== null, {
    error: 'must be ISO 8601 with a zone, or now, or relative as now-15m (s, m, h, d, w)',
  })
  .describe('ISO 8601 with a zone, `now`, or relative as `now-15m` (s, m, h, d, w).');

/** Part of every list and figure. */
export const rangeFields = {
  from: instant.default('now-1h'),
  to: instant.default('now'),
};

export const environment = z
  .string()
  .max(200)
  .exactOptional()
  .describe('Only this environment; empty: functions without one. Left out: all.');

/** Part of every list. */
export const pageFields = {
  limit: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(MOST_ITEMS, `must be at most ${MOST_ITEMS}`)
    .default(50),
  cursor: z.string().max(500).exactOptional().describe('`nextCursor` of the page before.'),
};

export const search = z.string().max(500, 'must have at most 500 characters');

export const functionId = hex(16, 'the id of a function');
export const traceId = hex(32, 'a trace id');
export const spanId = hex(16, 'a span id');
export const fingerprint = hex(16, 'the fingerprint of errors');

/** `true` or `false`, as text or not. */
export const yesOrNo = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean({ error: 'must be true or false' }),
);

function hex(digits: number, what: string) {
  return z
    .string()
    .regex(new RegExp(`^[0-9a-f]{${digits}}$`), `must be ${what}: ${digits} lower-case hex digits`);
}

/**
 * Both ends of a range, in milliseconds.
 * @throws FaaslensError `invalid_input` if it is empty, reversed or longer than 400 days.
 */
export function toRange({ from, to }: { from: string; to: string }, nowMs: number): TimeRange {
  const fromMs = parseInstant(from, nowMs);
  const toMs = parseInstant(to, nowMs);
  if (fromMs === null || toMs === null) throw new FaaslensError('invalid_input', 'from, to: must be times');
  if (fromMs >= toMs) throw new FaaslensError('invalid_input', 'from: must be before to');
  // Figures use whole minutes, so the period before one of 400 days may be a minute longer.
  if (toMs - fromMs > LONGEST_RANGE_MS + MINUTE_MS)
    throw new FaaslensError('invalid_input', 'from: the range must be at most 400 days long');
  return { fromMs, toMs };
}
