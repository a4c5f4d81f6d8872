'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import type { Choice } from '@/app/_components/filters/filters';
import { CONTROL, PRIMARY_BUTTON } from '@/app/_components/ui/controls';
import { Field, Refusal } from '@/app/_components/ui/field';

/** States how many instances of a function are kept ready, and between which days. */
export function CapacityForm({
  functions,
  today,
}: {
  readonly functions: readonly Choice[];
  /** As 2026-11-21. */
  readonly today: string;
}) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const [draft, setDraft] = useState({
    functionId: functions[0]?.value ?? '',
    instances: '1',
    from: today,
    to: '',
  });
  const set = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }));
  const save = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const { instances, to, ...rest } = draft;
      await changeApi('POST', '/costs/capacity', { ...rest, instances: Number(instances), to: to || null });
      router.refresh();
    });
  };
  return (
    <form onSubmit={save} className="flex max-w-3xl flex-col gap-4 py-2" noValidate>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Function" help="Of those that were ever seen">
          {(id) => (
            <select
              id={id}
              value={draft.functionId}
              className={CONTROL}
              onChange={(event) => set({ functionId: event.target.value })}
            >
              {functions.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Instances" help="Kept ready all of the time">
          {(id) => (
            <input
              id={id}
              inputMode="numeric"
              value={draft.instances}
              className={CONTROL}
              onChange={(event) => set({ instances: event.target.value })}
            />
          )}
        </Field>
        <Field label="First day" help="In UTC">
          {(id) => (
            <input
              id={id}
              type="date"
              value={draft.from}
              className={CONTROL}
              onChange={(event) => set({ from: event.target.value })}
            />
          )}
        </Field>
        <Field label="Ends before" help="The first day on which they are no longer kept; empty: still kept">
          {(id) => (
            <input
              id={id}
              type="date"
              value={draft.to}
              className={CONTROL}
              onChange={(event) => set({ to: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Refusal text={refused} />
      <button type="submit" disabled={busy} className={`${PRIMARY_BUTTON} self-start`}>
        Save
      </button>
    </form>
  );
}
