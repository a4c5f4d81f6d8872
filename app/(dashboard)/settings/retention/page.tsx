import type { Metadata } from 'next';
import { Card } from '@/app/_components/ui/card';
import { PageHeader } from '@/app/_components/ui/page-header';
import { requirePageAccess } from '@/app/_queries/access';
import { getRetention } from '@/app/_queries/retention';
import { PolicyForm } from './policy-form';

export const metadata: Metadata = { title: 'Retention' };

export default async function RetentionPage() {
  const mayChange = (await requirePageAccess()) === 'admin';
  const { days, maxDiskBytes, policy } = await getRetention();
  return (
    <>
      <PageHeader title="Retention" note="What is kept, and for how long" />
      <Card title="Everything">
        <p className="text-body">
          {days === null ? 'Telemetry is kept forever' : `Telemetry is kept for ${days} days`}
          {maxDiskBytes === null
            ? '.'
            : `, as long as it takes less than ${maxDiskBytes / 1e9} GB; beyond that the oldest goes first.`}{' '}
          Set by FAASLENS_RETENTION_DAYS and FAASLENS_MAX_DISK_GB when Faaslens starts. The figures of hours
          and days stay for good.
        </p>
      </Card>
      <Card title="Details of ordinary traces">
        <PolicyForm policy={policy} mayChange={mayChange} />
      </Card>
    </>
  );
}
