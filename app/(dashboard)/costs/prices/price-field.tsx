import { type ReactNode, useId } from 'react';

interface ControlProps {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string;
}

/** A labelled control that says under itself what it is for, or what is wrong with it. */
export function PriceField({
  label,
  help,
  wrong,
  children,
}: {
  readonly label: string;
  readonly help: string;
  readonly wrong: string | null;
  readonly children: (props: ControlProps) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium text-ink">
        {label}
      </label>
      {children({ id, 'aria-invalid': wrong !== null, 'aria-describedby': `${id}-help` })}
      <p id={`${id}-help`} className={`text-tremor-label ${wrong === null ? 'text-muted' : 'text-bad'}`}>
        {wrong ?? help}
      </p>
    </div>
  );
}
