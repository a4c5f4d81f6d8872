'use client';

import { useEffect, useState } from 'react';
import { Card } from '@/app/_components/ui/card';
import { CONTROL } from '@/app/_components/ui/controls';
import { Skeleton } from '@/app/_components/ui/skeleton';
import type { ProductView } from '@/core/pricing/catalog';
import { type Draft, draftParams, draftRequest, newDraft, productKey } from './draft';
import { EstimateResult } from './estimate-result';
import { Labelled } from './input-field';
import { ProductFields } from './product-fields';
import { useEstimate } from './use-estimate';

/** Product first, then what it bills by; the result follows every key, and the URL names it all. */
export function Calculator({
  products,
  initial,
}: {
  readonly products: readonly ProductView[];
  readonly initial: Draft;
}) {
  const [draft, setDraft] = useState(initial);
  const product = products.find((one) => productKey(one) === productKey(draft));
  const { estimate, refused } = useEstimate(draftRequest(draft, product?.inputs ?? []));
  const query = draftParams(draft).toString();
  useEffect(() => window.history.replaceState(null, '', `?${query}`), [query]);

  const choose = (key: string) => {
    const chosen = products.find((one) => productKey(one) === key);
    if (chosen) setDraft((before) => newDraft(chosen, before));
  };
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,24rem)_minmax(0,1fr)]">
      <Card title="A month of use">
        <form className="flex flex-col gap-4" onSubmit={(event) => event.preventDefault()}>
          <Labelled label="Product">
            {(id) => (
              <select
                id={id}
                value={productKey(draft)}
                className={CONTROL}
                onChange={(event) => choose(event.target.value)}
              >
                {products.map((one) => (
                  <option key={productKey(one)} value={productKey(one)}>
                    {one.title}
                  </option>
                ))}
              </select>
            )}
          </Labelled>
          {product && <ProductFields product={product} draft={draft} onChange={change} />}
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={draft.freeTier}
              onChange={(event) => change({ freeTier: event.target.checked })}
            />
            Subtract the free allowance of an account
          </label>
        </form>
      </Card>
      <Card title="What it costs" flush>
        <div aria-live="polite">
          {refused !== null && <p className="px-4 pb-4 text-bad">{refused}</p>}
          {estimate !== null && <EstimateResult estimate={estimate} />}
          {refused === null && estimate === null && <Skeleton className="mx-4 mb-4 h-40" />}
        </div>
      </Card>
    </div>
  );
}
