import type { ReactNode } from 'react';
import { MORE_LINK } from '@/app/_components/ui/controls';
import { Time } from '@/app/_components/ui/time';
import type { Rule } from '@/core/settings/settings';
import { describeNarrowing } from '../../describe-rule';
import { groupingWords, MISSING, SEVERITIES } from '../../rule-words';

/** What the rule watches, how it tells people, and when it does not. */
export function RuleFacts({
  rule,
  channelName,
  functionName,
}: {
  readonly rule: Rule;
  readonly channelName: string | null;
  readonly functionName: (functionId: string) => string;
}) {
  const { snoozedUntil, runbookUrl, mute, dependsOn, points } = rule;
  const isOfRules = rule.condition.kind === 'composite';
  const only = describeNarrowing(rule.filter, functionName);
  const facts: readonly (readonly [string, ReactNode])[] = [
    ...(isOfRules ? [] : [['Watches', groupingWords(rule.groupBy)] as const]),
    ...(only === '' ? [] : [['Only', only] as const]),
    ...(rule.logs === null ? [] : [['Log records', logWords(rule.logs)] as const]),
    ['Key', rule.key],
    ['Severity', rule.severity],
    ['Channel', channelName ?? 'none: incidents are only shown here'],
    ['Fires after', `${points.breaching} bad of ${points.of} ${points.of === 1 ? 'minute' : 'minutes'}`],
    ['Resolves after', `${points.clear} good ${points.clear === 1 ? 'minute' : 'minutes'}`],
    ...(isOfRules ? [] : [['No data means', MISSING[rule.missingData]] as const]),
    ...(snoozedUntil === null ? [] : [['Snoozed until', <Time key="snooze" iso={snoozedUntil} />] as const]),
    ...mute.map(
      ({ days, from, to, timeZone }) =>
        ['Muted', `${days.join(', ')} from ${from} to ${to} (${timeZone})`] as const,
    ),
    ...(dependsOn.length === 0 ? [] : [['Quiet while', `${dependsOn.join(', ')} fires`] as const]),
    ...(runbookUrl === null
      ? []
      : [
          [
            'Runbook',
            <a key="runbook" href={runbookUrl} className={MORE_LINK} rel="noreferrer">
              {runbookUrl}
            </a>,
          ] as const,
        ]),
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 sm:max-w-3xl">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 break-words text-body">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Which log records count. */
function logWords({ q, minSeverity }: NonNullable<Rule['logs']>): string {
  return [q === '' ? 'any' : q, minSeverity > 0 && SEVERITIES[minSeverity]].filter(Boolean).join(', ');
}
