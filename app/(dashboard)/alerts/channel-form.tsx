'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Callout } from '@/app/_components/ui/callout';
import { BUTTON, CONTROL } from '@/app/_components/ui/controls';
import { CopyButton } from '@/app/_components/ui/copy-button';
import type { ChannelInput } from '@/core/settings/settings';
import { changeApi } from './change-api';
import { Field, Refusal } from './field';
import { FormActions } from './form-actions';
import { useChange } from './use-change';

/** Makes or changes a webhook channel; a new one's signing secret is shown once. */
export function ChannelForm({
  channelId,
  initial,
}: {
  readonly channelId: string | null;
  readonly initial: ChannelInput;
}) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const [channel, setChannel] = useState(initial);
  const [secret, setSecret] = useState<string | null>(null);
  const set = (change: Partial<ChannelInput>) => setChannel((before) => ({ ...before, ...change }));
  const path = channelId === null ? '/alerts/channels' : `/alerts/channels/${channelId}`;
  const leave = () => {
    router.push('/alerts');
    router.refresh();
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const made = await changeApi<{ secret?: string }>(channelId === null ? 'POST' : 'PUT', path, channel);
      if (made.secret === undefined) leave();
      else setSecret(made.secret);
    });
  };
  if (secret !== null) return <NewSecret secret={secret} onDone={leave} />;
  return (
    <form onSubmit={save} className="flex max-w-2xl flex-col gap-4 py-2">
      <Field label="Name">
        {(id) => (
          <input
            id={id}
            required
            maxLength={120}
            value={channel.name}
            className={CONTROL}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Webhook URL" help="Called with a signed POST for every incident that fires or resolves.">
        {(id) => (
          <input
            id={id}
            type="url"
            required
            placeholder="https://hooks.example.org/faaslens"
            value={channel.url}
            className={CONTROL}
            onChange={(event) => set({ url: event.target.value })}
          />
        )}
      </Field>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={channel.enabled}
          onChange={(event) => set({ enabled: event.target.checked })}
        />
        Enabled
      </label>
      <Refusal text={refused} />
      <FormActions
        thing="channel"
        isNew={channelId === null}
        busy={busy}
        onCancel={leave}
        onDelete={() => void run(() => changeApi<void>('DELETE', path).then(leave))}
      />
    </form>
  );
}

function NewSecret({ secret, onDone }: { readonly secret: string; readonly onDone: () => void }) {
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
