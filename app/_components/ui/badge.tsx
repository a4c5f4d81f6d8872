'use client';

import { Badge as TremorBadge } from '@tremor/react';
import type { ReactNode } from 'react';

const COLORS = {
  neutral: 'slate',
  good: 'emerald',
  bad: 'red',
  warn: 'amber',
  cold: 'sky',
  brand: 'brand',
} as const;

export type Tone = keyof typeof COLORS;

/** A short fact in a coloured frame; the text alone must carry the meaning. */
export function Badge({
  tone = 'neutral',
  title,
  children,
}: {
  readonly tone?: Tone;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  const tooltip = title === undefined ? {} : { title };
  return (
    // Sets its own text colour instead of inheriting one.
    <TremorBadge color={COLORS[tone]} size="xs" className="px-1.5 py-0 text-body font-medium" {...tooltip}>
      {children}
    </TremorBadge>
  );
}
