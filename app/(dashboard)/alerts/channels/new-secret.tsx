import { Callout } from '@/app/_components/ui/callout';
import { BUTTON } from '@/app/_components/ui/controls';
import { CopyButton } from '@/app/_components/ui/copy-button';

/** Shows a signing secret this once. */
export function NewSecret({ secret, onDone }: { readonly secret: string; readonly onDone: () => void }) {
  return (
    <div className="flex max-w-2xl flex-col gap-4 py-2">
      <Callout title="Signing secret" tone="info">
        Keep it now: it is not shown again. The receiver verifies each message with it, after the Standard
        Webhooks rules.
      </Callout>
      <div className="flex min-w-0 items-center gap-2">
        <code data-testid="secret" className="min-w-0 break-all rounded bg-sunken px-2 py-1 font-mono">
          {secret}
        </code>
        <CopyButton text={secret} />
      </div>
      <div>
        <button type="button" className={BUTTON} onClick={onDone}>
          Done
        </button>
      </div>
    </div>
  );
}
