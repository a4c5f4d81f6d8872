import Link from 'next/link';
import type { Incident } from '@/core/settings/settings';
import { Badge, type Tone } from '../../_components/ui/badge';
import { Card } from '../../_components/ui/card';
import { LINK, MORE_LINK } from '../../_components/ui/controls';
import { Time } from '../../_components/ui/time';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';
import { nameOfGroup } from '../alerts/describe-rule';
import { worstIncident } from './worst-incident';

const TONES: Readonly<Record<Incident['severity'], Tone>> = {
  critical: 'bad',
  warning: 'warn',
  info: 'neutral',
};

/**
 * How many incidents last, and the newest of the most severe: one line whether anything fires or not, because one that begins
 * while someone reads must not move the page.
 */
export function ActiveIncidents({
  incidents,
  areAll,
  scope,
}: {
  /** Newest first. */
  readonly incidents: readonly Incident[];
  /** Whether there are no more of them. */
  readonly areAll: boolean;
  readonly scope: Scope;
}) {
  const worst = worstIncident(incidents);
  return (
    <Card flush>
      <div className="flex h-10 items-center gap-x-3 px-4">
        {worst === undefined ? (
          <p className="min-w-0 grow truncate text-muted">No active incidents</p>
        ) : (
          <>
            <h2 className="shrink-0 font-medium text-ink">
              Active incidents: {incidents.length}
              {!areAll && ' or more'}
            </h2>
            <span className="hidden shrink-0 sm:block">
              <Badge tone={TONES[worst.severity]}>{worst.severity}</Badge>
            </span>
            <IncidentLink incident={worst} scope={scope} />
          </>
        )}
        <Link prefetch={false} href={href('/alerts', scope)} className={`${MORE_LINK} shrink-0`}>
          All incidents
        </Link>
      </div>
    </Card>
  );
}

function IncidentLink({ incident, scope }: { readonly incident: Incident; readonly scope: Scope }) {
  return (
    <>
      <Link
        prefetch={false}
        href={href(`/alerts/incidents/${incident.id}`, scope)}
        className={`${LINK} min-w-0 grow truncate`}
      >
        {incident.ruleName}
        <span className="font-normal text-muted"> · {nameOfGroup(incident.labels)}</span>
      </Link>
      <span className="hidden shrink-0 text-muted text-tremor-label sm:block">
        {incident.acknowledgedAt !== null && 'acknowledged, '}
        since <Time iso={new Date(incident.startsAt).toISOString()} style="minute" />
      </span>
    </>
  );
}
