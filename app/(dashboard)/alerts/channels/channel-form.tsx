'use client';

import { type FormEvent, useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { CONTROL } from '@/app/_components/ui/controls';
import { Field, Refusal } from '@/app/_components/ui/field';
import { FormActions } from '@/app/_components/ui/form-actions';
import { useLeave } from '@/app/_components/url/use-leave';
import type { ChannelFormView } from '@/app/_queries/channels';
import type { Channel } from '@/core/settings/settings';
import { ChannelField } from './channel-field';
import { ChannelOptions } from './channel-options';
import { type ChannelValues, initialValues, toInput } from './channel-values';
import { SigningSecret } from './signing-secret';

/** Makes or changes a channel of one kind; a new one's signing secret, if it has one, is shown once. */
export function ChannelForm({
  channel,
  form,
}: {
  /** The channel to change, or null for a new one. */
  readonly channel: Channel | null;
  readonly form: ChannelFormView;
}) {
  const leaveTo = useLeave();
  const { busy, refused, run } = useChange();
  const [values, setValues] = useState(() => initialValues(form.kind, channel));
  // Who makes the first channel waits for what nobody was told of.
  const [forRules, setForRules] = useState(form.fallbacks.length === 0);
  const [secret, setSecret] = useState<string | null>(null);
  const set = (change: Partial<ChannelValues>) => setValues((before) => ({ ...before, ...change }));
  const path = channel === null ? '/alerts/channels' : `/alerts/channels/${channel.id}`;
  const leave = () => leaveTo('/alerts');
  const save = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const method = channel === null ? 'POST' : 'PUT';
      const input = toInput(form.kind, values);
      const made = await changeApi<{ secret?: string | null }>(
        method,
        path,
        channel === null ? { ...input, forRulesWithoutChannel: forRules } : input,
      );
      if (made.secret === undefined || made.secret === null) leave();
      else setSecret(made.secret);
    });
  };
  if (secret !== null) return <SigningSecret secret={secret} onDone={leave} />;
  return (
    <form onSubmit={save} className="flex max-w-2xl flex-col gap-4 py-2">
      <p className="text-muted">{form.kind.about}</p>
      <Field label="Name">
        {(id) => (
          <input
            id={id}
            required
            maxLength={120}
            value={values.name}
            className={CONTROL}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      {form.kind.fields.map((field) => (
        <ChannelField
          key={field.name}
          field={field}
          value={values.fields[field.name] ?? field.initial}
          isKept={channel?.secretsSet.includes(field.name) ?? false}
          onChange={(value) => set({ fields: { ...values.fields, [field.name]: value } })}
        />
      ))}
      <ChannelOptions form={form} values={values} onChange={set} />
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={values.enabled}
          onChange={(event) => set({ enabled: event.target.checked })}
        />
        Enabled
      </label>
      {channel === null && form.rulesWithoutChannel > 0 && (
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={forRules} onChange={(event) => setForRules(event.target.checked)} />
          {rulesText(form.rulesWithoutChannel)}
        </label>
      )}
      <Refusal text={refused} />
      <FormActions
        thing="channel"
        isNew={channel === null}
        busy={busy}
        onCancel={leave}
        onDelete={() => void run(() => changeApi<void>('DELETE', path).then(leave))}
      />
    </form>
  );
}

function rulesText(count: number): string {
  return `For ${count === 1 ? 'the rule that has' : `all ${count} rules that have`} no channel yet`;
}
