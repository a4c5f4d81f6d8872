'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { CONTROL, PRIMARY_BUTTON } from '@/app/_components/ui/controls';
import { Field, Refusal } from '@/app/_components/ui/field';

/** Writes a note on an incident. */
export function NoteForm({ incidentId }: { readonly incidentId: string }) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const [text, setText] = useState('');
  const save = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      await changeApi('POST', `/alerts/incidents/${incidentId}/notes`, { text });
      setText('');
      router.refresh();
    });
  };
  return (
    <form onSubmit={save} className="mt-3 flex flex-col gap-2">
      <Field label="Add a note">
        {(id) => (
          <textarea
            id={id}
            required
            maxLength={4000}
            rows={3}
            value={text}
            className={`${CONTROL} h-auto py-1.5`}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Refusal text={refused} />
      <button type="submit" disabled={busy} className={`${PRIMARY_BUTTON} self-start`}>
        Save note
      </button>
    </form>
  );
}
