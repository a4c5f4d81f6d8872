import { channelSecrets } from './channel-secrets';
import type { Connection } from './connection';
import type { Sealing } from './sealing';
import { isSealed } from './secret-box';

/** Seals the secrets of channels that an earlier version stored as they are. @returns how many channels had any */
export async function sealPlainChannels(connection: Connection, sealing: Sealing): Promise<number> {
  const { prisma } = connection;
  const secrets = channelSecrets(sealing);
  const isPlain = (text: string | null): text is string => text !== null && !isSealed(text);
  const rows = (await prisma.channel.findMany()).filter(({ settings, secret, previousSecret }) =>
    [settings, secret, previousSecret].some(isPlain),
  );
  for (const row of rows) {
    const { id, settings, secret, previousSecret } = row;
    const data = {
      ...(isPlain(settings) ? { settings: await secrets.sealSettings(id, JSON.parse(settings)) } : {}),
      ...(isPlain(secret) ? { secret: await secrets.sealSigning(id, secret) } : {}),
      ...(isPlain(previousSecret) ? { previousSecret: await secrets.sealSigning(id, previousSecret) } : {}),
    };
    // Unless somebody changed it since it was read.
    await connection.change(() => prisma.channel.updateMany({ where: { id, settings }, data }));
  }
  return rows.length;
}
