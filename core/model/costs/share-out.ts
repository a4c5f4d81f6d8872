import type { PicoUsd } from '../money';

/**
 * Cuts an amount into parts in proportion to their weights, by the largest remainder: every part is within 10^-12 USD of
 * its exact share, and together they are the amount to the last digit. Of equal remainders the first one wins. Weights are
 * whole numbers from 0; when all are 0, the last part has everything.
 */
export function shareOut(amount: PicoUsd, weights: readonly number[]): PicoUsd[] {
  const whole = weights.map(BigInt);
  const total = whole.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map((_, index) => (index === weights.length - 1 ? amount : 0n));
  const size = amount < 0n ? -amount : amount;
  const parts = whole.map((weight) => (size * weight) / total);
  let missing = size - parts.reduce((sum, part) => sum + part, 0n);
  const byRemainder = whole
    .map((weight, index) => ({ index, remainder: (size * weight) % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1));
  for (const { index } of byRemainder) {
    if (missing === 0n) break;
    parts[index] = (parts[index] ?? 0n) + 1n;
    missing -= 1n;
  }
  return amount < 0n ? parts.map((part) => -part) : parts;
}
