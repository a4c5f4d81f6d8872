import type { Access } from '@/core/auth/authorize';
import { services } from './door';

/** What people call who makes a request: the name of the key, or `admin` where none is needed. */
export async function whoIs(access: Access | null): Promise<string> {
  const keyId = access?.keyId ?? null;
  if (keyId === null) return 'admin';
  const { settings } = await services();
  return (await settings.listKeys()).find(({ id }) => id === keyId)?.name ?? keyId;
}
