'use client';

import { CONTROL } from '../../../_components/ui/controls';
import { useQuery } from '../../../_components/url/use-query';

/** By what the list is grouped: a field, a promoted attribute, or nothing. */
export function GroupChoice({
  fields,
  attributes,
}: {
  readonly fields: readonly { readonly value: string; readonly label: string }[];
  readonly attributes: readonly string[];
}) {
  const { params, change } = useQuery();
  const value = params.get('groupBy') ?? '';
  return (
    <select
      aria-label="Group by"
      value={value}
      className={`${CONTROL} max-w-48 ${value === '' ? '' : 'border-brand text-brand-strong'}`}
      onChange={(event) => change({ groupBy: event.currentTarget.value || null })}
    >
      <option value="">Not grouped</option>
      <optgroup label="Group by">
        {fields.map((field) => (
          <option key={field.value} value={field.value}>
            {field.label}
          </option>
        ))}
      </optgroup>
      {attributes.length > 0 && (
        <optgroup label="By attribute">
          {attributes.map((key) => (
            <option key={key} value={key}>
              {key}
            </option>
          ))}
        </optgroup>
      )}
    </select>
  );
}
