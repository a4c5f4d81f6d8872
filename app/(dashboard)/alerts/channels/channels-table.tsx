import { Badge } from '@/app/_components/ui/badge';
import { LINK } from '@/app/_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { Time } from '@/app/_components/ui/time';
import { ScopedLink } from '@/app/_components/url/scoped-link';
import type { ChannelKindView } from '@/app/_queries/channels';
import type { Channel } from '@/core/settings/settings';

/** Channels and how they do. With `mayChange`, names lead to the channels' forms, which are for admins. */
export function ChannelsTable({
  channels,
  kinds,
  mayChange,
}: {
  readonly channels: readonly Channel[];
  readonly kinds: readonly ChannelKindView[];
  readonly mayChange: boolean;
}) {
  const titleOf = (type: Channel['type']) => kinds.find(({ kind }) => kind === type)?.title ?? type;
  return (
    <Table
      label="Channels"
      head={
        <>
          <HeaderCell>State</HeaderCell>
          <HeaderCell>Name</HeaderCell>
          <HeaderCell>Type</HeaderCell>
          <HeaderCell wideOnly>To</HeaderCell>
          <HeaderCell wideOnly>Changed</HeaderCell>
        </>
      }
    >
      {channels.map((channel) => (
        <Row key={channel.id}>
          <Cell>
            <ChannelState {...channel} />
          </Cell>
          <Cell grow title={channel.name}>
            {mayChange ? (
              <ScopedLink to={`/alerts/channels/${channel.id}`} className={LINK}>
                {channel.name}
              </ScopedLink>
            ) : (
              channel.name
            )}
          </Cell>
          <Cell>{titleOf(channel.type)}</Cell>
          <Cell wideOnly>{channel.target}</Cell>
          <Cell wideOnly>
            <Time iso={new Date(channel.updatedAt).toISOString()} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function ChannelState({ enabled, failing }: Pick<Channel, 'enabled' | 'failing'>) {
  if (failing) return <Badge tone="bad">{enabled ? 'failing' : 'gone'}</Badge>;
  return enabled ? <Badge tone="good">on</Badge> : <Badge tone="warn">off</Badge>;
}
