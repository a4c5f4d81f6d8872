'use client';

import { type FormEvent, useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { CONTROL } from '@/app/_components/ui/controls';
import { Refusal } from '@/app/_components/ui/field';
import { FormActions } from '@/app/_components/ui/form-actions';
import { useLeave } from '@/app/_components/url/use-leave';
import type { PricedScope } from '@/core/pricing/prices-in-force';
import { NodePriceFields } from './node-price-fields';
import { type PriceDraft, priceInput, refusedField } from './price-draft';
import { PriceField } from './price-field';
import { PriceScopeFields } from './price-scope-fields';

const KINDS = [
  { kind: 'price', label: 'A price of one unit' },
  { kind: 'discount', label: 'A discount on prices' },
] as const;

/** Providers of the user's own: what their nodes cost is all that prices them. */
const OWN_CLUSTERS: readonly string[] = ['knative', 'openfaas', 'cluster'];

/** Makes or changes a price of the user's own. */
export function PriceForm({
  priceId,
  initial,
  scopes,
}: {
  /** Null for a new one. */
  readonly priceId: string | null;
  readonly initial: PriceDraft;
  readonly scopes: readonly PricedScope[];
}) {
  const leaveTo = useLeave();
  const { busy, refused, run } = useChange();
  const [draft, setDraft] = useState(initial);
  const set = (change: Partial<PriceDraft>) => setDraft((before) => ({ ...before, ...change }));
  const path = priceId === null ? '/prices/overrides' : `/prices/overrides/${priceId}`;
  const wrong = refusedField(refused);
  const scope = scopes.find(({ provider, product }) => `${provider}/${product}` === draft.of);
  const unit = scope?.meters.find(({ meter }) => meter === draft.meter)?.unit ?? 'unit';
  const leave = () => leaveTo('/costs/prices');
  const save = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      await changeApi(priceId === null ? 'POST' : 'PUT', path, priceInput(draft));
      leave();
    });
  };
  const text = (
    field: 'amount' | 'from' | 'to' | 'source',
    label: string,
    help: string,
    more: object = {},
  ) => (
    <PriceField label={label} help={help} wrong={wrong?.field === field ? wrong.why : null}>
      {(props) => (
        <input
          {...props}
          {...more}
          value={draft[field]}
          autoComplete="off"
          className={CONTROL}
          onChange={(event) => set({ [field]: event.target.value })}
        />
      )}
    </PriceField>
  );
  return (
    <form onSubmit={save} className="flex max-w-3xl flex-col gap-4 py-2" noValidate>
      <fieldset className="flex flex-wrap gap-x-6 gap-y-2">
        <legend className="sr-only">What is set</legend>
        {KINDS.map(({ kind, label }) => (
          <label key={kind} className="flex items-center gap-2">
            <input
              type="radio"
              name="kind"
              checked={draft.kind === kind}
              onChange={() => set({ kind, amount: '' })}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <PriceScopeFields draft={draft} scopes={scopes} wrong={wrong} onChange={set} />
        {draft.kind === 'price'
          ? text('amount', `USD per ${unit}`, 'In full, such as 0.0000166667', { inputMode: 'decimal' })
          : text(
              'amount',
              'Percent off',
              '12 for a bill that is 12% lower; on top of imported and list prices',
              {
                inputMode: 'decimal',
              },
            )}
        {draft.kind === 'price' && OWN_CLUSTERS.includes(scope?.provider ?? '') && (
          <NodePriceFields onPrice={(amount) => set({ amount })} />
        )}
        {text('from', 'First day', 'In UTC; empty: always', { type: 'date' })}
        {text('to', 'Ends before', 'The first day to which it no longer applies', { type: 'date' })}
        {text('source', 'Because of', 'Shown with every figure that it affects: a contract, a savings plan', {
          maxLength: 200,
        })}
      </div>
      {draft.tiers.length > 0 && draft.kind === 'price' && (
        <p className="text-muted">It has {draft.tiers.length} tiers, which stay while the price stays.</p>
      )}
      <p className="text-muted">
        It counts for what arrives from now on and for estimates; what is stored keeps the price it had.
      </p>
      <Refusal text={refused} />
      <FormActions
        thing={draft.kind}
        isNew={priceId === null}
        busy={busy}
        onCancel={leave}
        onDelete={() => void run(() => changeApi<void>('DELETE', path).then(leave))}
      />
    </form>
  );
}
