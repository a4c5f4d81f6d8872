import type { PriceChange } from '../model/price-override';
import type { InputSpec } from './inputs';
import { createPriceBook } from './price-book';
import { PRODUCTS } from './products/index';

export interface InputView {
  readonly name: string;
  readonly label: string;
  /** The unit of the number; '' for a plain number, and for an input that is not one. */
  readonly unit: string;
  readonly kind: InputSpec['kind'];
  /** For a choice; otherwise empty. */
  readonly choices: readonly string[];
}

export interface ProductView {
  readonly provider: string;
  readonly product: string;
  readonly title: string;
  /** The first is the default; empty for a product without plans. */
  readonly plans: readonly string[];
  /** `global` alone when the price is the same everywhere. */
  readonly regions: readonly string[];
  readonly inputs: readonly InputView[];
}

/** What can be priced, and the inputs that determine each product's bill: the most common products first. */
export function catalog(changes: readonly PriceChange[] = []): readonly ProductView[] {
  const book = createPriceBook(changes);
  return PRODUCTS.map(({ provider, product, title, plans, inputs }) => ({
    provider,
    product,
    title,
    plans,
    regions: book.regionsOf(provider, product),
    inputs: Object.entries(inputs).map(([name, spec]) => ({
      name,
      label: spec.label,
      unit: spec.kind === 'decimal' ? spec.unit : '',
      kind: spec.kind,
      choices: spec.kind === 'choice' ? spec.choices : [],
    })),
  }));
}
