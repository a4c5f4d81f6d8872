'use client';

import type { ReactNode } from 'react';
import { FoldWhenNarrow } from '../ui/fold-when-narrow';
import { useQuery } from '../url/use-query';

/** A row of filters; on a phone they fold behind a button that says how many of them are set. */
export function FilterFold({
  names,
  children,
}: {
  /** How many of the filters in it are set. */
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
