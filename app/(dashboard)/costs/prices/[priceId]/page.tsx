import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Card } from '@/app/_components/ui/card';
import { PageHeader } from '@/app/_components/ui/page-header';
import { requirePageAccess } from '@/app/_queries/access';
import { getOwnPrice, listPricedScopes } from '@/app/_queries/prices';
import { draftOfPrice } from '../price-draft';
import { PriceForm } from '../price-form';

export const metadata: Metadata = { title: 'Price' };

export default async function PricePage({ params }: { params: Promise<{ priceId: string }> }) {
  await requirePageAccess('edit');
  const [price, scopes] = await Promise.all([getOwnPrice((await params).priceId), listPricedScopes()]);
  if (!price) notFound();
  return (
    <>
      <PageHeader title={price.priceUsd === null ? 'Discount' : 'Price'} note={price.source} />
      <Card>
        <PriceForm priceId={price.id} initial={draftOfPrice(price)} scopes={scopes} />
      </Card>
    </>
  );
}
