import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BUTTON } from '@/app/_components/ui/controls';
import { PageHeader } from '@/app/_components/ui/page-header';
import type { SearchParams } from '@/app/_components/url/scope';
import { ScopedLink } from '@/app/_components/url/scoped-link';
import { requirePageAccess } from '@/app/_queries/access';
import { listPricedProducts } from '@/app/_queries/prices';
import { Calculator } from './calculator';
import { draftOf } from './draft';

export const metadata: Metadata = { title: 'Calculator' };

export default async function CalculatorPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePageAccess();
  const products = await listPricedProducts();
  const initial = draftOf(await searchParams, products);
  if (!initial) notFound();
  return (
    <>
      <PageHeader title="Calculator" note="list prices and your own">
        <ScopedLink to="/costs/prices" className={BUTTON}>
          Prices
        </ScopedLink>
      </PageHeader>
      <Calculator products={products} initial={initial} />
    </>
  );
}
