import { formatMoney, missingPlaces } from '../format/money';

/** An amount in a column, padded to the given number of decimals so that decimal points align. */
export function Money({ usd, places }: { readonly usd: string | number | null; readonly places: number }) {
  const shown = formatMoney(usd);
  const missing = missingPlaces(shown, places);
  return missing === '' ? shown : <span data-missing={missing}>{shown}</span>;
}
