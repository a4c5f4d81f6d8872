import { FaaslensError } from '../errors';
import type { Connection } from './connection';
import { newId } from './ids';
import { parseInput } from './inputs';
import { givenPassword, hashPassword, newPassword, type PasswordCost, passwordMatches } from './passwords';
import type { SessionSettings } from './people';
import { email } from './people-inputs';
import { hashSecret } from './secrets';
import { IDLE_MS, type SessionMaker, toSession } from './session-maker';
import { findSingleSignOn } from './single-sign-on';
import type { Sources } from './sources';
import { toRole } from './user-view';

const NOTE_USE_EVERY_MS = 5 * 60_000;
const REFUSED = 'e-mail address or password is wrong';

export function createSessionSettings(
  connection: Connection,
  { now, random, passwordCost: cost }: Sources & { readonly passwordCost: PasswordCost },
  maker: SessionMaker,
): SessionSettings {
  const { prisma } = connection;
  const notedAt = new Map<string, number>();

  function noteUse(id: string, lastUsedAt: number): void {
    if (now() - Math.max(lastUsedAt, notedAt.get(id) ?? 0) < NOTE_USE_EVERY_MS) return;
    notedAt.set(id, now());
    connection
      .changeIfFree(() => prisma.session.updateMany({ where: { id }, data: { lastUsedAt: new Date(now()) } }))
      .catch(() => notedAt.delete(id));
  }

  return {
    async signIn(input, visitor) {
      const address = email.safeParse(input.email);
      const password = givenPassword.safeParse(input.password);
      const row = address.success ? await prisma.user.findUnique({ where: { email: address.data } }) : null;
      // Asked for unknown people too, so that the time does not tell who is known.
      const matches = await passwordMatches(password.data ?? '', row?.passwordHash ?? null, { cost });
      if (row === null || !matches || row.disabledAt !== null)
        throw new FaaslensError('unauthenticated', REFUSED);
      return maker.begin(row, visitor);
    },

    async signInAs(identity, visitor) {
      const subject = `${identity.issuer} ${identity.subject}`;
      const known = await prisma.user.findUnique({ where: { identity: subject } });
      if (known !== null) {
        if (known.disabledAt !== null) throw new FaaslensError('forbidden', 'this account is disabled');
        return maker.begin(known, visitor);
      }
      const address = parseInput(email, identity.email, 'email');
      if (!identity.emailVerified)
        throw new FaaslensError(
          'forbidden',
          'the provider does not vouch for the e-mail address of this account',
        );
      const invited = await prisma.user.findUnique({ where: { email: address } });
      if (invited !== null) {
        if (invited.disabledAt !== null) throw new FaaslensError('forbidden', 'this account is disabled');
        // Of a provider that was replaced by another one, nobody can come any more.
        if (invited.identity?.startsWith(`${identity.issuer} `))
          throw new FaaslensError('forbidden', 'this address belongs to another account of the provider');
        const row = await connection.change(() =>
          prisma.user.update({ where: { id: invited.id }, data: { identity: subject } }),
        );
        return maker.begin(row, visitor);
      }
      const sso = await findSingleSignOn(connection);
      if (sso === null || !sso.domains.includes(address.slice(address.lastIndexOf('@') + 1)))
        throw new FaaslensError('forbidden', `${address} is not invited: ask an admin`);
      const row = await connection.change(() =>
        prisma.user.create({
          data: {
            id: newId('usr', now(), random),
            email: address,
            name: identity.name.slice(0, 200) || address,
            role: sso.role,
            identity: subject,
            createdAt: new Date(now()),
          },
        }),
      );
      return maker.begin(row, visitor);
    },

    async findSession(token) {
      const row = await prisma.session.findUnique({ where: { hash: hashSecret(token) } });
      if (row === null || row.expiresAt.getTime() <= now() || row.lastUsedAt.getTime() + IDLE_MS <= now())
        return null;
      const user = await prisma.user.findUnique({ where: { id: row.userId } });
      if (user === null || user.disabledAt !== null) return null;
      noteUse(row.id, row.lastUsedAt.getTime());
      return {
        sessionId: row.id,
        userId: user.id,
        role: toRole(user.role),
        environment: user.environment,
      };
    },

    async listSessions(userId) {
      const rows = await prisma.session.findMany({
        where: {
          expiresAt: { gt: new Date(now()) },
          lastUsedAt: { gt: new Date(now() - IDLE_MS) },
          ...(userId === null ? {} : { userId }),
        },
        orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
      });
      return rows.map(toSession);
    },

    async endSession(id, userId) {
      const { count } = await connection.change(() =>
        prisma.session.deleteMany({ where: { id, ...(userId === null ? {} : { userId }) } }),
      );
      if (count === 0) throw new FaaslensError('not_found', `There is no session ${id}`);
    },

    async changePassword(userId, { current, next }, keepSessionId) {
      const password = parseInput(newPassword, next, 'password');
      const row = await prisma.user.findUnique({ where: { id: userId } });
      if (
        !(await passwordMatches(givenPassword.safeParse(current).data ?? '', row?.passwordHash ?? null, {
          cost,
        }))
      )
        throw new FaaslensError('forbidden', 'currentPassword: is not the password of this account');
      const passwordHash = await hashPassword(password, cost);
      await connection.commit([
        prisma.user.update({ where: { id: userId }, data: { passwordHash } }),
        prisma.session.deleteMany({ where: { userId, id: { not: keepSessionId } } }),
        prisma.accessLink.deleteMany({ where: { userId } }),
      ]);
    },
  };
}
