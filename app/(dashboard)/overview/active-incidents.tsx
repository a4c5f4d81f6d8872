import Link from 'next/link';
import type { Incident } from '@/core/settings/settings';
import { Badge, type Tone } from '../../_components/ui/badge';
import { Card } from '../../_components/ui/card';
import { LINK, MORE_LINK } from '../../_components/ui/controls';
import { Time } from '../../_components/ui/time';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';
import { nameOfGroup } from '../alerts/describe-rule';

const SHOWN = 5;

const TONES: Readonly<Record<Incident['severity'], Tone>> = {
  critical: 'bad',
  warning: 'warn',
  info: 'neutral',
};

/** Incidents that last, each with the way to its page. Nothing when there is none. */
export function ActiveIncidents({
  incidents,
  scope,
}: {
  readonly incidents: readonly Incident[];
  readonly scope: Scope;
}) {
  if (incidents.length === 0) return null;
  return (
    <Card
      title={`Active incidents: ${incidents.length}`}
      aside={
        <Link prefetch={false} href={href('/alerts', scope)} className={MORE_LINK}>
          All incidents
        </Link>
      }
    >
      <ul className="flex flex-col divide-y divide-line">
        {incidents.slice(0, SHOWN).map((incident) => (
          <li key={incident.id} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <Badge tone={TONES[incident.severity]}>{incident.severity}</Badge>
            <Link
              prefetch={false}
              href={href(`/alerts/incidents/${incident.id}`, scope)}
              className={`${LINK} min-w-0 grow basis-48 truncate`}
            >
              {incident.ruleName}
              <span className="font-normal text-muted"> · {nameOfGroup(incident.labels)}</span>
            </Link>
            {incident.acknowledgedAt !== null && <span className="text-muted">acknowledged</span>}
            <span className="text-muted text-tremor-label">
              since <Time iso={new Date(incident.startsAt).toISOString()} style="minute" />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
