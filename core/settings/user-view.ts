import type { Prisma, User as UserRow } from '@/prisma/generated/client';
import { ROLES, type Role, type User } from './people';

/** Of whom could sign in: who was only invited, or is disabled, cannot. */
export const ABLE = {
  disabledAt: null,
  OR: [{ passwordHash: { not: null } }, { identity: { not: null } }],
} satisfies Prisma.UserWhereInput;

/** A user as admins see them: without hashes. */
export function toUser(row: UserRow): User {
  const able = row.passwordHash !== null || row.identity !== null;
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: toRole(row.role),
    environment: row.environment,
    state: row.disabledAt !== null ? 'disabled' : able ? 'active' : 'invited',
    singleSignOn: row.identity !== null,
    createdAt: row.createdAt.getTime(),
    lastSignInAt: row.lastSignInAt?.getTime() ?? null,
  };
}

/** An unknown role, of a newer version, must not do more than look. */
export function toRole(text: string): Role {
  return ROLES.find((role) => role === text) ?? 'viewer';
}
