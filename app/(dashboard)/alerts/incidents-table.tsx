import Link from 'next/link';
import { formatDuration } from '@/app/_components/format/duration';
import { formatCount, formatPercent } from '@/app/_components/format/number';
import { Badge } from '@/app/_components/ui/badge';
import { LINK } from '@/app/_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { Time } from '@/app/_components/ui/time';
import type { Incident } from '@/core/settings/settings';

const REASONS: Readonly<Record<Incident['reason'], string>> = {
  threshold: 'crossed',
  recovered: 'recovered',
  no_data: 'no more data',
  rule_changed: 'the rule changed',
  rule_deleted: 'the rule was deleted',
};

/** Before the incident, so that the chart shows what was normal. */
const LEAD_MS = 15 * 60_000;

/** Incidents, newest first; each leads to its function at the time. */
export function IncidentsTable({ incidents }: { readonly incidents: readonly Incident[] }) {
  return (
    <Table
      label="Incidents"
      head={
        <>
          <HeaderCell>Status</HeaderCell>
          <HeaderCell>Rule</HeaderCell>
          <HeaderCell>Function</HeaderCell>
          <HeaderCell align="right">Failed</HeaderCell>
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
            <Link href={functionAtTheTime(incident)} className={LINK}>
              {incident.labels.function ?? incident.groupKey}
            </Link>
          </Cell>
          <Cell align="right" title={`of ${formatCount(incident.samples)} invocations`}>
            {formatPercent(incident.value)}
          </Cell>
          <Cell align="right">{formatPercent(incident.threshold)}</Cell>
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

function functionAtTheTime({ groupKey, startsAt, endsAt }: Incident): string {
  const from = new Date(startsAt - LEAD_MS).toISOString();
  const to = endsAt === null ? 'now' : new Date(endsAt).toISOString();
  return `/functions/${encodeURIComponent(groupKey)}?${new URLSearchParams({ from, to })}`;
}
