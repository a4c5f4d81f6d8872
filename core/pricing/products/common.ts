import { type Fraction, fraction, ONE, over, roundUp, times } from '../fraction';
import { decimal, missing, refuse } from '../inputs';
import { type Charge, say } from '../product';

export const REQUESTS = decimal('Requests', 'a month', { aliases: ['invocations', 'executions'] });
export const DURATION = decimal('Duration of each', 'ms');
export const INSTANCE_SECONDS = decimal('Time that instances run', 'seconds');
export const EGRESS = decimal('Data out to the internet', 'GB', { aliases: ['egress'] });

export const MEMORY_INPUTS = {
  memoryMb: decimal('Memory', 'MB'),
  gb: decimal('Memory', 'GB', { aliases: ['gib', 'memoryGb'] }),
} as const;

const MB_PER_GB = fraction(1024);
export const MS_PER_SECOND = fraction(1000);
export const SECONDS_PER_HOUR = fraction(3600);
export const KB_PER_GB = fraction(1024 * 1024);

/** Memory in GB (1 GB = 1024 MB) from either input; null when neither is given. */
export function memoryGb(given: {
  readonly memoryMb: Fraction | null;
  readonly gb: Fraction | null;
}): Fraction | null {
  if (given.memoryMb && given.gb) refuse('gb', 'says the same as memoryMb: give one of them');
  return given.gb ?? (given.memoryMb && mbToGb(given.memoryMb));
}

/** @throws FaaslensError `invalid_input` when neither is given */
export function requiredGb(given: {
  readonly memoryMb: Fraction | null;
  readonly gb: Fraction | null;
}): Fraction {
  return memoryGb(given) ?? missing('memoryMb');
}

export function mbToGb(megabytes: Fraction): Fraction {
  return over(megabytes, MB_PER_GB);
}

export function toSeconds(milliseconds: Fraction): Fraction {
  return over(milliseconds, MS_PER_SECOND);
}

export function toHours(seconds: Fraction): Fraction {
  return over(seconds, SECONDS_PER_HOUR);
}

/** Milliseconds rounded up to a multiple of `step` milliseconds. */
export function msRoundedTo(step: number, milliseconds: Fraction): Fraction {
  return roundUp(milliseconds, fraction(step));
}

/** How many requests a payload counts as, one for each chunk: at least one. */
export function chunksOf(kb: Fraction | null, chunkKb: number): Fraction {
  if (kb === null || kb.top === 0n) return ONE;
  const chunk = fraction(chunkKb);
  return over(roundUp(kb, chunk), chunk);
}

/** A charge for a plain count; none when the count is missing. */
export function countCharge(
  meter: string,
  count: Fraction | null,
  what: string,
  more: Partial<Charge> = {},
): readonly Charge[] {
  return count === null ? [] : [{ meter, quantity: count, how: `${say(count)} ${what}`, ...more }];
}

/** A charge for the product of factors, each described with its unit; none when a factor is missing. */
export function productCharge(
  meter: string,
  factors: readonly (readonly [factor: Fraction | null, unit: string])[],
  more: Partial<Charge> = {},
): readonly Charge[] {
  const known = factors.flatMap(([factor, unit]) => (factor === null ? [] : [{ factor, unit }]));
  if (known.length < factors.length) return [];
  return [
    {
      meter,
      quantity: times(...known.map(({ factor }) => factor)),
      how: known.map(({ factor, unit }) => `${say(factor)} ${unit}`.trim()).join(' × '),
      ...more,
    },
  ];
}
