import type { Metadata } from 'next';
import { Card } from '@/app/_components/ui/card';
import { PageHeader } from '@/app/_components/ui/page-header';
import { requirePageAccess } from '@/app/_queries/access';
import { listPricedScopes } from '@/app/_queries/prices';
import { newPrice } from '../price-draft';
import { PriceForm } from '../price-form';

export const metadata: Metadata = { title: 'New price' };

export default async function NewPricePage() {
  await requirePageAccess('edit');
  const scopes = await listPricedScopes();
  return (
    <>
      <PageHeader title="New price or discount" />
      <Card>
        <PriceForm priceId={null} initial={newPrice(scopes[0])} scopes={scopes} />
      </Card>
    </>
  );
}
