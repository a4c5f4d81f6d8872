import Link from 'next/link';
import { Badge } from '@/app/_components/ui/badge';
import { LINK } from '@/app/_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { Time } from '@/app/_components/ui/time';
import type { Channel } from '@/core/settings/settings';

/**
 * Channels; their addresses are shown without path and query, which are secrets. With `mayChange`, names lead to the
 * channels' forms, which are for admins.
 */
export function ChannelsTable({
  channels,
  mayChange,
}: {
  readonly channels: readonly Channel[];
  readonly mayChange: boolean;
}) {
  return (
    <Table
      label="Channels"
      head={
        <>
          <HeaderCell>State</HeaderCell>
          <HeaderCell>Name</HeaderCell>
          <HeaderCell>Webhook</HeaderCell>
          <HeaderCell>Changed</HeaderCell>
        </>
      }
    >
      {channels.map((channel) => (
        <Row key={channel.id}>
          <Cell>{channel.enabled ? <Badge tone="good">on</Badge> : <Badge tone="warn">off</Badge>}</Cell>
          <Cell grow title={channel.name}>
            {mayChange ? (
              <Link href={`/alerts/channels/${channel.id}`} className={LINK}>
                {channel.name}
              </Link>
            ) : (
              channel.name
            )}
          </Cell>
          <Cell>{channel.url}</Cell>
          <Cell>
            <Time iso={new Date(channel.updatedAt).toISOString()} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
