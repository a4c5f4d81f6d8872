import { Callout } from './callout';
import { BUTTON } from './controls';
import { CopyButton } from './copy-button';

/** A secret or a link that is shown only once. */
export function ShownOnce({
  title,
  text,
  children,
  onDone,
}: {
  readonly title: string;
  readonly text: string;
  readonly children: string;
  readonly onDone: () => void;
}) {
  return (
    <div className="flex max-w-2xl flex-col gap-3">
      <Callout title={title} tone="info">
        {children}
      </Callout>
      <div className="flex min-w-0 items-center gap-2">
        <code data-testid="shown-once" className="min-w-0 break-all rounded bg-sunken px-2 py-1 font-mono">
          {text}
        </code>
        <CopyButton text={text} />
      </div>
      <div>
        <button type="button" className={BUTTON} onClick={onDone}>
          Done
        </button>
      </div>
    </div>
  );
}
