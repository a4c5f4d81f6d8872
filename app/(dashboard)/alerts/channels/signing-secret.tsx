import { ShownOnce } from '@/app/_components/ui/shown-once';

/** Shows a signing secret this once. */
export function SigningSecret({ secret, onDone }: { readonly secret: string; readonly onDone: () => void }) {
  return (
    <ShownOnce title="Signing secret" text={secret} onDone={onDone}>
      Keep it now: it is not shown again. The receiver verifies each message with it, after the Standard
      Webhooks rules.
    </ShownOnce>
  );
}
