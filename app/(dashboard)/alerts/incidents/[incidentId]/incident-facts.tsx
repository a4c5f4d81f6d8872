import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatDuration } from '@/app/_components/format/duration';
import { MORE_LINK } from '@/app/_components/ui/controls';
import { Time } from '@/app/_components/ui/time';
import { countedFrom, figureFacts, isOfWindow } from '@/core/model/alerts/figures';
import { pageOf } from '@/core/model/alerts/page-of';
import type { TimeRange } from '@/core/model/time-range';
import type { Incident } from '@/core/settings/settings';
import { formatValue } from '../../describe-rule';
import { REASONS } from '../../incident-reasons';

/** What an incident is about, and where to look on. */
export function IncidentFacts({
  incident,
  range,
  isRuleKept,
}: {
  readonly incident: Incident;
  readonly range: TimeRange;
  readonly isRuleKept: boolean;
}) {
  const { value, threshold, unit, samples, startsAt, endsAt, explanation, acknowledgedAt } = incident;
  const counted = countedFrom(incident.figure, samples);
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Severity', incident.severity],
    [
      'Figure',
      `${figureFacts(incident.figure).label}${isOfWindow(incident.figure) ? ` within ${incident.windowMinutes} min` : ''}`,
    ],
    ['Value when it began', value === null ? 'no data' : formatValue(value, unit)],
    ...(threshold === null ? [] : [['Limit', formatValue(threshold, unit)] as const]),
    ...(counted === '' ? [] : [['Of', counted] as const]),
    ...(explanation === '' ? [] : [['Because', explanation] as const]),
    ['Began', <Time key="began" iso={new Date(startsAt).toISOString()} />],
    [
      'Ended',
      endsAt === null ? 'not yet' : `after ${formatDuration(endsAt - startsAt)}: ${REASONS[incident.reason]}`,
    ],
    ...(acknowledgedAt === null
      ? []
      : [
          [
            'Acknowledged',
            <span key="acknowledged">
              by {incident.acknowledgedBy}, <Time iso={new Date(acknowledgedAt).toISOString()} />
            </span>,
          ] as const,
        ]),
  ];
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 sm:max-w-3xl">
        {facts.map(([name, fact]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 break-words text-body">{fact}</dd>
          </div>
        ))}
      </dl>
      <p className="flex flex-wrap gap-x-4 gap-y-1">
        <Link href={pageOf(incident, range)} className={MORE_LINK}>
          The figures at that time
        </Link>
        {isRuleKept && (
          <Link href={`/alerts/rules/${incident.ruleId}`} className={MORE_LINK}>
            The rule
          </Link>
        )}
        {incident.runbookUrl !== null && (
          <a href={incident.runbookUrl} className={MORE_LINK} rel="noreferrer">
            Runbook
          </a>
        )}
      </p>
    </>
  );
}
