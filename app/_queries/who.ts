import type { Access } from '@/core/auth/authorize';
import { allServices } from './door';

/** The display name of the caller: a user, or the name of a key; `admin` if no credential is required. */
export async function whoIs(access: Access | null): Promise<string> {
  const { settings } = await allServices();
  if (access?.session) return (await settings.getUser(access.session.userId)).name;
  const keyId = access?.keyId ?? null;
  if (keyId === null) return 'admin';
  return (await settings.listKeys()).find(({ id }) => id === keyId)?.name ?? keyId;
}
