import { formatDuration } from '@/app/_components/format/duration';
import { Badge } from '@/app/_components/ui/badge';
import { LINK } from '@/app/_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { Time } from '@/app/_components/ui/time';
import { ScopedLink } from '@/app/_components/url/scoped-link';
import { countedFrom } from '@/core/model/alerts/figures';
import type { Incident } from '@/core/settings/settings';
import { formatValue, nameOfGroup } from './describe-rule';
import { REASONS } from './incident-reasons';

/** Incidents in the order given; each leads to its page. A phone shows of what it is below the rule. */
export function IncidentsTable({ incidents }: { readonly incidents: readonly Incident[] }) {
  return (
    <Table
      label="Incidents"
      head={
        <>
          <HeaderCell>Status</HeaderCell>
          <HeaderCell>Rule</HeaderCell>
          <HeaderCell wideOnly>Of</HeaderCell>
          <HeaderCell align="right">Value</HeaderCell>
          <HeaderCell align="right" wideOnly>
            Limit
          </HeaderCell>
          <HeaderCell>Began</HeaderCell>
          <HeaderCell wideOnly>Ended</HeaderCell>
        </>
      }
    >
      {incidents.map((incident) => (
        <Row key={incident.id}>
          <Cell>
            <Badge tone={incident.status === 'firing' ? 'bad' : 'good'} title={REASONS[incident.reason]}>
              {incident.status}
            </Badge>
            {incident.acknowledgedAt !== null && incident.status === 'firing' && (
              <span className="text-muted text-tremor-label"> acknowledged</span>
            )}
          </Cell>
          <Cell growOnPhone title={incident.ruleName}>
            {incident.ruleName}
            <span className="block truncate sm:hidden">
              <GroupLink incident={incident} />
            </span>
          </Cell>
          <Cell grow wideOnly>
            <GroupLink incident={incident} />
          </Cell>
          <Cell align="right" title={ofCounted(incident)}>
            {incident.value === null ? '–' : formatValue(incident.value, incident.unit)}
          </Cell>
          <Cell align="right" wideOnly title={incident.explanation}>
            {incident.threshold === null ? '–' : formatValue(incident.threshold, incident.unit)}
          </Cell>
          <Cell>
            <Time iso={new Date(incident.startsAt).toISOString()} style="minute" />
          </Cell>
          <Cell wideOnly title={REASONS[incident.reason]}>
            {incident.endsAt === null ? '–' : `after ${formatDuration(incident.endsAt - incident.startsAt)}`}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function GroupLink({ incident: { id, labels } }: { readonly incident: Pick<Incident, 'id' | 'labels'> }) {
  const name = nameOfGroup(labels);
  return (
    <ScopedLink to={`/alerts/incidents/${id}`} className={LINK} title={name}>
      {name}
    </ScopedLink>
  );
}

function ofCounted({ figure, samples }: Pick<Incident, 'figure' | 'samples'>): string {
  const counted = countedFrom(figure, samples);
  return counted === '' ? '' : `of ${counted}`;
}
