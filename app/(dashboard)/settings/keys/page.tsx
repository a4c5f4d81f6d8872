import type { Metadata } from 'next';
import { requirePageAccess } from '@/app/_queries/access';
import { listEnvironments } from '@/app/_queries/environments';
import { listKeys } from '@/app/_queries/people';
import { KeysScreen } from './keys-screen';

export const metadata: Metadata = { title: 'Keys' };

export default async function KeysPage() {
  await requirePageAccess('admin');
  const [keys, environments] = await Promise.all([listKeys(), listEnvironments()]);
  return <KeysScreen keys={keys} environments={environments} nowMs={Date.now()} />;
}
