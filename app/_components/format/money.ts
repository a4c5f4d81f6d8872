import { LOCALE, NO_FIGURE } from './number';

/**
 * USD from a decimal string or number, never as an exponent: `$0`, `$0.00000208`, `$0.0417`, `$12.50`, `$12,345`.
 * Small amounts keep three significant digits; null is a dash.
 */
export function formatMoney(usd: string | number | null): string {
  if (usd === null) return NO_FIGURE;
  const amount = Number(usd);
  if (!Number.isFinite(amount)) return NO_FIGURE;
  if (amount === 0) return '$0';
  const sign = amount < 0 ? '-' : '';
  const size = Math.abs(amount);
  if (size < 1) return `${sign}$${small(size)}`;
  const digits = size < 1000 ? 2 : 0;
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${sign}$${size.toLocaleString(LOCALE, format)}`;
}

function small(size: number): string {
  const places = Math.min(12, 2 - Math.floor(Math.log10(size)));
  const text = size.toFixed(places);
  if (Number(text) === 0) return '0.000000000001';
  // Cents keep two places: $0.50, not $0.5.
  const trimmed = text.replace(/0+$/, '');
  const [whole = '0', fraction = ''] = trimmed.split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}

/** The amount in full as stored, for tooltips: `$0.0000020834`. */
export function formatMoneyExact(usd: string): string {
  return usd.startsWith('-') ? `-$${usd.slice(1)}` : `$${usd}`;
}

/** The number of decimals of the amount that shows most of them. */
export function mostPlaces(amounts: readonly (string | number | null)[]): number {
  return Math.max(0, ...amounts.map((usd) => placesOf(formatMoney(usd))));
}

/** The padding that a shown amount lacks to have this many decimals: `00` of 4 after `$0.05`, `.0000` after `$12,345`. */
export function missingPlaces(shown: string, places: number): string {
  const own = placesOf(shown);
  if (own >= places) return '';
  return `${own === 0 ? '.' : ''}${'0'.repeat(places - own)}`;
}

function placesOf(shown: string): number {
  return shown.split('.')[1]?.length ?? 0;
}
