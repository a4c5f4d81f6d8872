'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import type { Choice } from '@/app/_components/filters/filters';
import { CONTROL } from '@/app/_components/ui/controls';
import { Field, Refusal } from '@/app/_components/ui/field';
import { FormActions } from '@/app/_components/ui/form-actions';
import type { RuleInput, Severity } from '@/core/settings/settings';
import { describeRule } from './describe-rule';
import { fromOption, toOption } from './option-value';
import { PointFields, ThresholdFields, Whole } from './rule-numbers';

const SEVERITIES: readonly Severity[] = ['info', 'warning', 'critical'];

interface RuleFormProps {
  /** The rule to change, or null for a new one. */
  readonly ruleId: string | null;
  readonly initial: RuleInput;
  readonly functions: readonly Choice[];
  readonly environments: readonly string[];
  readonly channels: readonly Choice[];
}

/** Makes or changes a rule. Conditions other than a threshold are shown, and changed through the API or a file. */
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
              value={rule.filter.functionId}
              any="Every function"
              choices={functions}
              onChange={(functionId) => set({ filter: { ...rule.filter, functionId } })}
            />
          )}
        </Field>
        <Field label="Environment">
          {(id) => (
            <Select
              id={id}
              value={rule.filter.environment}
              any="Any environment"
              choices={environments.map((name) => ({ value: name, label: name === '' ? '(unnamed)' : name }))}
              onChange={(environment) => set({ filter: { ...rule.filter, environment } })}
            />
          )}
        </Field>
        {rule.condition.kind === 'threshold' ? (
          <ThresholdFields
            figure={rule.figure}
            condition={rule.condition}
            onChange={(condition) => set({ condition })}
          />
        ) : (
          <p className="text-muted sm:col-span-2">{describeRule(rule)}</p>
        )}
        <Whole
          label="Over the last (minutes)"
          min={1}
          value={rule.windowMinutes}
          onChange={(windowMinutes) => set({ windowMinutes })}
        />
        <Whole
          label="With at least (invocations)"
          help="Fewer never fire: one failure of two says little."
          min={0}
          value={rule.minSamples}
          onChange={(minSamples) => set({ minSamples })}
        />
        <PointFields points={rule.points} onChange={(points) => set({ points })} />
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
