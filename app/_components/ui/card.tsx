import { Card as TremorCard } from '@tremor/react';
import type { ReactNode } from 'react';

interface CardProps {
  readonly title?: ReactNode;
  /** Right of the title: a legend, a link. */
  readonly aside?: ReactNode;
  /** Without inner padding, for tables that reach the edges. */
  readonly flush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A surface with an optional heading. */
export function Card({ title, aside, flush = false, className = '', children }: CardProps) {
  return (
    <TremorCard className={`min-w-0 p-0 ${className}`}>
      {(title !== undefined || aside !== undefined) && (
        <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 pt-2.5 pb-1.5">
          {title !== undefined && <h2 className="min-w-0 break-words font-medium text-ink">{title}</h2>}
          {aside}
        </div>
      )}
      <div className={flush ? '' : 'px-4 pb-4'}>{children}</div>
    </TremorCard>
  );
}
