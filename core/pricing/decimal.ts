/** A number kept as an integer of units of 10^-13: fine enough for every GB-second of whole ms and MB. */
export type Quantity = bigint;

const PLACES = 13;
export const QUANTITY_UNIT = 10n ** BigInt(PLACES);

/** n whole things, such as requests. */
export function wholeQuantity(count: bigint): Quantity {
  return count * QUANTITY_UNIT;
}

/** GB-seconds (1 GB = 1024 MB) of so many milliseconds at so many MB; exact, because 1,024,000 divides 10^13. */
export function gbSeconds(milliseconds: bigint, memoryMb: bigint): Quantity {
  return (milliseconds * memoryMb * QUANTITY_UNIT) / 1_024_000n;
}

/** The quantity as a decimal string without exponent or trailing zeros. */
export function formatQuantity(quantity: Quantity): string {
  const fraction = (quantity % QUANTITY_UNIT).toString().padStart(PLACES, '0').replace(/0+$/, '');
  return `${quantity / QUANTITY_UNIT}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The quotient of two numbers that are not negative, rounded half up. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend * 2n + divisor) / (divisor * 2n);
}
