import type { Session as SessionRow, User as UserRow } from '@/prisma/generated/client';
import type { Connection } from './connection';
import { newId } from './ids';
import type { Session, SignedIn, Visitor } from './people';
import { hashSecret, newToken } from './secrets';
import type { Sources } from './sources';
import { toUser } from './user-view';

/** However much it is used, somebody signs in anew after this time. */
const LIFETIME_MS = 30 * 24 * 60 * 60_000;
/** A session that is not used for so long is over. */
export const IDLE_MS = 7 * 24 * 60 * 60_000;
const LONGEST_TEXT = 300;

/** Begins sessions: always a new token, so that a token from before signing in is worth nothing. */
export interface SessionMaker {
  begin(user: UserRow, visitor: Visitor): Promise<SignedIn>;
}

export function createSessionMaker(connection: Connection, { now, random }: Sources): SessionMaker {
  const { prisma } = connection;
  return {
    async begin(user, visitor) {
      const token = newToken('fl_session', random);
      const at = new Date(now());
      const data: SessionRow = {
        id: newId('ses', now(), random),
        hash: hashSecret(token),
        userId: user.id,
        device: visitor.device.slice(0, LONGEST_TEXT),
        address: visitor.address.slice(0, LONGEST_TEXT),
        createdAt: at,
        lastUsedAt: at,
        expiresAt: new Date(now() + LIFETIME_MS),
      };
      await connection.commit([
        prisma.session.deleteMany({
          where: { OR: [{ expiresAt: { lt: at } }, { lastUsedAt: { lt: new Date(now() - IDLE_MS) } }] },
        }),
        prisma.session.create({ data }),
        prisma.user.update({ where: { id: user.id }, data: { lastSignInAt: at } }),
      ]);
      return { token, session: toSession(data), user: toUser({ ...user, lastSignInAt: at }) };
    },
  };
}

export function toSession(row: SessionRow): Session {
  return {
    id: row.id,
    userId: row.userId,
    device: row.device,
    address: row.address,
    createdAt: row.createdAt.getTime(),
    lastUsedAt: row.lastUsedAt.getTime(),
    expiresAt: row.expiresAt.getTime(),
  };
}
