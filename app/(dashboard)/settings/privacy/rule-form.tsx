'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { CONTROL, PRIMARY_BUTTON } from '@/app/_components/ui/controls';
import { Field, Refusal } from '@/app/_components/ui/field';
import { type RuleDraft, useTried } from './use-tried';

const EXAMPLE =
  '{"http.request.header.authorization": "Bearer abc", "customer": "cust-1234", "note": "card 4111 1111 1111 1111"}';
const NEW: RuleDraft = { name: '', kind: 'pattern', match: '' };

/** An example that is redacted while it is typed, and a rule that is tried on it before it is added. */
export function RuleForm({ mayChange }: { readonly mayChange: boolean }) {
  const router = useRouter();
  const [input, setInput] = useState(EXAMPLE);
  const [draft, setDraft] = useState(NEW);
  const { busy, refused, run } = useChange();
  const isGiven = draft.match !== '';
  const result = useTried(input, isGiven ? { ...draft, name: draft.name || 'new rule' } : null);

  const add = () =>
    run(async () => {
      await changeApi('POST', '/privacy/redaction/rules', draft);
      setDraft(NEW);
      router.refresh();
    });

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <div className="grid gap-4 lg:grid-cols-2">
        <Field
          label="Example"
          help="A JSON object is read as attributes, anything else as text. Nothing is stored."
        >
          {(id) => (
            <textarea
              id={id}
              rows={7}
              maxLength={20_000}
              value={input}
              onChange={(event) => setInput(event.target.value)}
              className={`${CONTROL} h-auto py-1.5 font-mono text-tremor-label`}
            />
          )}
        </Field>
        <Field label="What would be stored" help={foundText(result.tried?.found ?? [])}>
          {(id) => (
            <output
              id={id}
              className="block min-h-[7.85rem] whitespace-pre-wrap break-all rounded-md border border-line bg-hover px-2 py-1.5 font-mono text-body text-tremor-label"
            >
              {result.tried?.output ?? ''}
            </output>
          )}
        </Field>
      </div>
      {mayChange && (
        <div className="grid gap-4 sm:grid-cols-[12rem_12rem_1fr]">
          <Field label="Name" help="Replaces what was found.">
            {(id) => (
              <input
                id={id}
                required
                maxLength={40}
                value={draft.name}
                onChange={(event) => setDraft({ ...draft, name: event.target.value })}
                className={CONTROL}
              />
            )}
          </Field>
          <Field label="Looks at">
            {(id) => (
              <select
                id={id}
                value={draft.kind}
                onChange={(event) =>
                  setDraft({ ...draft, kind: event.target.value === 'key' ? 'key' : 'pattern' })
                }
                className={CONTROL}
              >
                <option value="pattern">texts</option>
                <option value="key">attribute keys</option>
              </select>
            )}
          </Field>
          <Field
            label={draft.kind === 'key' ? 'Key' : 'Pattern'}
            help={
              draft.kind === 'key'
                ? 'A key; * stands for any characters. The whole value is removed.'
                : 'A regular expression in RE2 syntax, which always takes linear time. Only what it matches is removed.'
            }
          >
            {(id) => (
              <input
                id={id}
                required
                maxLength={500}
                spellCheck={false}
                placeholder={draft.kind === 'key' ? 'user.*' : 'cust-[0-9]{4}'}
                value={draft.match}
                onChange={(event) => setDraft({ ...draft, match: event.target.value })}
                className={`${CONTROL} font-mono`}
              />
            )}
          </Field>
        </div>
      )}
      <Refusal text={refused ?? result.refused} />
      {mayChange && (
        <div>
          <button type="submit" disabled={busy} className={PRIMARY_BUTTON}>
            Add rule
          </button>
        </div>
      )}
    </form>
  );
}

function foundText(found: readonly { readonly by: string; readonly values: number }[]): string {
  if (found.length === 0) return 'Nothing is taken out.';
  return `Taken out: ${found.map(({ by, values }) => `${by} (${values})`).join(', ')}.`;
}
