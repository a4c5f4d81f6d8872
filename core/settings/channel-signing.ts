import { FaaslensError } from '../errors';
import { findChannel } from './channel-rows';
import { channelSecrets } from './channel-secrets';
import type { Connection } from './connection';
import type { Sealing } from './sealing';
import { newSigningSecret } from './secrets';
import type { AlertSettings } from './settings';
import type { Sources } from './sources';

/** Long enough for receivers to switch. */
const PREVIOUS_SECRET_MS = 24 * 60 * 60_000;

export function createChannelSigning(
  connection: Connection,
  { now, random, sealing }: Sources & { readonly sealing: Sealing },
): Pick<AlertSettings, 'rotateChannelSecret'> {
  return {
    async rotateChannelSecret(id) {
      const { secret: previousSecret, name } = await findChannel(connection, id);
      if (previousSecret === null) {
        throw new FaaslensError('conflict', `The channel "${name}" does not sign its messages`);
      }
      const secret = newSigningSecret(random);
      const previousSecretUntil = new Date(now() + PREVIOUS_SECRET_MS);
      const sealed = await channelSecrets(sealing).sealSigning(id, secret);
      await connection.change(() =>
        connection.prisma.channel.update({
          where: { id },
          data: { secret: sealed, previousSecret, previousSecretUntil },
        }),
      );
      return { secret, previousValidUntil: previousSecretUntil.getTime() };
    },
  };
}
