'use client';

import { BUTTON } from '@/app/_components/ui/controls';
import { changeApi } from '../../alerts/change-api';
import { Refusal } from '../../alerts/field';
import { useChange } from '../../alerts/use-change';

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
