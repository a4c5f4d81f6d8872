import type { User as UserRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import type { Sources } from './channels';
import type { Connection } from './connection';
import { newId } from './ids';
import { nameText, parseInput } from './inputs';
import { hashPassword, newPassword, type PasswordCost } from './passwords';
import type { LinkToken, UserSettings } from './people';
import { bindingProblem, email, userChangeSchema, userInputSchema } from './people-inputs';
import { hashSecret, newToken } from './secrets';
import type { SessionMaker } from './session-maker';
import { toUser } from './user-view';

/** Long enough to be sent and read, short enough to be forgotten in a log. */
const LINK_MS = 24 * 60 * 60_000;

export function createUserSettings(
  connection: Connection,
  { now, random, passwordCost }: Sources & { readonly passwordCost: PasswordCost },
  sessions: SessionMaker,
): UserSettings {
  const { prisma } = connection;

  async function find(id: string): Promise<UserRow> {
    const row = await prisma.user.findUnique({ where: { id } });
    if (row === null) throw new FaaslensError('not_found', `There is no user ${id}`);
    return row;
  }

  async function newLink(userId: string | null): Promise<LinkToken> {
    const token = newToken('fl_link', random);
    const expiresAt = now() + LINK_MS;
    await connection.commit([
      prisma.accessLink.deleteMany({ where: { userId } }),
      prisma.accessLink.create({ data: { hash: hashSecret(token), userId, expiresAt: new Date(expiresAt) } }),
    ]);
    return { token, expiresAt };
  }

  async function findLink(token: string) {
    const link = await prisma.accessLink.findUnique({ where: { hash: hashSecret(token) } });
    const user = link?.userId ? await prisma.user.findUnique({ where: { id: link.userId } }) : null;
    const good =
      link !== null &&
      link.expiresAt.getTime() > now() &&
      (link.userId === null ? !(await hasActiveUser()) : user !== null && user.disabledAt === null);
    if (!good)
      throw new FaaslensError(
        'not_found',
        'this link was used, is too old, or never was one: ask for a new one',
      );
    return { link, user };
  }

  async function hasActiveUser(): Promise<boolean> {
    const able = [{ passwordHash: { not: null } }, { identity: { not: null } }];
    return (await prisma.user.count({ where: { disabledAt: null, OR: able } })) > 0;
  }

  /** Somebody must be left who can let others in. */
  async function refuseWithoutAdmin(row: UserRow): Promise<void> {
    if (row.role !== 'admin' || row.disabledAt !== null) return;
    const others = { role: 'admin', disabledAt: null, id: { not: row.id } };
    if ((await prisma.user.count({ where: others })) === 0)
      throw new FaaslensError('conflict', `${row.email} is the last admin: make another one first`);
  }

  return {
    hasActiveUser,

    async createSetupLink() {
      return (await hasActiveUser()) ? null : newLink(null);
    },

    async createUser(input) {
      const data = parseInput(userInputSchema, input);
      if ((await prisma.user.count({ where: { email: data.email } })) > 0)
        throw new FaaslensError('conflict', `email: there is a user ${data.email} already`);
      const id = newId('usr', now(), random);
      const row = await connection.change(() =>
        prisma.user.create({ data: { ...data, id, createdAt: new Date(now()) } }),
      );
      return { user: toUser(row), link: await newLink(id) };
    },

    async updateUser(id, input) {
      const { disabled, ...given } = parseInput(userChangeSchema, input);
      const row = await find(id);
      // Who becomes more than a viewer is bound no longer, unless the change itself says so.
      const role = given.role ?? row.role;
      const environment =
        given.environment ?? (role === 'viewer' && given.environment === undefined ? row.environment : null);
      const problem = bindingProblem(role, environment);
      if (problem !== null) throw new FaaslensError('invalid_input', problem);
      if (role !== 'admin' || disabled === true) await refuseWithoutAdmin(row);
      const disabledAt = disabled === undefined ? row.disabledAt : disabled ? new Date(now()) : null;
      await connection.commit([
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
    },

    async createUserLink(id) {
      const row = await find(id);
      if (row.disabledAt !== null)
        throw new FaaslensError('conflict', `${row.email} is disabled: enable the account first`);
      return newLink(id);
    },

    async listUsers() {
      return (await prisma.user.findMany({ orderBy: { email: 'asc' } })).map(toUser);
    },

    async getUser(id) {
      return toUser(await find(id));
    },

    async openLink(token) {
      const { user } = await findLink(token);
      if (user === null) return { kind: 'setup', email: null, role: 'admin' };
      const { email: address, role } = toUser(user);
      return { kind: user.passwordHash === null ? 'invite' : 'reset', email: address, role };
    },

    async acceptLink(input, visitor) {
      const password = parseInput(newPassword, input.password, 'password');
      const { link, user } = await findLink(input.token);
      const passwordHash = await hashPassword(password, passwordCost);
      const at = new Date(now());
      // Deleted first and alone: of two who use it at the same time, one finds nothing to delete.
      const { count } = await connection.change(() =>
        prisma.accessLink.deleteMany({ where: { hash: link.hash } }),
      );
      if (count === 0) throw new FaaslensError('not_found', 'this link was used just now: ask for a new one');
      if (user !== null) {
        await connection.commit([
          prisma.user.update({ where: { id: user.id }, data: { passwordHash } }),
          prisma.session.deleteMany({ where: { userId: user.id } }),
        ]);
        return sessions.begin(await find(user.id), visitor);
      }
      const address = parseInput(email, input.email, 'email');
      const name = parseInput(nameText, input.name ?? address, 'name');
      const id = newId('usr', now(), random);
      const data = { name, role: 'admin', environment: null, passwordHash };
      const row = await connection.change(() =>
        prisma.user.upsert({
          where: { email: address },
          create: { ...data, id, email: address, createdAt: at },
          update: data,
        }),
      );
      return sessions.begin(row, visitor);
    },
  };
}
