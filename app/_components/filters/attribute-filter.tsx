'use client';

import { CONTROL } from '../ui/controls';
import { useQuery } from '../url/use-query';

/** Narrows a list to an attribute that is typed as `key=value`; one at a time. */
export function AttributeFilter({ label }: { readonly label: string }) {
  const { params, change } = useQuery();
  const names = [...params.keys()].filter((name) => name.startsWith('attribute.'));
  const apply = (input: HTMLInputElement) => {
    const [, key, value] = /^\s*([^=\s]+)\s*=\s*(.*\S)\s*$/.exec(input.value) ?? [];
    if (key === undefined || value === undefined) return;
    change({ ...Object.fromEntries(names.map((name) => [name, null])), [`attribute.${key}`]: value });
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
        if (event.key === 'Enter') apply(event.currentTarget);
      }}
      onBlur={(event) => apply(event.currentTarget)}
    />
  );
}
