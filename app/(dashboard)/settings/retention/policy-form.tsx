'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { PRIMARY_BUTTON } from '@/app/_components/ui/controls';
import { Refusal } from '@/app/_components/ui/field';
import type { KeepPolicy } from '@/core/model/keeping/policy';
import { draftOf, type PolicyDraft, policyOf, sentenceOf } from './policy-draft';
import { WholeNumber } from './whole-number';

/** What goes earlier than everything else; says in words what it means before it is saved. */
export function PolicyForm({
  policy,
  mayChange,
}: {
  readonly policy: KeepPolicy;
  readonly mayChange: boolean;
}) {
  const router = useRouter();
  const [draft, setDraft] = useState(() => draftOf(policy));
  const [saved, setSaved] = useState(false);
  const { busy, refused, run } = useChange();
  const field = (key: keyof PolicyDraft) => ({
    value: draft[key],
    disabled: !mayChange,
    onChange: (value: string) => {
      setSaved(false);
      setDraft({ ...draft, [key]: value });
    },
  });

  const save = () =>
    run(async () => {
      await changeApi('PUT', '/retention', { policy: policyOf(draft) });
      setSaved(true);
      router.refresh();
    });

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="max-w-prose text-body">
        A trace is ordinary when nothing in it failed, timed out or ran out of memory, and none of its
        invocations was cold or slow. Its details are its log lines, and the attributes and events of the
        spans inside. They can go early: names, times and the invocations stay, and every figure stays exact.
      </p>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <WholeNumber
          label="Keep the details of one in"
          help="ordinary traces. 1 keeps those of all."
          required
          {...field('ordinaryOneIn')}
        />
        <WholeNumber
          label="Decide when quiet for (minutes)"
          help="How long nothing of the trace has arrived; at least 15."
          required
          {...field('settleMinutes')}
        />
        <WholeNumber
          label="Slow from (ms)"
          help="Empty: longer than 95% of its function's in the day before."
          {...field('slowMs')}
        />
        <WholeNumber
          label="Keep those details for (days)"
          help="After that, they are removed too. Empty: as long as everything else."
          {...field('ordinaryDays')}
        />
        <WholeNumber
          label="Keep log lines for (days)"
          help="Except those of errors and of traces that are not ordinary. Empty: as long as everything else."
          {...field('logDays')}
        />
      </div>
      <p aria-live="polite" className="max-w-prose rounded-md bg-hover px-3 py-2 text-body">
        {saved ? 'Saved. ' : ''}
        {sentenceOf(draft)}
      </p>
      <Refusal text={refused} />
      {mayChange && (
        <div>
          <button type="submit" disabled={busy} className={PRIMARY_BUTTON}>
            Save
          </button>
        </div>
      )}
    </form>
  );
}
