'use client';

import { LONGEST_KEY } from '@/core/model/attributes';
import { CONTROL } from '../ui/controls';
import { ATTRIBUTE } from '../url/filter-values';
import { useQuery } from '../url/use-query';

/** Narrows a list to an attribute that is typed as `key=value`; one at a time. */
export function AttributeFilter({ label }: { readonly label: string }) {
  const { params, change } = useQuery();
  const names = [...params.keys()].filter((name) => name.startsWith(ATTRIBUTE));
  const apply = (input: HTMLInputElement) => {
    const [, key, value] = /^\s*([^=\s]+)\s*=\s*(.*\S)\s*$/.exec(input.value) ?? [];
    const isRead = key !== undefined && value !== undefined && key.length <= LONGEST_KEY;
    input.setCustomValidity(
      isRead || input.value.trim() === '' ? '' : 'Must be key=value, as http.route=/pay',
    );
    if (!isRead) return;
    change({ ...Object.fromEntries(names.map((name) => [name, null])), [`${ATTRIBUTE}${key}`]: value });
  };
  return (
    <input
      key={names.join()}
      type="search"
      maxLength={700}
      aria-label={label}
      placeholder="http.route=/pay"
      autoComplete="off"
      spellCheck={false}
      className={`${CONTROL} w-40 min-w-0`}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        apply(event.currentTarget);
        event.currentTarget.reportValidity();
      }}
      onChange={(event) => event.currentTarget.setCustomValidity('')}
      onBlur={(event) => apply(event.currentTarget)}
    />
  );
}
