'use client';

import { type FormEvent, type ReactNode, useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import type { Choice } from '@/app/_components/filters/filters';
import { Card } from '@/app/_components/ui/card';
import { Refusal } from '@/app/_components/ui/field';
import { FormActions } from '@/app/_components/ui/form-actions';
import { useLeave } from '@/app/_components/url/use-leave';
import type { RuleInput } from '@/core/settings/settings';
import { BacktestPanel } from './backtest-panel';
import { ConditionFields } from './condition-fields';
import { ProblemContext, readProblem } from './problem';
import { QuietFields } from './quiet-fields';
import { ChoiceField, LineField, WordField } from './rule-field';
import { type ScopeChoices, ScopeFields } from './scope-fields';
import { TimingFields } from './timing-fields';
import { useBacktest } from './use-backtest';

const SEVERITIES = { info: 'info', warning: 'warning', critical: 'critical' } as const;
const DAYS = 30;

interface RuleFormProps extends ScopeChoices {
  /** The rule to change, or null for a new one. */
  readonly ruleId: string | null;
  readonly initial: RuleInput;
  readonly channels: readonly Choice[];
  /** Other rules, by key. */
  readonly otherRules: readonly Choice[];
}

/** Makes or changes a rule; beside it is what the rule would have done. */
export function RuleForm({ ruleId, initial, channels, otherRules, ...choices }: RuleFormProps) {
  const leaveTo = useLeave();
  const { busy, refused, run } = useChange();
  const [rule, setRule] = useState(initial);
  const [days, setDays] = useState(DAYS);
  const backtest = useBacktest(rule, days);
  const set = (change: Partial<RuleInput>) => setRule((before) => ({ ...before, ...change }));
  const path = ruleId === null ? '/alerts/rules' : `/alerts/rules/${ruleId}`;
  const save = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      const { id } = await changeApi<{ id: string }>(ruleId === null ? 'POST' : 'PUT', path, rule);
      leaveTo(`/alerts/rules/${id}`);
    });
  };
  const problem = readProblem(refused ?? backtest.refused ?? '');
  return (
    <ProblemContext value={problem}>
      <form onSubmit={save} noValidate className="grid items-start gap-4 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Section title="What is watched">
            <div className="sm:col-span-2">
              <LineField
                path="name"
                label="Name"
                value={rule.name}
                onChange={(name) => set({ name: name ?? '' })}
              />
            </div>
            <ScopeFields rule={rule} choices={choices} onChange={setRule} />
          </Section>
          <Section title="When it fires">
            <ConditionFields rule={rule} otherRules={otherRules} onChange={setRule} />
            <TimingFields rule={rule} onChange={set} />
          </Section>
          <Section title="Who is told">
            <WordField
              path="severity"
              label="Severity"
              words={SEVERITIES}
              value={rule.severity}
              onChange={(severity) => set({ severity })}
            />
            <ChoiceField
              path="channelId"
              label="Channel"
              any="None: only show incidents here"
              {...(channels.length === 0
                ? { help: 'There is no channel yet: incidents are shown here only.' }
                : {})}
              choices={channels}
              value={rule.channelId}
              onChange={(channelId) => set({ channelId })}
            />
            <div className="sm:col-span-2">
              <LineField
                path="runbookUrl"
                label="Runbook"
                type="url"
                placeholder="https://"
                help="What to do: each message and the incident link to it."
                value={rule.runbookUrl}
                onChange={(runbookUrl) => set({ runbookUrl })}
              />
            </div>
          </Section>
          <Section title="When it is quiet">
            <QuietFields rule={rule} otherRules={otherRules} onChange={set} />
          </Section>
          <label className="flex items-center gap-2 px-1">
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
            onCancel={() => leaveTo(ruleId === null ? '/alerts' : path)}
            onDelete={() => void run(() => changeApi<void>('DELETE', path).then(() => leaveTo('/alerts')))}
          />
        </div>
        <div className="min-w-0 max-xl:-order-1 xl:sticky xl:top-16">
          <BacktestPanel rule={rule} backtest={backtest} days={days} onDays={setDays} onChange={setRule} />
        </div>
      </form>
    </ProblemContext>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Card title={title}>
      <div className="grid gap-4 pt-1 sm:grid-cols-2">{children}</div>
    </Card>
  );
}
