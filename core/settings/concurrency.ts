import type { ConcurrencyLimit as LimitRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import type { ConcurrencyLimit } from '../model/concurrency-limit';
import { concurrencyInputSchema } from './concurrency-input';
import type { Connection } from './connection';
import { newId } from './ids';
import { parseInput } from './inputs';
import type { ConcurrencySettings } from './settings';
import type { Sources } from './sources';

const MOST = 1_000;

export function createConcurrencySettings(
  connection: Connection,
  { now, random }: Sources,
): ConcurrencySettings {
  const { prisma } = connection;
  return {
    async listConcurrencyLimits() {
      const orderBy = [{ provider: 'asc' }, { accountId: 'asc' }, { region: 'asc' }] as const;
      return (await prisma.concurrencyLimit.findMany({ orderBy: [...orderBy] })).map(toLimit);
    },

    async setConcurrencyLimit(input) {
      const { most, ...place } = parseInput(concurrencyInputSchema, input);
      const said = { most, statedAt: new Date(now()) };
      const where = { provider_accountId_region: place };
      const known = await prisma.concurrencyLimit.findUnique({ where });
      if (known === null && (await prisma.concurrencyLimit.count()) >= MOST)
        throw new FaaslensError('conflict', `There are ${MOST} limits already: delete some first`);
      const create = { id: newId('lim', now(), random), ...place, ...said };
      return toLimit(
        await connection.change(() => prisma.concurrencyLimit.upsert({ where, create, update: said })),
      );
    },

    async deleteConcurrencyLimit(id) {
      if ((await prisma.concurrencyLimit.findUnique({ where: { id } })) === null)
        throw new FaaslensError('not_found', `There is no limit ${id}`);
      await connection.change(() => prisma.concurrencyLimit.delete({ where: { id } }));
    },
  };
}

function toLimit({ statedAt, ...row }: LimitRow): ConcurrencyLimit {
  return { ...row, statedAt: statedAt.getTime() };
}
