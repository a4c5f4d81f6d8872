'use client';

import { useId } from 'react';
import { CONTROL } from '../ui/controls';
import { ATTRIBUTE } from '../url/filter-values';
import { useQuery } from '../url/use-query';
import { readTypedAttribute, typedAttributeProblem } from './typed-attribute';

/** Filters a list by an attribute typed as `key=value`. */
export function AttributeFilter({
  label,
  keys,
}: {
  readonly label: string;
  /** The only attributes that filter the list, several at once; if absent, any attribute does, one at a time. */
  readonly keys?: readonly string[];
}) {
  const { params, change } = useQuery();
  const list = useId();
  const set = [...params].filter(([name]) => name.startsWith(ATTRIBUTE));
  const apply = (input: HTMLInputElement) => {
    const problem = typedAttributeProblem(input.value, keys);
    input.setCustomValidity(problem);
    const read = readTypedAttribute(input.value);
    if (read === null || problem !== '') return;
    const others = keys === undefined ? set.map(([name]) => [name, null] as const) : [];
    change({ ...Object.fromEntries(others), [`${ATTRIBUTE}${read.key}`]: read.value });
  };
  return (
    <>
      <input
        key={set.join()}
        type="search"
        maxLength={700}
        aria-label={label}
        placeholder={`${keys?.[0] ?? 'http.route'}=${keys === undefined ? '/pay' : '…'}`}
        list={keys === undefined ? undefined : list}
        autoComplete="off"
        spellCheck={false}
        className={`${CONTROL} w-40 min-w-0 invalid:border-bad`}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          apply(event.currentTarget);
          event.currentTarget.reportValidity();
        }}
        onChange={(event) => event.currentTarget.setCustomValidity('')}
        onBlur={(event) => apply(event.currentTarget)}
      />
      {keys !== undefined && (
        <datalist id={list}>
          {keys.map((key) => (
            <option key={key} value={`${key}=`} />
          ))}
        </datalist>
      )}
    </>
  );
}
