import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Card } from '@/app/_components/ui/card';
import { Nothing } from '@/app/_components/ui/nothing';
import { PageHeader } from '@/app/_components/ui/page-header';
import { requirePageAccess } from '@/app/_queries/access';
import { getChannel } from '@/app/_queries/alerts';
import { ChannelForm } from '../../channel-form';
import { SendAgain } from '../../send-again';
import { DeliveriesTable } from './deliveries-table';

export const metadata: Metadata = { title: 'Channel' };

export default async function ChannelPage({ params }: { params: Promise<{ channelId: string }> }) {
  await requirePageAccess('admin');
  const found = await getChannel((await params).channelId);
  if (!found) notFound();
  const { id, name, url, enabled } = found.channel;
  return (
    <>
      <PageHeader title={name} />
      <Card>
        <ChannelForm channelId={id} initial={{ name, url, enabled }} />
      </Card>
      <Card
        title="Deliveries"
        flush
        aside={<SendAgain path={`/alerts/channels/${id}/test`} label="Send a test message" />}
      >
        {found.deliveries.length === 0 ? (
          <Nothing title="Nothing was sent yet">
            A test message tells whether the address and the signature work.
          </Nothing>
        ) : (
          <DeliveriesTable deliveries={found.deliveries} />
        )}
      </Card>
    </>
  );
}
