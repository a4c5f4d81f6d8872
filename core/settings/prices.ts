import type { PriceOverride as PriceRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import type { PriceChange, PriceOverride, Tier } from '../model/price-override';
import type { Connection } from './connection';
import { newId } from './ids';
import { parseInput } from './inputs';
import { priceInputSchema } from './price-input';
import type { PriceSettings } from './settings';
import type { Sources } from './sources';

const MOST_OF_USER = 1_000;

export function createPriceSettings(connection: Connection, { now, random }: Sources): PriceSettings {
  const { prisma } = connection;
  const rowOf = (change: PriceChange) => {
    const { from, to, tiers, ...rest } = change;
    return { ...rest, fromDay: from, toDay: to, tiers: JSON.stringify(tiers) };
  };
  const rowWithId = (change: PriceChange) => ({
    ...rowOf(change),
    id: newId('prc', now(), random),
    createdAt: new Date(now()),
  });

  async function requireOwn(id: string): Promise<void> {
    const row = await prisma.priceOverride.findUnique({ where: { id } });
    if (row === null) throw new FaaslensError('not_found', `There is no price ${id}`);
    if (row.origin !== 'user') {
      throw new FaaslensError(
        'conflict',
        `The price ${id} was imported: set one of your own, it goes before, or remove the import`,
      );
    }
  }

  return {
    async listPriceOverrides() {
      const rows = await prisma.priceOverride.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
      return rows.map(toOverride);
    },

    async createPriceOverride(input) {
      const change = parseInput(priceInputSchema, input);
      if ((await prisma.priceOverride.count({ where: { origin: 'user' } })) >= MOST_OF_USER) {
        throw new FaaslensError('conflict', `There are ${MOST_OF_USER} prices already: delete some first`);
      }
      const data = rowWithId({ ...change, origin: 'user' });
      return toOverride(await connection.change(() => prisma.priceOverride.create({ data })));
    },

    async updatePriceOverride(id, input) {
      const data = rowOf({ ...parseInput(priceInputSchema, input), origin: 'user' });
      await requireOwn(id);
      return toOverride(await connection.change(() => prisma.priceOverride.update({ where: { id }, data })));
    },

    async deletePriceOverride(id) {
      await requireOwn(id);
      await connection.change(() => prisma.priceOverride.delete({ where: { id } }));
    },

    async importPrices(prices) {
      const products = new Set(prices.map(({ provider, product }) => JSON.stringify([provider, product])));
      const replaced = [...products].map((text) => {
        const [provider, product]: [string, string | null] = JSON.parse(text);
        return { origin: 'import', provider, product };
      });
      await connection.commit([
        ...replaced.map((where) => prisma.priceOverride.deleteMany({ where })),
        prisma.priceOverride.createMany({
          data: prices.map((price) => rowWithId(price)),
        }),
      ]);
    },

    async removeImportedPrices({ provider, product }) {
      const where = { origin: 'import', provider, product };
      const { count } = await connection.change(() => prisma.priceOverride.deleteMany({ where }));
      if (count === 0)
        throw new FaaslensError('not_found', `No prices of ${provider}/${product} were imported`);
    },
  };
}

function toOverride({
  fromDay,
  toDay,
  tiers,
  createdAt,
  architecture,
  origin,
  ...row
}: PriceRow): PriceOverride {
  return {
    ...row,
    architecture: architecture === 'x86_64' || architecture === 'arm64' ? architecture : null,
    tiers: JSON.parse(tiers) as readonly Tier[],
    from: fromDay,
    to: toDay,
    origin: origin === 'import' ? 'import' : 'user',
    createdAt: createdAt.getTime(),
  };
}
