import type { RandomBytes } from './ids';

/** Where settings get the time and randomness from; tests give their own. */
export interface Sources {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: RandomBytes;
}
