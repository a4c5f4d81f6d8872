/** An exact number: nothing in a bill is rounded before it is shown. Always in lowest terms, with a positive divisor. */
export interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

export const ZERO: Fraction = { top: 0n, bottom: 1n };
export const ONE: Fraction = { top: 1n, bottom: 1n };

const DECIMAL = /^([+-]?)(\d{1,30})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,2}))?$/;

/** Parses a decimal string (`0.0457`, `2.1e-9`) or a quotient of two (`110/720`); null for other texts. */
export function parseFraction(text: string): Fraction | null {
  const [one = '', other, ...more] = text.trim().split('/');
  if (more.length > 0) return null;
  const dividend = parseDecimal(one.trim());
  if (other === undefined || dividend === null) return dividend;
  const divisor = parseDecimal(other.trim());
  return divisor === null || divisor.top === 0n ? null : over(dividend, divisor);
}

/**
 * The number in a text or integer from our own code.
 * @throws RangeError when it is not a number
 */
export function fraction(value: string | number | bigint): Fraction {
  const parsed = parseFraction(String(value));
  if (parsed === null) throw new RangeError(`not a number: ${value}`);
  return parsed;
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return reduced(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return reduced(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom);
}

export function times(...factors: readonly Fraction[]): Fraction {
  return factors.reduce((a, b) => reduced(a.top * b.top, a.bottom * b.bottom), ONE);
}

/** @throws RangeError when the divisor is 0 */
export function over(a: Fraction, b: Fraction): Fraction {
  if (b.top === 0n) throw new RangeError('division by 0');
  return reduced(a.top * b.bottom, a.bottom * b.top);
}

/** Negative, 0 or positive when `a` is less than, equal to or greater than `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.top * b.bottom - b.top * a.bottom;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function smaller(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) <= 0 ? a : b;
}

export function larger(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) >= 0 ? a : b;
}

/** `a` minus `b`, but never below 0. */
export function takeOff(a: Fraction, b: Fraction): Fraction {
  return larger(minus(a, b), ZERO);
}

export function sum(parts: readonly Fraction[]): Fraction {
  return parts.reduce(plus, ZERO);
}

/** The smallest multiple of `step` that is not less than the number, which must not be negative. */
export function roundUp(value: Fraction, step: Fraction): Fraction {
  const { top, bottom } = over(value, step);
  return times({ top: (top + bottom - 1n) / bottom, bottom: 1n }, step);
}

/** Rounded half away from zero to an integer number of units of 10^-places. */
export function toUnits({ top, bottom }: Fraction, places: number): bigint {
  const scaled = (top < 0n ? -top : top) * 10n ** BigInt(places) * 2n + bottom;
  const units = scaled / (bottom * 2n);
  return top < 0n ? -units : units;
}

/** As a decimal string with at most `places` places, rounded half up, without exponent or trailing zeros. */
export function format(value: Fraction, places = 18): string {
  const units = toUnits(value, places);
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const decimals = digits.slice(digits.length - places).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - places);
  return `${units < 0n ? '-' : ''}${whole}${decimals === '' ? '' : `.${decimals}`}`;
}

function parseDecimal(text: string): Fraction | null {
  const match = DECIMAL.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = match;
  const digits = BigInt(`${whole}${decimals}`);
  const power = Number(exponent) - decimals.length;
  const top = sign === '-' ? -digits : digits;
  return power >= 0 ? reduced(top * 10n ** BigInt(power), 1n) : reduced(top, 10n ** BigInt(-power));
}

function reduced(top: bigint, bottom: bigint): Fraction {
  let [a, b] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  while (b !== 0n) [a, b] = [b, a % b];
  const divisor = bottom < 0n ? -a : a;
  return divisor === 0n ? ZERO : { top: top / divisor, bottom: bottom / divisor };
}
