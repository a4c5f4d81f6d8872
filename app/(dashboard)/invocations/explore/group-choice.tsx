'use client';

import { useState } from 'react';
import { LONGEST_KEY } from '@/core/model/attributes';
import { CONTROL } from '../../../_components/ui/controls';
import { useQuery } from '../../../_components/url/use-query';

/** The choice to type a key; no key is only a space. */
const OTHER = ' ';

/** By what the list is grouped: a field, a promoted attribute, any other one that is typed, or nothing. */
export function GroupChoice({
  fields,
  attributes,
}: {
  readonly fields: readonly { readonly value: string; readonly label: string }[];
  readonly attributes: readonly string[];
}) {
  const { params, change } = useQuery();
  const [isTyping, setTyping] = useState(false);
  const value = params.get('groupBy') ?? '';
  const isField = fields.some((field) => field.value === value);
  const keys = value === '' || isField || attributes.includes(value) ? attributes : [...attributes, value];
  const apply = (typed: string) => {
    setTyping(false);
    if (typed.trim() !== '') change({ groupBy: typed.trim(), budgetMs: null });
  };
  return (
    <>
      <select
        aria-label="Group by"
        value={isTyping ? OTHER : value}
        className={`${CONTROL} w-36 ${value === '' ? '' : 'border-brand text-brand-strong'}`}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          setTyping(chosen === OTHER);
          if (chosen !== OTHER) change({ groupBy: chosen || null, budgetMs: null });
        }}
      >
        <option value="">Not grouped</option>
        <optgroup label="Group by">
          {fields.map((field) => (
            <option key={field.value} value={field.value}>
              {field.label}
            </option>
          ))}
        </optgroup>
        <optgroup label="By attribute">
          {keys.map((key) => (
            <option key={key} value={key}>
              {key}
            </option>
          ))}
          <option value={OTHER}>Another attribute…</option>
        </optgroup>
      </select>
      {isTyping && (
        <input
          ref={(input) => input?.focus()}
          maxLength={LONGEST_KEY}
          aria-label="Attribute to group by"
          placeholder="http.route"
          autoComplete="off"
          spellCheck={false}
          className={`${CONTROL} w-40 min-w-0`}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.value = '';
            if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
          }}
          onBlur={(event) => apply(event.currentTarget.value)}
        />
      )}
    </>
  );
}
