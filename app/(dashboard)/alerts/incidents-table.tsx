import Link from 'next/link';
import { formatDuration } from '@/app/_components/format/duration';
import { formatCount } from '@/app/_components/format/number';
import { Badge } from '@/app/_components/ui/badge';
import { LINK } from '@/app/_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { Time } from '@/app/_components/ui/time';
import type { Incident } from '@/core/settings/settings';
import { formatValue } from './describe-rule';

const REASONS: Readonly<Record<Incident['reason'], string>> = {
  threshold: 'crossed',
  change: 'changed too much',
  anomaly: 'unusual',
  burn_rate: 'burns its budget',
  composite: 'its rules fire',
  error: 'the rule cannot be evaluated',
  recovered: 'recovered',
  no_data: 'no more data',
  rule_changed: 'the rule changed',
  rule_deleted: 'the rule was deleted',
};

/** Before the incident, so that the chart shows what was normal. */
const LEAD_MS = 15 * 60_000;

/** Incidents, newest first; each leads to its function, or the overview, at the time. */
export function IncidentsTable({ incidents }: { readonly incidents: readonly Incident[] }) {
  return (
    <Table
      label="Incidents"
      head={
        <>
          <HeaderCell>Status</HeaderCell>
          <HeaderCell>Rule</HeaderCell>
          <HeaderCell>Of</HeaderCell>
          <HeaderCell align="right">Value</HeaderCell>
          <HeaderCell align="right">Limit</HeaderCell>
          <HeaderCell>Began</HeaderCell>
          <HeaderCell>Ended</HeaderCell>
        </>
      }
    >
      {incidents.map((incident) => (
        <Row key={incident.id}>
          <Cell>
            <Badge tone={incident.status === 'firing' ? 'bad' : 'good'} title={REASONS[incident.reason]}>
              {incident.status}
            </Badge>
          </Cell>
          <Cell grow>{incident.ruleName}</Cell>
          <Cell>
            <Link href={pageAtTheTime(incident)} className={LINK}>
              {incident.labels.function ?? (Object.values(incident.labels).join(', ') || 'everything')}
            </Link>
          </Cell>
          <Cell align="right" title={`of ${formatCount(incident.samples)} invocations`}>
            {incident.value === null ? '–' : formatValue(incident.value, incident.unit)}
          </Cell>
          <Cell align="right" title={incident.explanation}>
            {incident.threshold === null ? '–' : formatValue(incident.threshold, incident.unit)}
          </Cell>
          <Cell>
            <Time iso={new Date(incident.startsAt).toISOString()} />
          </Cell>
          <Cell title={REASONS[incident.reason]}>
            {incident.endsAt === null ? '–' : `after ${formatDuration(incident.endsAt - incident.startsAt)}`}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function pageAtTheTime({ functionId, startsAt, endsAt }: Incident): string {
  const from = new Date(startsAt - LEAD_MS).toISOString();
  const to = endsAt === null ? 'now' : new Date(endsAt).toISOString();
  const page = functionId === null ? '/' : `/functions/${encodeURIComponent(functionId)}`;
  return `${page}?${new URLSearchParams({ from, to })}`;
}
