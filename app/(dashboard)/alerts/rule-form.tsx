'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import type { Choice } from '@/app/_components/filters/filters';
import { CONTROL } from '@/app/_components/ui/controls';
import type { RuleInput, Severity } from '@/core/settings/settings';
import { changeApi } from './change-api';
import { Field, Refusal } from './field';
import { FormActions } from './form-actions';
import { fromOption, toOption } from './option-value';
import { useChange } from './use-change';

const SEVERITIES: readonly Severity[] = ['info', 'warning', 'critical'];

interface RuleFormProps {
  /** The rule to change, or null for a new one. */
  readonly ruleId: string | null;
  readonly initial: RuleInput;
  readonly functions: readonly Choice[];
  readonly environments: readonly string[];
  readonly channels: readonly Choice[];
}

/** Makes or changes a rule. Percentages are typed as percent and sent as shares. */
export function RuleForm({ ruleId, initial, functions, environments, channels }: RuleFormProps) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const [rule, setRule] = useState(initial);
  const set = (change: Partial<RuleInput>) => setRule((before) => ({ ...before, ...change }));
  const path = ruleId === null ? '/alerts/rules' : `/alerts/rules/${ruleId}`;
  const leave = () => {
    router.push('/alerts');
    router.refresh();
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      await changeApi(ruleId === null ? 'POST' : 'PUT', path, rule);
      leave();
    });
  };
  return (
    <form onSubmit={save} className="flex max-w-2xl flex-col gap-4 py-2">
      <Field label="Name">
        {(id) => (
          <input
            id={id}
            required
            maxLength={120}
            value={rule.name}
            className={CONTROL}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Function" help="Every function is watched on its own.">
          {(id) => (
            <Select
              id={id}
              value={rule.functionId}
              any="Every function"
              choices={functions}
              onChange={(functionId) => set({ functionId })}
            />
          )}
        </Field>
        <Field label="Environment">
          {(id) => (
            <Select
              id={id}
              value={rule.environment}
              any="Any environment"
              choices={environments.map((name) => ({ value: name, label: name === '' ? '(unnamed)' : name }))}
              onChange={(environment) => set({ environment })}
            />
          )}
        </Field>
        <Share
          label="Fires above (% of invocations failing)"
          value={rule.threshold}
          onChange={(threshold) => set({ threshold })}
        />
        <Share
          label="Recovers at or below (%)"
          value={rule.recoveryThreshold}
          onChange={(recoveryThreshold) => set({ recoveryThreshold })}
        />
        <Field label="Over the last (minutes)">
          {(id) => (
            <input
              id={id}
              type="number"
              required
              min={1}
              max={1440}
              value={rule.windowMinutes}
              className={CONTROL}
              onChange={(event) => set({ windowMinutes: event.target.valueAsNumber })}
            />
          )}
        </Field>
        <Field label="With at least (invocations)" help="Fewer never fire: one failure of two says little.">
          {(id) => (
            <input
              id={id}
              type="number"
              required
              min={1}
              value={rule.minInvocations}
              className={CONTROL}
              onChange={(event) => set({ minInvocations: event.target.valueAsNumber })}
            />
          )}
        </Field>
        <Field label="Severity">
          {(id) => (
            <select
              id={id}
              value={rule.severity}
              className={CONTROL}
              onChange={(event) => set({ severity: event.target.value as Severity })}
            >
              {SEVERITIES.map((severity) => (
                <option key={severity}>{severity}</option>
              ))}
            </select>
          )}
        </Field>
        <Field
          label="Channel"
          help={channels.length === 0 ? 'There is no channel yet: incidents are shown here only.' : undefined}
        >
          {(id) => (
            <Select
              id={id}
              value={rule.channelId}
              any="None: only show incidents here"
              choices={channels}
              onChange={(channelId) => set({ channelId })}
            />
          )}
        </Field>
      </div>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={rule.enabled}
          onChange={(event) => set({ enabled: event.target.checked })}
        />
        Enabled
      </label>
      <Refusal text={refused} />
      <FormActions
        thing="rule"
        isNew={ruleId === null}
        busy={busy}
        onCancel={leave}
        onDelete={() => void run(() => changeApi<void>('DELETE', path).then(leave))}
      />
    </form>
  );
}

function Select({
  id,
  value,
  any,
  choices,
  onChange,
}: {
  readonly id: string;
  readonly value: string | null;
  readonly any: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string | null) => void;
}) {
  return (
    <select
      id={id}
      value={toOption(value)}
      className={`${CONTROL} min-w-0 truncate`}
      onChange={(event) => onChange(fromOption(event.target.value))}
    >
      <option value={toOption(null)}>{any}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={toOption(choice.value)}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

function Share({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly onChange: (share: number) => void;
}) {
  return (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          type="number"
          required
          min={0}
          max={100}
          step="any"
          defaultValue={Number((value * 100).toPrecision(6))}
          className={CONTROL}
          onChange={(event) => onChange(event.target.valueAsNumber / 100)}
        />
      )}
    </Field>
  );
}
