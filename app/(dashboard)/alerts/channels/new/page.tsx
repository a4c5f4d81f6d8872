import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Card } from '@/app/_components/ui/card';
import { PageHeader } from '@/app/_components/ui/page-header';
import { requirePageAccess } from '@/app/_queries/access';
import { channelKinds, getChannelForm } from '@/app/_queries/channels';
import { ChannelForm } from '../channel-form';
import { KindChoice } from '../kind-choice';

export const metadata: Metadata = { title: 'New channel' };

export default async function NewChannelPage({
  searchParams,
}: {
  searchParams: Promise<{ type?: string | string[] }>;
}) {
  await requirePageAccess('edit');
  const kinds = channelKinds();
  const { type = kinds[0]?.kind ?? '' } = await searchParams;
  const form = await getChannelForm(String(type), null);
  if (!form) notFound();
  return (
    <>
      <PageHeader title="New channel" />
      <KindChoice kinds={kinds} chosen={form.kind.kind} />
      <Card title={form.kind.title}>
        <ChannelForm key={form.kind.kind} channel={null} form={form} />
      </Card>
    </>
  );
}
