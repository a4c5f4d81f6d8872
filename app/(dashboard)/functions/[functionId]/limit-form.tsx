'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId } from 'react';
import type { ConcurrencyLimitView } from '@/core/model/views';
import { changeApi } from '../../../_components/changes/change-api';
import { useChange } from '../../../_components/changes/use-change';
import { CONTROL, PRIMARY_BUTTON } from '../../../_components/ui/controls';
import { Refusal } from '../../../_components/ui/field';

/** States how many invocations may run at once where a function runs; emptied, it is taken back. */
export function LimitForm({
  place,
  limit,
}: {
  readonly place: Pick<ConcurrencyLimitView, 'provider' | 'accountId' | 'region'>;
  readonly limit: ConcurrencyLimitView | null;
}) {
  const id = useId();
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get('most') ?? '').trim();
    void run(async () => {
      if (typed !== '') await changeApi('PUT', '/concurrency-limits', { ...place, most: Number(typed) });
      else if (limit !== null) await changeApi('DELETE', `/concurrency-limits/${limit.id}`);
      router.refresh();
    });
  };
  return (
    <details className="text-tremor-label">
      <summary className="cursor-pointer text-brand-strong">
        {limit === null ? 'State how many may run at once' : 'Change the limit'}
      </summary>
      <form onSubmit={save} noValidate className="mt-1.5 flex flex-wrap items-center gap-2">
        <label htmlFor={id} className="text-muted">
          All functions of {[place.provider, place.accountId, place.region].filter(Boolean).join(', ')}
        </label>
        <input
          id={id}
          name="most"
          inputMode="numeric"
          defaultValue={limit?.most}
          autoComplete="off"
          className={`${CONTROL} w-24`}
        />
        <button type="submit" disabled={busy} className={PRIMARY_BUTTON}>
          Save
        </button>
        <Refusal text={refused} />
      </form>
    </details>
  );
}
