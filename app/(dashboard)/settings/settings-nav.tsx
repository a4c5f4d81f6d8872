'use client';

import { usePathname } from 'next/navigation';
import { ScopedLink } from '@/app/_components/url/scoped-link';

const ENTRIES = [
  { path: '/settings/account', label: 'Account', adminOnly: false },
  { path: '/settings/users', label: 'Users', adminOnly: true },
  { path: '/settings/keys', label: 'Keys', adminOnly: true },
  { path: '/settings/privacy', label: 'Privacy', adminOnly: false },
  { path: '/settings/retention', label: 'Retention', adminOnly: false },
] as const;

/** The way between the settings. */
export function SettingsNav({ isAdmin }: { readonly isAdmin: boolean }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="border-line border-b">
      <ul className="-mb-px flex gap-4">
        {ENTRIES.filter(({ adminOnly }) => isAdmin || !adminOnly).map(({ path, label }) => {
          const here = pathname.startsWith(path);
          return (
            <li key={path}>
              <ScopedLink
                to={path}
                aria-current={here ? 'page' : undefined}
                className={`block border-b-2 py-1.5 ${here ? 'border-brand font-medium text-brand-strong' : 'border-transparent text-muted hover:text-ink'}`}
              >
                {label}
              </ScopedLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
