import { type ReactNode, useId } from 'react';

/** A labelled form control with a line of help under it; the control takes the id it is given. */
export function Field({
  label,
  help,
  children,
}: {
  readonly label: string;
  readonly help?: ReactNode;
  readonly children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium text-ink">
        {label}
      </label>
      {children(id)}
      {help !== undefined && <p className="text-muted text-tremor-label">{help}</p>}
    </div>
  );
}

/** Why a change was refused; announced at once by screen readers. */
export function Refusal({ text }: { readonly text: string | null }) {
  return (
    <div
      role="alert"
      className={text === null ? 'hidden' : 'rounded-md border border-bad px-3 py-2 text-bad'}
    >
      {text}
    </div>
  );
}
