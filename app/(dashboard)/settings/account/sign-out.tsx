'use client';

import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { BUTTON } from '@/app/_components/ui/controls';
import { Refusal } from '@/app/_components/ui/field';

/** Ends this session. */
export function SignOut() {
  const { busy, refused, run } = useChange();
  const leave = () =>
    void run(async () => {
      await changeApi('DELETE', '/session');
      location.replace('/login');
    });
  return (
    <>
      <Refusal text={refused} />
      <button type="button" disabled={busy} className={BUTTON} onClick={leave}>
        Sign out
      </button>
    </>
  );
}
