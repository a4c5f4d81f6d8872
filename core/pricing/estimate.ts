import type { CostPrecision } from '../model/invocation';
import type { PriceChange } from '../model/price-override';
import { AMOUNT_PLACES, chargeLines, type EstimateLine } from './charge-lines';
import { readRequest } from './estimate-request';
import { format, fraction, sum } from './fraction';
import { refuse } from './inputs';
import { createPriceBook } from './price-book';

export interface Estimate {
  readonly provider: string;
  readonly product: string;
  readonly region: string;
  readonly lines: readonly EstimateLine[];
  /** The exact sum of the lines; null when a price is unknown, which the notes name. */
  readonly totalUsd: string | null;
  /** The time billed for one invocation; null where it does not apply. */
  readonly billedDurationMs: number | null;
  readonly precision: CostPrecision;
  /** Titles and dates of all prices used. */
  readonly source: string;
  /** Assumptions for missing inputs, uncertain prices, and other remarks. */
  readonly notes: readonly string[];
}

/**
 * The monthly cost of a product. The request is plain JSON: provider, product, region, architecture, plan, freeTier, asOf and
 * the product's own inputs. `changes` are the user's prices.
 * @throws FaaslensError `invalid_input` that names the field and its possible values
 */
export function estimate(
  request: Readonly<Record<string, unknown>>,
  { nowMs, changes = [] }: { readonly nowMs: number; readonly changes?: readonly PriceChange[] },
): Estimate {
  const book = createPriceBook(changes);
  const { product, inputs, circumstances } = readRequest(request, { nowMs, book });
  const { charges, billedMs, precision = 'exact', notes = [], usdPer } = product.bill(inputs, circumstances);
  if (charges.length === 0)
    refuse('inputs', `there is nothing to price yet: say some of ${Object.keys(product.inputs).join(', ')}`);
  const charged = charges.map((charge) => chargeLines(charge, { product, circumstances, book, usdPer }));
  const lines = charged.flatMap((one) => one.lines);
  const doubts = charged.map(({ doubt }) => doubt).filter((doubt) => doubt !== null);
  const amounts = lines.map(({ amountUsd }) => amountUsd).filter((amount) => amount !== null);
  return {
    provider: product.provider,
    product: product.product,
    region: circumstances.region,
    lines,
    totalUsd: amounts.length < lines.length ? null : format(sum(amounts.map(fraction)), AMOUNT_PLACES),
    billedDurationMs: billedMs ? Number(format(billedMs)) : null,
    precision: precision === 'exact' && doubts.length > 0 ? 'estimated' : precision,
    source: [...new Set(charged.map(({ source }) => source))].join('; '),
    notes: [...notes, ...new Set(doubts)],
  };
}
