import { FaaslensError } from '../errors';
import { findChannel } from './channel-rows';
import type { Connection } from './connection';
import { newMessage } from './messages';
import type { AlertSettings } from './settings';
import type { Sources } from './sources';

export function createTestMessage(
  connection: Connection,
  { now, random }: Sources,
): Pick<AlertSettings, 'testChannel'> {
  return {
    async testChannel(id) {
      const channel = await findChannel(connection, id);
      if (!channel.enabled) {
        throw new FaaslensError('conflict', `The channel "${channel.name}" is off: turn it on first`);
      }
      const message = newMessage(
        {
          kind: 'alert.test',
          channelId: id,
          incidentId: null,
          data: {
            channel: { id, name: channel.name },
            message: `Test message of the Faaslens channel "${channel.name}": it works.`,
          },
        },
        now(),
        random,
      );
      await connection.change(() => connection.prisma.outbox.create({ data: message }));
      return { messageId: message.id };
    },
  };
}
