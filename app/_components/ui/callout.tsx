import { Callout as TremorCallout } from '@tremor/react';
import type { ReactNode } from 'react';

/** A notice that stays on the page. */
export function Callout({
  title,
  tone = 'warn',
  children,
}: {
  readonly title: string;
  readonly tone?: 'warn' | 'bad' | 'info';
  readonly children?: ReactNode;
}) {
  const ink = tone === 'warn' ? 'text-warn' : tone === 'bad' ? 'text-bad' : 'text-brand-strong';
  const color = tone === 'warn' ? 'amber' : tone === 'bad' ? 'red' : 'brand';
  return (
    <TremorCallout
      title={title}
      color={color}
      className={`wrap-anywhere border-l-2 py-2 [&_h4]:font-medium ${ink}`}
    >
      {children}
    </TremorCallout>
  );
}
