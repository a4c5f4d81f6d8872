'use client';

import type { ReactNode } from 'react';
import { FoldWhenNarrow } from '../ui/fold-when-narrow';
import { useQuery } from '../url/use-query';

/** Filters in a row; a phone folds them behind a button that says how many of them are set. */
export function FilterFold({
  names,
  children,
}: {
  /** Of those in it. */
  readonly names: readonly string[];
  readonly children: ReactNode;
}) {
  const { params } = useQuery();
  const set = names.filter((name) => params.get(name)).length;
  return (
    <FoldWhenNarrow on="phone" label={set === 0 ? 'filters' : `filters, ${set} set`}>
      {children}
    </FoldWhenNarrow>
  );
}
