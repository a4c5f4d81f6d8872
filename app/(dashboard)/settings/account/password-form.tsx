'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { CONTROL, PRIMARY_BUTTON } from '@/app/_components/ui/controls';
import { Field, Refusal } from '@/app/_components/ui/field';

/** Changes the own password; all other sessions end. */
export function PasswordForm({ email }: { readonly email: string }) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const [done, setDone] = useState(false);
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    setDone(false);
    void run(async () => {
      await changeApi('PUT', '/session/password', {
        currentPassword: given.get('current'),
        password: given.get('next'),
      });
      form.reset();
      setDone(true);
      router.refresh();
    });
  };
  return (
    <form method="post" onSubmit={save} className="flex max-w-sm flex-col gap-3">
      <input type="hidden" name="username" value={email} autoComplete="username" readOnly />
      <Field label="Current password">
        {(id) => (
          <input
            id={id}
            name="current"
            type="password"
            required
            autoComplete="current-password"
            className={CONTROL}
          />
        )}
      </Field>
      <Field label="New password" help="At least 12 characters. You are signed out everywhere else.">
        {(id) => (
          <input
            id={id}
            name="next"
            type="password"
            required
            autoComplete="new-password"
            className={CONTROL}
          />
        )}
      </Field>
      <Refusal text={refused} />
      <div className="flex items-center gap-3">
        <button type="submit" disabled={busy} className={PRIMARY_BUTTON}>
          Change password
        </button>
        <p role="status" className="text-muted">
          {done ? 'Changed.' : ''}
        </p>
      </div>
    </form>
  );
}
