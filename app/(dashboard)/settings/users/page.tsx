import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Card } from '@/app/_components/ui/card';
import { requirePageAccess } from '@/app/_queries/access';
import { listEnvironments } from '@/app/_queries/environments';
import { getSingleSignOn, listUsers } from '@/app/_queries/people';
import { SingleSignOnForm } from './single-sign-on-form';
import { UsersScreen } from './users-screen';

export const metadata: Metadata = { title: 'Users' };

export default async function UsersPage() {
  await requirePageAccess('admin');
  const host = (await headers()).get('host');
  const [users, environments, sso] = await Promise.all([
    listUsers(),
    listEnvironments(),
    getSingleSignOn(host),
  ]);
  return (
    <>
      <UsersScreen users={users} environments={environments} />
      <Card title="Single sign-on">
        <SingleSignOnForm provider={sso.provider} redirectUri={sso.redirectUri} />
      </Card>
    </>
  );
}
