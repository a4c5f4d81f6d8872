'use client';

import { useRouter } from 'next/navigation';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import type { ErrorState } from '@/core/model/errors/state';
import { BUTTON } from '../../../_components/ui/controls';

type Decision = Exclude<ErrorState, 'regressed'>;

const DECISIONS: readonly { readonly state: Decision; readonly label: string }[] = [
  { state: 'resolved', label: 'Resolve' },
  { state: 'ignored', label: 'Ignore' },
  { state: 'open', label: 'Open again' },
];

/** What can be decided about a group in its state. A regressed one can be resolved anew, and opened. */
export function TriageActions({
  fingerprint,
  state,
}: {
  readonly fingerprint: string;
  readonly state: ErrorState;
}) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const decide = (decision: Decision) =>
    run(async () => {
      await changeApi('PATCH', `/errors/${fingerprint}`, { state: decision });
      router.refresh();
    });
  return (
    <div className="flex flex-wrap items-center gap-2">
      {refused !== null && (
        <p role="alert" className="text-bad">
          {refused}
        </p>
      )}
      {DECISIONS.filter((one) => one.state !== state).map((one) => (
        <button
          key={one.state}
          type="button"
          disabled={busy}
          className={BUTTON}
          onClick={() => void decide(one.state)}
        >
          {one.label}
        </button>
      ))}
    </div>
  );
}
