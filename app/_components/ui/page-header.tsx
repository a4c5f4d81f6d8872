import type { ReactNode } from 'react';

/** The title of a screen with what belongs beside it. */
export function PageHeader({
  title,
  note,
  children,
}: {
  readonly title: ReactNode;
  readonly note?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <header className="flex min-h-8 flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
        <h1 className="min-w-0 break-words font-semibold text-[1.0625rem] text-ink leading-6">{title}</h1>
        {note !== undefined && <p className="wrap-anywhere min-w-0 text-muted">{note}</p>}
      </div>
      {children}
    </header>
  );
}
