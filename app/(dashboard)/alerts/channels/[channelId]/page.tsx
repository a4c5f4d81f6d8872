import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Card } from '@/app/_components/ui/card';
import { Nothing } from '@/app/_components/ui/nothing';
import { PageHeader } from '@/app/_components/ui/page-header';
import { requirePageAccess } from '@/app/_queries/access';
import { getChannel, getChannelForm } from '@/app/_queries/channels';
import { SendAgain } from '../../send-again';
import { ChannelForm } from '../channel-form';
import { FailingChannels } from '../failing-channels';
import { ReplaceSecret } from '../replace-secret';
import { DeliveriesTable } from './deliveries-table';

export const metadata: Metadata = { title: 'Channel' };

export default async function ChannelPage({ params }: { params: Promise<{ channelId: string }> }) {
  await requirePageAccess('edit');
  const found = await getChannel((await params).channelId);
  if (!found) notFound();
  const { channel, deliveries } = found;
  const form = await getChannelForm(channel.type, channel.id);
  if (!form) notFound();
  const until = channel.previousSecretUntil;
  return (
    <>
      <PageHeader title={channel.name} note={`${form.kind.title} · ${channel.target}`} />
      <FailingChannels channels={[channel]} mayChange leadsThere={false} />
      <Card
        title="Deliveries"
        flush
        aside={<SendAgain path={`/alerts/channels/${channel.id}/test`} label="Send a test message" />}
      >
        {deliveries.length === 0 ? (
          <Nothing title="Nothing was sent yet">
            Send a test message and check that it arrives: some services accept a message and drop it.
          </Nothing>
        ) : (
          <DeliveriesTable deliveries={deliveries} />
        )}
      </Card>
      <Card title="Settings">
        <ChannelForm channel={channel} form={form} />
      </Card>
      {channel.signed && (
        <Card title="Signature">
          <ReplaceSecret
            channelId={channel.id}
            previousUntil={until === null ? null : new Date(until).toISOString()}
          />
        </Card>
      )}
    </>
  );
}
