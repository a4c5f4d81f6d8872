import { Badge, type Tone } from '@/app/_components/ui/badge';
import { LINK } from '@/app/_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { ScopedLink } from '@/app/_components/url/scoped-link';
import type { PriceOverride } from '@/core/model/price-override';
import type { PricedScope } from '@/core/pricing/prices-in-force';
import { priceText, stateOn } from './price-text';

const STATES: Readonly<Record<ReturnType<typeof stateOn>, Tone>> = {
  'in force': 'good',
  'not yet': 'brand',
  ended: 'neutral',
};

/** The user's own prices and discounts; each name leads to its form, which is for who may edit. */
export function OwnPricesTable({
  prices,
  scopes,
  today,
  mayChange,
}: {
  readonly prices: readonly PriceOverride[];
  readonly scopes: readonly PricedScope[];
  /** As 2026-11-21. */
  readonly today: string;
  readonly mayChange: boolean;
}) {
  return (
    <Table
      label="Your prices and discounts"
      head={
        <>
          <HeaderCell>Of</HeaderCell>
          <HeaderCell align="right">Price</HeaderCell>
          <HeaderCell wideOnly>Where</HeaderCell>
          <HeaderCell wideOnly>Days</HeaderCell>
          <HeaderCell>State</HeaderCell>
          <HeaderCell wideOnly>Because of</HeaderCell>
        </>
      }
    >
      {prices.map((price) => {
        const state = stateOn(price, today);
        const name = nameOf(price, scopes);
        return (
          <Row key={price.id}>
            <Cell grow title={name}>
              {mayChange ? (
                <ScopedLink to={`/costs/prices/${price.id}`} className={LINK}>
                  {name}
                </ScopedLink>
              ) : (
                name
              )}
            </Cell>
            <Cell align="right">
              {price.priceUsd === null ? (
                `${price.discountPercent}% off`
              ) : (
                <>
                  {priceText(price.priceUsd)}
                  <span className="block text-muted text-tremor-label">per {unitOf(price, scopes)}</span>
                </>
              )}
            </Cell>
            <Cell wideOnly>
              {[price.region, price.plan, price.architecture].filter((part) => part !== null).join(', ') ||
                'everywhere'}
            </Cell>
            <Cell wideOnly>{daysOf(price)}</Cell>
            <Cell>
              <Badge tone={STATES[state]}>{state}</Badge>
            </Cell>
            <Cell wideOnly title={price.source}>
              <span className="block max-w-48 truncate">{price.source}</span>
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}

function nameOf({ provider, product, meter }: PriceOverride, scopes: readonly PricedScope[]): string {
  if (product === null) return `everything of ${provider}`;
  const title = scopes.find((one) => one.provider === provider && one.product === product)?.title ?? product;
  return meter === null ? title : `${title}, ${meter}`;
}

function unitOf({ provider, product, meter }: PriceOverride, scopes: readonly PricedScope[]): string {
  const scope = scopes.find((one) => one.provider === provider && one.product === product);
  return scope?.meters.find((one) => one.meter === meter)?.unit ?? 'unit';
}

function daysOf({ from, to }: PriceOverride): string {
  if (from === null) return to === null ? 'always' : `before ${to}`;
  return to === null ? `since ${from}` : `${from} to ${to}`;
}
