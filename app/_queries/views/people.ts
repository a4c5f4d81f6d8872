import type { Session, User } from '@/core/settings/settings';
import { isoTime } from './time';

export function toUserView(user: User) {
  return {
    ...user,
    createdAt: isoTime(user.createdAt),
    lastSignInAt: user.lastSignInAt === null ? null : isoTime(user.lastSignInAt),
  };
}

export function toSessionView(session: Session, currentId: string | null) {
  return {
    ...session,
    current: session.id === currentId,
    createdAt: isoTime(session.createdAt),
    lastUsedAt: isoTime(session.lastUsedAt),
    expiresAt: isoTime(session.expiresAt),
  };
}
