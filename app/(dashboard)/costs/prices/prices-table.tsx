import { Badge, type Tone } from '@/app/_components/ui/badge';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import type { PriceInForce } from '@/core/pricing/prices-in-force';
import { priceText, thousands, tiersText } from './price-text';

const ORIGINS: Readonly<Record<NonNullable<PriceInForce['origin']>, { tone: Tone; label: string }>> = {
  user: { tone: 'brand', label: 'yours' },
  import: { tone: 'good', label: 'imported' },
  list: { tone: 'neutral', label: 'list' },
};

/** What each meter of a product costs, and who says so. */
export function PricesTable({
  prices,
  title,
}: {
  readonly prices: readonly PriceInForce[];
  readonly title: string;
}) {
  return (
    <Table
      label={`Prices of ${title}`}
      head={
        <>
          <HeaderCell>Meter</HeaderCell>
          <HeaderCell align="right">Price</HeaderCell>
          <HeaderCell wideOnly>Free</HeaderCell>
          <HeaderCell wideOnly>From</HeaderCell>
        </>
      }
    >
      {prices.map((price) => (
        <PriceRow key={`${price.meter} ${price.plan} ${price.architecture}`} price={price} />
      ))}
    </Table>
  );
}

function PriceRow({ price: one }: { readonly price: PriceInForce }) {
  const { meter, plan, architecture, unit, price, currency, tiers, free, rounding } = one;
  const of = [plan, architecture].filter((part) => part !== null).join(', ');
  return (
    <Row>
      <Cell>
        <span className="text-ink">{meter}</span>
        {of !== '' && <span className="ml-2 text-muted text-tremor-label">{of}</span>}
        {rounding !== null && (
          <span className="block whitespace-normal text-muted text-tremor-label sm:min-w-56 lg:min-w-80">
            {rounding}
          </span>
        )}
        <span className="mt-1 block text-tremor-label sm:hidden">
          <Origin price={one} />
        </span>
      </Cell>
      <Cell align="right">
        {price === null ? (
          <span className="text-warn">not known</span>
        ) : (
          <span className="text-ink tabular-nums">{priceText(price, currency)}</span>
        )}
        <span className="block text-muted text-tremor-label max-sm:whitespace-normal">per {unit}</span>
        {tiers.length > 0 && (
          <details className="text-left text-tremor-label">
            <summary className="text-right text-brand-strong">{tiers.length} tiers</summary>
            <p className="whitespace-pre-line text-right text-muted tabular-nums">
              {tiersText(tiers, unit, currency)}
            </p>
          </details>
        )}
      </Cell>
      <Cell wideOnly>
        {free === null ? (
          <span className="text-faint">none</span>
        ) : (
          <>
            {thousands(free.quantity)} a {free.period}
            <span className="block max-w-48 whitespace-normal text-muted text-tremor-label">
              {free.scope}
            </span>
          </>
        )}
      </Cell>
      <Cell grow wideOnly>
        <Origin price={one} />
      </Cell>
    </Row>
  );
}

function Origin({
  price: { origin, source, sourceUrl, confidence, discountPercent },
}: {
  readonly price: PriceInForce;
}) {
  if (origin === null)
    return (
      <span className="whitespace-normal text-muted">
        No source prices it here: import the provider’s price file, or set a price
      </span>
    );
  const { tone, label } = ORIGINS[origin];
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1 whitespace-normal">
      <Badge tone={tone}>{label}</Badge>
      {discountPercent !== null && <Badge tone="brand">{discountPercent}% off</Badge>}
      {confidence === 'low' && (
        <Badge tone="warn" title="Few or old sources say so">
          uncertain
        </Badge>
      )}
      {sourceUrl === '' ? (
        source
      ) : (
        <a
          href={sourceUrl}
          target="_blank"
          rel="noreferrer"
          className="hover:text-brand-strong hover:underline"
        >
          {source}
        </a>
      )}
    </span>
  );
}
