'use client';

import { useRouter } from 'next/navigation';
import { changeApi } from '../../../_components/changes/change-api';
import { useChange } from '../../../_components/changes/use-change';
import { BUTTON } from '../../../_components/ui/controls';
import { Refusal } from '../../../_components/ui/field';

/** Promotes an attribute, after which invocations are grouped by it. */
export function Promote({ attribute }: { readonly attribute: string }) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const promote = () =>
    run(async () => {
      await changeApi('POST', '/attributes', { key: attribute });
      router.refresh();
    });
  return (
    <>
      <button type="button" disabled={busy} className={BUTTON} onClick={() => void promote()}>
        Promote it
      </button>
      <Refusal text={refused} />
    </>
  );
}
