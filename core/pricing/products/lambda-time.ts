import { type Fraction, fraction, minus, plus, smaller, sum, takeOff, times, ZERO } from '../fraction';
import { missing } from '../inputs';
import { say } from '../product';
import { msRoundedTo, toSeconds } from './common';

/** Since this day, INIT is billed in every configuration; before, it was free for ZIP packages on managed runtimes. */
export const INIT_BILLED_SINCE = '2025-08-01';
/** Before this day, time was billed in steps of 100 ms. */
export const ONE_MS_SINCE = '2020-12-01';

/** The billing step in milliseconds on a day. */
export function lambdaStep(atMs: number): number {
  return atMs < Date.parse(ONE_MS_SINCE) ? 100 : 1;
}

/** Whether the init of such a function was billed on that day. */
export function lambdaBillsInit(
  atMs: number,
  { packageType, runtime }: { readonly packageType: string | null; readonly runtime: string | null },
): boolean {
  const ofItsOwn = packageType === 'Image' || (runtime !== null && /^(custom|provided)/i.test(runtime));
  return ofItsOwn || atMs >= Date.parse(INIT_BILLED_SINCE);
}

export interface TimeInput {
  readonly durationMs: Fraction | null;
  readonly billedMs: Fraction | null;
  readonly initMs: Fraction | null;
  /** How many of them have an init; null: all. */
  readonly coldStarts: Fraction | null;
  readonly count: Fraction;
  readonly step: number;
  readonly billsInit: boolean;
}

export interface BilledTime {
  /** Per invocation; with its init if there is one. */
  readonly eachMs: Fraction;
  /** In total. */
  readonly seconds: Fraction;
  /** The invocations without an init, and with one: their number and the time billed for each. */
  readonly warm: { readonly count: Fraction; readonly ms: Fraction };
  readonly cold: { readonly count: Fraction; readonly ms: Fraction };
}

/**
 * The billed time: as reported by the platform, else handler and billed init together, rounded up once per invocation.
 * @throws FaaslensError `invalid_input` when neither is known
 */
export function lambdaTime(input: TimeInput): BilledTime {
  const { durationMs, billedMs, initMs, count, step } = input;
  const handler = billedMs ?? durationMs ?? missing('durationMs');
  const init = billedMs === null && input.billsInit && initMs !== null ? initMs : ZERO;
  const coldCount = init.top === 0n ? ZERO : smaller(input.coldStarts ?? count, count);
  const warm = { count: minus(count, coldCount), ms: msRoundedTo(step, handler) };
  const cold = { count: coldCount, ms: msRoundedTo(step, plus(handler, init)) };
  return {
    eachMs: coldCount.top === 0n ? warm.ms : cold.ms,
    seconds: toSeconds(sum([times(warm.count, warm.ms), times(cold.count, cold.ms)])),
    warm,
    cold,
  };
}

/** GB of ephemeral storage beyond the 512 MB that every function has; 0 when not given. */
export function extraStorageGb(ephemeralMb: Fraction | null): Fraction {
  return ephemeralMb === null ? ZERO : times(takeOff(ephemeralMb, fraction(512)), fraction('1/1024'));
}

/** The number and length of the billed times, in words. */
export function sayTime({ warm, cold }: BilledTime): string {
  const parts = [warm, cold].filter(({ count }) => count.top > 0n);
  return parts.map(({ count, ms }) => `${say(count)} × ${say(ms)} ms`).join(' + ');
}
