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
          <HeaderCell wideOnly>Message</HeaderCell>
          <HeaderCell align="right" wideOnly>
            Attempt
          </HeaderCell>
          <HeaderCell align="right" wideOnly>
            Took
          </HeaderCell>
          <HeaderCell>Answer</HeaderCell>
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
          <Cell wideOnly title={delivery.messageId}>
            {delivery.messageKind?.replace('alert.', '') ?? 'removed'}
          </Cell>
          <Cell align="right" wideOnly>
            {delivery.attempt}
          </Cell>
          <Cell align="right" wideOnly>
            {formatDuration(delivery.durationMs)}
          </Cell>
          <Cell grow title={answerOf(delivery)}>
            {answerOf(delivery)}
          </Cell>
          <Cell align="right">
            {delivery.messageKind !== null && (
              <SendAgain path={`/alerts/deliveries/${delivery.id}/resend`} label="Resend" />
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** What went wrong, else what was answered, and what was done otherwise than usual. */
function answerOf({ ok, httpStatus, error, snippet, note }: Delivery): string {
  const status = ok && httpStatus !== null ? String(httpStatus) : null;
  return [[status, error].filter(Boolean).join(' '), snippet, note].filter(Boolean).join(' · ');
}
