import type { Metadata } from 'next';
import Link from 'next/link';
import { Card } from '@/app/_components/ui/card';
import { BUTTON } from '@/app/_components/ui/controls';
import { Nothing } from '@/app/_components/ui/nothing';
import { PageHeader } from '@/app/_components/ui/page-header';
import { href } from '@/app/_components/url/href';
import { parseScope, type SearchParams, text } from '@/app/_components/url/scope';
import { ScopedLink } from '@/app/_components/url/scoped-link';
import { mayEdit, requirePageAccess } from '@/app/_queries/access';
import { listOwnPrices, listPricedScopes, listPriceImports, listPrices } from '@/app/_queries/prices';
import { ImportsCard } from './imports-card';
import { OwnPricesTable } from './own-prices-table';
import { PlaceSelect } from './place-select';
import { placeOf } from './priced-place';
import { PricesTable } from './prices-table';

export const metadata: Metadata = { title: 'Prices' };

export default async function PricesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const mayChange = mayEdit(await requirePageAccess());
  const params = await searchParams;
  const scope = parseScope(params, Date.now());
  const [scopes, own, imports] = await Promise.all([listPricedScopes(), listOwnPrices(), listPriceImports()]);
  const place = placeOf(scopes, text(params, 'product'), text(params, 'region'));
  const prices =
    place === null
      ? []
      : await listPrices({
          provider: place.scope.provider,
          product: place.scope.product,
          ...(place.region === null ? {} : { region: place.region }),
        });
  const today = new Date().toISOString().slice(0, 10);
  return (
    <>
      <PageHeader title="Prices" note="your own go before imported ones, those before the built-in list">
        <div className="flex flex-wrap gap-2">
          <Link prefetch={false} href={href('/costs/calculator', scope)} className={BUTTON}>
            Calculator
          </Link>
          {mayChange && (
            <ScopedLink to="/costs/prices/new" className={BUTTON}>
              New price or discount
            </ScopedLink>
          )}
        </div>
      </PageHeader>
      <Card title="Your prices and discounts" flush>
        {own.length === 0 ? (
          <Nothing title="The built-in list prices apply">
            Set what you actually pay: a contract price, a discount such as a savings plan, or the cost of
            your own cluster.
          </Nothing>
        ) : (
          <OwnPricesTable prices={own} scopes={scopes} today={today} mayChange={mayChange} />
        )}
      </Card>
      <ImportsCard imports={imports} mayChange={mayChange} />
      {place !== null && (
        <Card title="Prices in force today" flush aside={<PlaceSelect scopes={scopes} place={place} />}>
          <PricesTable prices={prices} title={place.scope.title} />
        </Card>
      )}
    </>
  );
}
