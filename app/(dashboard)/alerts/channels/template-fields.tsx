'use client';

import { useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { BUTTON, CONTROL } from '@/app/_components/ui/controls';
import { Field, Refusal } from '@/app/_components/ui/field';
import type { ChannelValues } from './channel-values';

interface Preview {
  readonly title: string;
  readonly text: string;
  readonly note: string | null;
  readonly incidentId: string | null;
}

type Texts = Pick<ChannelValues, 'titleTemplate' | 'textTemplate'>;

/** Title and text in words of one's own, tried on the newest alert. */
export function TemplateFields({
  names,
  values: { titleTemplate, textTemplate },
  onChange,
}: {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Texts;
  readonly onChange: (change: Partial<Texts>) => void;
}) {
  const { busy, refused, run } = useChange();
  const [preview, setPreview] = useState<Preview | null>(null);
  const ask = () =>
    run(async () => {
      const templates = { titleTemplate, textTemplate };
      setPreview(await changeApi<Preview>('POST', '/alerts/channels/preview', templates));
    });
  return (
    <div className="flex flex-col gap-4 pt-3 pb-1">
      <Field label="Title (optional)" help="Empty for the default, such as FIRING: Error rate on checkout.">
        {(id) => (
          <input
            id={id}
            maxLength={4000}
            placeholder="{{title}}"
            value={titleTemplate}
            className={`${CONTROL} font-mono`}
            onChange={(event) => onChange({ titleTemplate: event.target.value })}
          />
        )}
      </Field>
      <Field label="Text (optional)" help={<Names names={names} />}>
        {(id) => (
          <textarea
            id={id}
            maxLength={4000}
            rows={3}
            placeholder={'{{text}}\nCall the team of {{labels.team}}.'}
            value={textTemplate}
            className={`${CONTROL} h-auto py-1.5 font-mono`}
            onChange={(event) => onChange({ textTemplate: event.target.value })}
          />
        )}
      </Field>
      <div>
        <button type="button" disabled={busy} className={BUTTON} onClick={() => void ask()}>
          Preview
        </button>
      </div>
      <Refusal text={refused} />
      {preview !== null && <Shown preview={preview} />}
    </div>
  );
}

function Names({ names }: { readonly names: Readonly<Record<string, string>> }) {
  return (
    <>
      What may stand in double braces:{' '}
      {Object.entries(names).map(([name, meaning], index) => (
        <span key={name}>
          {index > 0 && ', '}
          <code title={meaning} className="font-mono">
            {name}
          </code>
        </span>
      ))}
      .
    </>
  );
}

function Shown({ preview: { title, text, note, incidentId } }: { readonly preview: Preview }) {
  return (
    <div role="status" className="flex flex-col gap-1 rounded-md bg-sunken px-3 py-2">
      <p className="font-medium text-ink">{title}</p>
      <p className="whitespace-pre-wrap break-words">{text}</p>
      <p className="text-muted text-tremor-label">
        {incidentId === null
          ? 'An invented alert: there was none yet.'
          : `The newest message, of ${incidentId}.`}
        {note !== null && ` ${note}`}
      </p>
    </div>
  );
}
