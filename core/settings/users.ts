import type { User as UserRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import { createAccessLinks } from './access-links';
import type { Connection } from './connection';
import { newId } from './ids';
import { parseInput } from './inputs';
import type { PasswordCost } from './passwords';
import type { UserSettings } from './people';
import { bindingProblem, userChangeSchema, userInputSchema } from './people-inputs';
import type { SessionMaker } from './session-maker';
import type { Sources } from './sources';
import { ABLE, toUser } from './user-view';

export function createUserSettings(
  connection: Connection,
  sources: Sources & { readonly passwordCost: PasswordCost },
  sessions: SessionMaker,
): UserSettings {
  const { prisma } = connection;
  const { now, random } = sources;
  const { linkFor, ...links } = createAccessLinks(connection, sources, sessions);

  async function find(id: string): Promise<UserRow> {
    const row = await prisma.user.findUnique({ where: { id } });
    if (row === null) throw new FaaslensError('not_found', `There is no user ${id}`);
    return row;
  }

  /** Somebody must be left who can let others in: not one who was invited and never came. */
  async function refuseWithoutAdmin(row: UserRow): Promise<void> {
    if (row.role !== 'admin' || row.disabledAt !== null) return;
    const others = { ...ABLE, role: 'admin', id: { not: row.id } };
    if ((await prisma.user.count({ where: others })) === 0)
      throw new FaaslensError(
        'conflict',
        `${row.email} is the last admin: make another one first, who has signed in`,
      );
  }

  return {
    ...links,

    async createUser(input) {
      const data = parseInput(userInputSchema, input);
      if ((await prisma.user.count({ where: { email: data.email } })) > 0)
        throw new FaaslensError('conflict', `email: there is a user ${data.email} already`);
      const id = newId('usr', now(), random);
      const row = await connection.change(() =>
        prisma.user.create({ data: { ...data, id, createdAt: new Date(now()) } }),
      );
      return { user: toUser(row), link: await linkFor(id) };
    },

    async updateUser(id, input) {
      const { disabled, ...given } = parseInput(userChangeSchema, input);
      // In turn: two admins who take each other's rights at once would both find another one.
      return connection.change(async () => {
        const row = await find(id);
        // Who becomes more than a viewer is bound no longer, unless the change itself says so.
        const role = given.role ?? row.role;
        const environment =
          given.environment ??
          (role === 'viewer' && given.environment === undefined ? row.environment : null);
        const problem = bindingProblem(role, environment);
        if (problem !== null) throw new FaaslensError('invalid_input', problem);
        if (role !== 'admin' || disabled === true) await refuseWithoutAdmin(row);
        const disabledAt = disabled === undefined ? row.disabledAt : disabled ? new Date(now()) : null;
        await prisma.$transaction([
          prisma.user.update({
            where: { id },
            data: { name: given.name ?? row.name, role, environment, disabledAt },
          }),
          ...(disabled === true
            ? [
                prisma.session.deleteMany({ where: { userId: id } }),
                prisma.accessLink.deleteMany({ where: { userId: id } }),
              ]
            : []),
        ]);
        return toUser(await find(id));
      });
    },

    async createUserLink(id) {
      const row = await find(id);
      if (row.disabledAt !== null)
        throw new FaaslensError('conflict', `${row.email} is disabled: enable the account first`);
      return linkFor(id);
    },

    async listUsers() {
      return (await prisma.user.findMany({ orderBy: { email: 'asc' } })).map(toUser);
    },

    async getUser(id) {
      return toUser(await find(id));
    },
  };
}
