import type { Metadata } from 'next';
import { Card } from '@/app/_components/ui/card';
import { PageHeader } from '@/app/_components/ui/page-header';
import { requirePageAccess } from '@/app/_queries/access';
import { ChannelForm } from '../../channel-form';

export const metadata: Metadata = { title: 'New channel' };

export default async function NewChannelPage() {
  await requirePageAccess('admin');
  return (
    <>
      <PageHeader title="New channel" />
      <Card>
        <ChannelForm channelId={null} initial={{ name: 'Webhook', url: '', enabled: true }} />
      </Card>
    </>
  );
}
