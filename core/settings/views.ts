import type { SavedView as ViewRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import type { Connection } from './connection';
import { newId } from './ids';
import { parseInput, savedViewSchema } from './inputs';
import { type SavedView, VIEW_SCREENS, type ViewSettings } from './settings';
import type { Sources } from './sources';

const MOST = 200;

export function createViewSettings(connection: Connection, { now, random }: Sources): ViewSettings {
  const { prisma } = connection;

  async function requireView(id: string): Promise<void> {
    const row = await prisma.savedView.findUnique({ where: { id } });
    if (row === null) throw new FaaslensError('not_found', `There is no view ${id}`);
  }

  return {
    async listViews({ screen }) {
      const where = screen === undefined ? {} : { screen };
      const rows = await prisma.savedView.findMany({ where, orderBy: [{ name: 'asc' }, { id: 'asc' }] });
      return rows.map(toView);
    },

    async createView(input) {
      const change = parseInput(savedViewSchema, input);
      if ((await prisma.savedView.count()) >= MOST)
        throw new FaaslensError('conflict', `There are ${MOST} saved views already: delete some first`);
      const at = new Date(now());
      const data = { ...change, id: newId('viw', now(), random), createdAt: at, updatedAt: at };
      return toView(await connection.change(() => prisma.savedView.create({ data })));
    },

    async updateView(id, input) {
      const data = { ...parseInput(savedViewSchema, input), updatedAt: new Date(now()) };
      await requireView(id);
      return toView(await connection.change(() => prisma.savedView.update({ where: { id }, data })));
    },

    async deleteView(id) {
      await requireView(id);
      await connection.change(() => prisma.savedView.delete({ where: { id } }));
    },
  };
}

/** What a newer version has screens for shows as one of invocations. */
function toView({ screen, createdAt, updatedAt, ...row }: ViewRow): SavedView {
  return {
    ...row,
    screen: VIEW_SCREENS.find((known) => known === screen) ?? 'invocations',
    createdAt: createdAt.getTime(),
    updatedAt: updatedAt.getTime(),
  };
}
