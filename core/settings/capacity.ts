import type { ReadyCapacity as CapacityRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import type { ReadyCapacity } from '../model/costs/ready-capacity';
import { capacityInputSchema } from './capacity-input';
import type { Connection } from './connection';
import { newId } from './ids';
import { parseInput } from './inputs';
import type { CapacityInput, CapacitySettings } from './settings';
import type { Sources } from './sources';

const MOST = 1_000;

export function createCapacitySettings(connection: Connection, { now, random }: Sources): CapacitySettings {
  const { prisma } = connection;
  const rowOf = (input: CapacityInput) => {
    const { functionId, instances, from, to } = parseInput(capacityInputSchema, input);
    return { functionId, instances, fromDay: from, toDay: to };
  };

  async function requireKnown(id: string): Promise<void> {
    if ((await prisma.readyCapacity.findUnique({ where: { id } })) === null)
      throw new FaaslensError('not_found', `There is no capacity ${id}`);
  }

  return {
    async listCapacity() {
      const rows = await prisma.readyCapacity.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
      return rows.map(toCapacity);
    },

    async createCapacity(input) {
      const data = { ...rowOf(input), id: newId('cap', now(), random), createdAt: new Date(now()) };
      if ((await prisma.readyCapacity.count()) >= MOST)
        throw new FaaslensError('conflict', `There are ${MOST} capacities already: delete some first`);
      return toCapacity(await connection.change(() => prisma.readyCapacity.create({ data })));
    },

    async updateCapacity(id, input) {
      const data = rowOf(input);
      await requireKnown(id);
      return toCapacity(await connection.change(() => prisma.readyCapacity.update({ where: { id }, data })));
    },

    async deleteCapacity(id) {
      await requireKnown(id);
      await connection.change(() => prisma.readyCapacity.delete({ where: { id } }));
    },
  };
}

function toCapacity({ fromDay, toDay, createdAt, ...row }: CapacityRow): ReadyCapacity {
  return { ...row, from: fromDay, to: toDay, createdAt: createdAt.getTime() };
}
