'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { BUTTON, CONTROL } from '@/app/_components/ui/controls';
import { Field, Refusal } from '@/app/_components/ui/field';
import { bodyOf, type DeletionDraft, NEW_DELETION, previewText, WHATS } from './deletion-draft';

interface Preview {
  readonly traces: number;
  readonly looseLogs: number;
  readonly exact: boolean;
}

/** Asks what is to be deleted, says how much that is, and deletes it only then. */
export function DeletionForm() {
  const router = useRouter();
  const [draft, setDraft] = useState(NEW_DELETION);
  const [preview, setPreview] = useState<Preview | null>(null);
  const { busy, refused, run } = useChange();
  const set = (change: Partial<DeletionDraft>) => {
    setPreview(null);
    setDraft({ ...draft, ...change });
  };
  const count = () =>
    run(async () =>
      setPreview(await changeApi<Preview>('POST', '/privacy/deletions/preview', bodyOf(draft))),
    );
  const remove = () =>
    run(async () => {
      await changeApi('POST', '/privacy/deletions', bodyOf(draft));
      setPreview(null);
      setDraft(NEW_DELETION);
      router.refresh();
    });
  const text = (label: string, key: keyof DeletionDraft, placeholder: string, type = 'text') => (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          type={type}
          required
          spellCheck={false}
          placeholder={placeholder}
          value={draft[key]}
          onChange={(event) => set({ [key]: event.target.value })}
          className={`${CONTROL} ${type === 'text' ? 'font-mono' : ''}`}
        />
      )}
    </Field>
  );

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void count();
      }}
    >
      <p className="max-w-prose text-body">
        Deleting removes traces, log lines and errors, and takes them out of every figure, as if they had
        never been sent. If they are sent again within 30 days, they are refused. This cannot be undone.
      </p>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <Field label="What">
          {(id) => (
            <select
              id={id}
              value={draft.what}
              onChange={(event) => {
                const what = WHATS.find((one) => one.id === event.target.value)?.id;
                if (what) set({ what });
              }}
              className={CONTROL}
            >
              {WHATS.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.label}
                </option>
              ))}
            </select>
          )}
        </Field>
        {draft.what === 'trace' && text('Trace id', 'traceId', '32 hex digits')}
        {draft.what === 'function' && text('Function id', 'functionId', '16 hex digits')}
        {draft.what === 'attribute' && text('Attribute', 'key', 'user.id')}
        {draft.what === 'attribute' && text('Value', 'value', '42')}
        {draft.what !== 'trace' && text('From', 'from', '', 'datetime-local')}
        {draft.what !== 'trace' && text('To', 'to', '', 'datetime-local')}
      </div>
      <p aria-live="polite" className="text-body">
        {preview === null ? '' : previewText(preview)}
      </p>
      <Refusal text={refused} />
      <div className="flex gap-2">
        <button type="submit" disabled={busy} className={BUTTON}>
          Count
        </button>
        {preview !== null && preview.traces + preview.looseLogs > 0 && (
          <button type="button" disabled={busy} className={`${BUTTON} border-bad text-bad`} onClick={remove}>
            Delete for good
          </button>
        )}
      </div>
    </form>
  );
}
