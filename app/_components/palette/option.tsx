import type { Command } from './commands';

/** A line of the palette. The focus stays in the field, whose keys choose. */
export function Option({
  id,
  command,
  isChosen,
  onPoint,
  onRun,
}: {
  readonly id: string;
  readonly command: Command;
  readonly isChosen: boolean;
  readonly onPoint: () => void;
  readonly onRun: () => void;
}) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      onPointerMove={onPoint}
      onClick={onRun}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onRun();
      }}
      className={`flex cursor-pointer items-baseline gap-3 px-4 py-2 ${isChosen ? 'bg-brand-soft text-brand-strong' : ''}`}
    >
      <span className="min-w-0 truncate font-medium [unicode-bidi:isolate]">{command.title}</span>
      <span className="ml-auto min-w-0 shrink-0 truncate text-muted text-tremor-label max-sm:max-w-40 [unicode-bidi:isolate]">
        {command.note}
      </span>
    </div>
  );
}
