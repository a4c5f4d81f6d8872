import { formatDuration } from '@/app/_components/format/duration';
import { Badge } from '@/app/_components/ui/badge';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { Time } from '@/app/_components/ui/time';
import type { Delivery } from '@/core/settings/settings';
import { SendAgain } from '../../send-again';

/** Attempts to send, newest first, with what the receiver answered. */
export function DeliveriesTable({ deliveries }: { readonly deliveries: readonly Delivery[] }) {
  return (
    <Table
      label="Deliveries"
      head={
        <>
          <HeaderCell>Result</HeaderCell>
          <HeaderCell>Sent</HeaderCell>
          <HeaderCell align="right">Attempt</HeaderCell>
          <HeaderCell align="right">Took</HeaderCell>
          <HeaderCell>Answer</HeaderCell>
          <HeaderCell>Message</HeaderCell>
          <HeaderCell align="right">Again</HeaderCell>
        </>
      }
    >
      {deliveries.map((delivery) => (
        <Row key={delivery.id}>
          <Cell>
            <Badge tone={delivery.ok ? 'good' : 'bad'}>{delivery.ok ? 'delivered' : 'failed'}</Badge>
          </Cell>
          <Cell>
            <Time iso={new Date(delivery.at).toISOString()} />
          </Cell>
          <Cell align="right">{delivery.attempt}</Cell>
          <Cell align="right">{formatDuration(delivery.durationMs)}</Cell>
          <Cell grow title={delivery.error ?? delivery.snippet ?? undefined}>
            {[delivery.httpStatus, delivery.error ?? delivery.snippet].filter(Boolean).join(' ')}
          </Cell>
          <Cell>
            <code className="font-mono text-tremor-label">{delivery.messageId}</code>
          </Cell>
          <Cell align="right">
            <SendAgain path={`/alerts/deliveries/${delivery.id}/resend`} label="Resend" />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
