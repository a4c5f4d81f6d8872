/** An amount of US dollars in units of 10^-12 USD; exact, so that sums never drift. */
export type PicoUsd = bigint;

const PLACES = 12;

/** An amount in filters of lists: not negative, at most 9 digits before the decimal point and 12 after it. */
export const USD_AMOUNT = /^\d{1,9}(\.\d{1,12})?$/;
const UNIT = 10n ** BigInt(PLACES);

/** The amount as a decimal string without exponent or trailing zeros: `0.0000020834`, `-1.5`, `0`. */
export function formatPicoUsd(amount: PicoUsd): string {
  const sign = amount < 0n ? '-' : '';
  const magnitude = amount < 0n ? -amount : amount;
  const fraction = (magnitude % UNIT).toString().padStart(PLACES, '0').replace(/0+$/, '');
  return `${sign}${magnitude / UNIT}${fraction === '' ? '' : `.${fraction}`}`;
}

/**
 * Parses a decimal string of USD. More than 12 decimal places are refused, never silently rounded.
 * @throws RangeError when the text is not such a number.
 */
export function parsePicoUsd(text: string): PicoUsd {
  const match = /^(-?)(\d+)(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) throw new RangeError(`not an amount in USD with at most ${PLACES} decimal places: ${text}`);
  const [, sign, whole = '0', fraction = ''] = match;
  const magnitude = BigInt(whole) * UNIT + BigInt(fraction.padEnd(PLACES, '0'));
  return sign === '-' ? -magnitude : magnitude;
}
