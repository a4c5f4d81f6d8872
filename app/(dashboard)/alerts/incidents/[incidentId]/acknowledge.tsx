'use client';

import { useRouter } from 'next/navigation';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { BUTTON } from '@/app/_components/ui/controls';

/** Takes an incident on: reminders end. */
export function Acknowledge({ incidentId }: { readonly incidentId: string }) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const acknowledge = () =>
    run(async () => {
      await changeApi('POST', `/alerts/incidents/${incidentId}/acknowledge`);
      router.refresh();
    });
  return (
    <span className="inline-flex items-center gap-3">
      <span role="alert" className="text-bad empty:hidden">
        {refused}
      </span>
      <button
        type="button"
        disabled={busy}
        title="No more reminders are sent"
        className={BUTTON}
        onClick={() => void acknowledge()}
      >
        Acknowledge
      </button>
    </span>
  );
}
