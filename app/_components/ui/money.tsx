import { formatMoney, missingPlaces } from '../format/money';

/** An amount of a column: its point stands below those of the others, of which one shows so many decimals. */
export function Money({ usd, places }: { readonly usd: string | number | null; readonly places: number }) {
  const shown = formatMoney(usd);
  const missing = missingPlaces(shown, places);
  return missing === '' ? shown : <span data-missing={missing}>{shown}</span>;
}
