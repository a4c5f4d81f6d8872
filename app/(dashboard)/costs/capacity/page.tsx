import type { Metadata } from 'next';
import { Card } from '@/app/_components/ui/card';
import { PageHeader } from '@/app/_components/ui/page-header';
import { parseScope, type SearchParams } from '@/app/_components/url/scope';
import { mayEdit, requirePageAccess } from '@/app/_queries/access';
import { listCapacity } from '@/app/_queries/costs/capacity';
import { functionChoices } from '../../function-choices';
import { CapacityForm } from './capacity-form';
import { CapacityTable } from './capacity-table';

export const metadata: Metadata = { title: 'Kept ready' };

export default async function CapacityPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const mayChange = mayEdit(await requirePageAccess());
  const scope = parseScope(await searchParams, Date.now());
  const [stated, functions] = await Promise.all([listCapacity(), functionChoices(scope)]);
  return (
    <>
      <PageHeader title="Kept ready" note="provisioned concurrency, always-ready and minimum instances" />
      <Card title="What you said" flush>
        <CapacityTable stated={stated} mayChange={mayChange} />
      </Card>
      {mayChange && (
        <Card title="State capacity">
          <CapacityForm functions={functions} today={new Date().toISOString().slice(0, 10)} />
        </Card>
      )}
    </>
  );
}
