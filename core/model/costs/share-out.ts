import type { PicoUsd } from '../money';

/**
 * Divides an amount in proportion to weights by the largest remainder method: every part is within 10^-12 USD of its exact
 * share, and the parts add up to the amount exactly. Among equal remainders the first wins. Weights are integers from 0; when
 * all are 0, the last part gets everything.
 */
export function shareOut(amount: PicoUsd, weights: readonly number[]): PicoUsd[] {
  const weight = weights.reduce((sum, one) => sum + one, 0);
  const largest = Math.abs(Number(amount)) * weight;
  // Exact for nearly all invocations, and many times faster.
  if (weight > 0 && largest <= Number.MAX_SAFE_INTEGER)
    return shareOutNumber(Number(amount), weights, weight);
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

/** The same with numbers, where no product is too large. */
function shareOutNumber(amount: number, weights: readonly number[], total: number): PicoUsd[] {
  const size = Math.abs(amount);
  const remainders = weights.map((weight) => (size * weight) % total);
  const parts = weights.map((weight, index) => (size * weight - (remainders[index] ?? 0)) / total);
  for (let missing = size - parts.reduce((sum, part) => sum + part, 0); missing > 0; missing -= 1) {
    let most = 0;
    for (let index = 1; index < remainders.length; index += 1)
      if ((remainders[index] ?? 0) > (remainders[most] ?? 0)) most = index;
    parts[most] = (parts[most] ?? 0) + 1;
    remainders[most] = -1;
  }
  return parts.map((part) => BigInt(amount < 0 ? -part : part));
}
