import type { ReactNode } from 'react';
import { requirePageAccess } from '@/app/_queries/access';
import { SettingsNav } from './settings-nav';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const scope = await requirePageAccess();
  return (
    <>
      <SettingsNav isAdmin={scope === 'admin'} />
      {children}
    </>
  );
}
