import type { Channel as ChannelRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import type { Connection } from './connection';

/** @throws FaaslensError `not_found` */
export async function findChannel({ prisma }: Connection, id: string): Promise<ChannelRow> {
  const row = await prisma.channel.findUnique({ where: { id } });
  if (row === null) throw new FaaslensError('not_found', `There is no channel ${id}`);
  return row;
}
