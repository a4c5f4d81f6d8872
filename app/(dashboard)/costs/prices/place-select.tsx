'use client';

import { CONTROL } from '@/app/_components/ui/controls';
import { useQuery } from '@/app/_components/url/use-query';
import type { PricedScope } from '@/core/pricing/prices-in-force';
import { type PricedPlace, scopeKey } from './priced-place';

/** Chooses the product and the region whose prices are shown; both are in the URL. */
export function PlaceSelect({
  scopes,
  place,
}: {
  readonly scopes: readonly PricedScope[];
  readonly place: PricedPlace;
}) {
  const { change } = useQuery();
  const { regions } = place.scope;
  return (
    <div className="flex min-w-0 flex-wrap gap-2">
      <select
        aria-label="Product"
        value={scopeKey(place.scope)}
        className={`${CONTROL} min-w-0 max-w-56 truncate`}
        onChange={(event) => change({ product: event.currentTarget.value, region: null })}
      >
        {scopes.map((scope) => (
          <option key={scopeKey(scope)} value={scopeKey(scope)}>
            {scope.title}
          </option>
        ))}
      </select>
      {regions.length > 1 && (
        <select
          aria-label="Region"
          value={place.region ?? ''}
          className={`${CONTROL} min-w-0 max-w-44 truncate`}
          onChange={(event) => change({ region: event.currentTarget.value })}
        >
          {regions.map((region) => (
            <option key={region}>{region}</option>
          ))}
        </select>
      )}
    </div>
  );
}
