'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { Card } from '@/app/_components/ui/card';
import { Refusal } from '@/app/_components/ui/field';
import { Nothing } from '@/app/_components/ui/nothing';
import { PageHeader } from '@/app/_components/ui/page-header';
import { ShownOnce } from '@/app/_components/ui/shown-once';
import type { UserView } from '@/app/_queries/people';
import { InviteForm } from './invite-form';
import { UsersTable } from './users-table';

interface Shown {
  readonly email: string;
  readonly url: string;
}

/** Invites people, changes their role, gives them a new link, and takes their access away. */
export function UsersScreen({
  users,
  environments,
}: {
  readonly users: readonly (UserView & { readonly sessions: number })[];
  readonly environments: readonly string[];
}) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const [shown, setShown] = useState<Shown | null>(null);
  const invite = (input: object) =>
    run(async () => {
      const { user, link } = await changeApi<{ user: UserView; link: { url: string } }>(
        'POST',
        '/users',
        input,
      );
      setShown({ email: user.email, url: link.url });
      router.refresh();
    });
  const change = (id: string, input: object) =>
    run(async () => {
      await changeApi('PATCH', `/users/${id}`, input);
      router.refresh();
    });
  const link = ({ id, email }: UserView) =>
    run(async () => {
      const { url } = await changeApi<{ url: string }>('POST', `/users/${id}/link`);
      setShown({ email, url });
    });
  return (
    <>
      <PageHeader title="Users" />
      <Card title="Invite somebody">
        <InviteForm environments={environments} busy={busy} onInvite={(input) => void invite(input)} />
      </Card>
      <Refusal text={refused} />
      <Card title="All users" flush>
        {shown !== null && (
          <div className="px-4 pb-4">
            <ShownOnce title={`A link for ${shown.email}`} text={shown.url} onDone={() => setShown(null)}>
              Send it to them: it opens once, within a day, and lets them choose a password.
            </ShownOnce>
          </div>
        )}
        {users.length === 0 ? (
          <Nothing title="Nobody yet">Invite the first admin before you open Faaslens to others.</Nothing>
        ) : (
          <UsersTable
            users={users}
            busy={busy}
            onChange={(id, input) => void change(id, input)}
            onLink={(user) => void link(user)}
          />
        )}
      </Card>
    </>
  );
}
