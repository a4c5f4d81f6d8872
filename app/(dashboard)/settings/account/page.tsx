import type { Metadata } from 'next';
import { Card } from '@/app/_components/ui/card';
import { PageHeader } from '@/app/_components/ui/page-header';
import { requirePageAccess } from '@/app/_queries/access';
import { type AccountView, getAccount } from '@/app/_queries/people';
import { PasswordForm } from './password-form';
import { SessionsTable } from './sessions-table';
import { SignOut } from './sign-out';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  await requirePageAccess();
  const account = await getAccount();
  const { user, sessions } = account;
  return (
    <>
      <PageHeader title={user?.name ?? 'Account'} note={user?.email}>
        {(user !== null || account.byKey) && <SignOut />}
      </PageHeader>
      <Card className="pt-4">
        <p className="max-w-2xl text-body">{sentenceOf(account)}</p>
      </Card>
      {user !== null && (
        <>
          <Card title="Where you are signed in" flush>
            <SessionsTable sessions={sessions} />
          </Card>
          <Card title="Password">
            <PasswordForm email={user.email} />
          </Card>
        </>
      )}
    </>
  );
}

const MAY = {
  ingest: 'may send telemetry only',
  read: 'may see everything and change nothing',
  edit: 'may see everything, and change rules, channels, prices and triage',
  admin: 'may see and change everything, keys and users too',
} as const;

function sentenceOf({ scope, environment, user, byKey }: AccountView): string {
  const bound =
    environment === null ? '' : ` Only the environment ${environment || '(unnamed)'} is there for you.`;
  if (user !== null) return `Your role is ${user.role}: it ${MAY[scope]}.${bound}`;
  if (byKey) return `You came with a key. It ${MAY[scope]}.${bound}`;
  return 'On this machine nobody has to sign in. Reached from elsewhere, Faaslens asks for an account or a key: invite people under Users before you open it to others.';
}
