import type { AccessLink as LinkRow, User as UserRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import type { Connection } from './connection';
import { newId } from './ids';
import { nameText, parseInput } from './inputs';
import { hashPassword, newPassword, type PasswordCost } from './passwords';
import type { LinkToken, UserSettings } from './people';
import { email } from './people-inputs';
import { hashSecret, newToken } from './secrets';
import type { SessionMaker } from './session-maker';
import type { Sources } from './sources';
import { ABLE, toUser } from './user-view';

/** Long enough to be sent and read, short enough to be forgotten in a log. */
const LINK_MS = 24 * 60 * 60_000;

/** Links by which people choose a password: the first admin's, and those of users. */
export interface AccessLinks
  extends Pick<UserSettings, 'hasActiveUser' | 'createSetupLink' | 'openLink' | 'acceptLink'> {
  /** In place of an earlier one of the user. */
  linkFor(userId: string): Promise<LinkToken>;
}

export function createAccessLinks(
  connection: Connection,
  { now, random, passwordCost }: Sources & { readonly passwordCost: PasswordCost },
  sessions: SessionMaker,
): AccessLinks {
  const { prisma } = connection;

  async function hasActiveUser(): Promise<boolean> {
    return (await prisma.user.count({ where: ABLE })) > 0;
  }

  /** Of the first admin when it is of no user. */
  async function newLink(userId: string | null): Promise<LinkToken> {
    const token = newToken('fl_link', random);
    const expiresAt = now() + LINK_MS;
    await connection.commit([
      prisma.accessLink.deleteMany({ where: { userId } }),
      prisma.accessLink.create({ data: { hash: hashSecret(token), userId, expiresAt: new Date(expiresAt) } }),
    ]);
    return { token, expiresAt };
  }

  async function findLink(token: string): Promise<{ readonly link: LinkRow; readonly user: UserRow | null }> {
    const link = await prisma.accessLink.findUnique({ where: { hash: hashSecret(token) } });
    const user = link?.userId ? await prisma.user.findUnique({ where: { id: link.userId } }) : null;
    const good =
      link !== null &&
      link.expiresAt.getTime() > now() &&
      (link.userId === null ? !(await hasActiveUser()) : user !== null && user.disabledAt === null);
    if (!good)
      throw new FaaslensError(
        'not_found',
        'this link was used, has expired or never existed: ask for a new one',
      );
    return { link, user };
  }

  /** Of two who use it at the same time, one finds nothing to delete. */
  async function spend({ hash }: LinkRow): Promise<void> {
    const { count } = await connection.change(() => prisma.accessLink.deleteMany({ where: { hash } }));
    if (count === 0) throw new FaaslensError('not_found', 'this link was used just now: ask for a new one');
  }

  async function setPassword({ id }: UserRow, passwordHash: string): Promise<UserRow> {
    await connection.commit([
      prisma.user.update({ where: { id }, data: { passwordHash } }),
      prisma.session.deleteMany({ where: { userId: id } }),
    ]);
    return prisma.user.findUniqueOrThrow({ where: { id } });
  }

  function makeAdmin(address: string, name: string, passwordHash: string): Promise<UserRow> {
    // Whoever holds the link decides: an account of that address that was disabled is so no more.
    const data = { name, role: 'admin', environment: null, disabledAt: null, passwordHash };
    const ids = { id: newId('usr', now(), random), email: address, createdAt: new Date(now()) };
    return connection.change(() =>
      prisma.user.upsert({ where: { email: address }, create: { ...data, ...ids }, update: data }),
    );
  }

  return {
    hasActiveUser,
    linkFor: newLink,

    async createSetupLink() {
      return (await hasActiveUser()) ? null : newLink(null);
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
      if (user !== null) {
        const hash = await hashPassword(password, passwordCost);
        await spend(link);
        return sessions.begin(await setPassword(user, hash), visitor);
      }
      // Before the link is used up: who mistyped an address tries again.
      const address = parseInput(email, input.email, 'email');
      const name = parseInput(nameText, input.name ?? address, 'name');
      const hash = await hashPassword(password, passwordCost);
      await spend(link);
      return sessions.begin(await makeAdmin(address, name, hash), visitor);
    },
  };
}
