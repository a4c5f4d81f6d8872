import type { Access } from '@/core/auth/authorize';
import { allServices } from './door';

/** What people call who makes a request: a user, or the name of a key; `admin` where no one needs to say who it is. */
export async function whoIs(access: Access | null): Promise<string> {
  const { settings } = await allServices();
  if (access?.session) return (await settings.getUser(access.session.userId)).name;
  const keyId = access?.keyId ?? null;
  if (keyId === null) return 'admin';
  return (await settings.listKeys()).find(({ id }) => id === keyId)?.name ?? keyId;
}
