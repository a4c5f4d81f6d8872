'use client';

import Link, { useLinkStatus } from 'next/link';
import { usePathname } from 'next/navigation';
import { Icon } from '../ui/icons';
import { href } from '../url/href';
import { useQuery } from '../url/use-query';

const ENTRIES = [
  { path: '/', label: 'Overview', icon: 'overview' },
  { path: '/functions', label: 'Functions', icon: 'functions' },
  { path: '/invocations', label: 'Invocations', icon: 'invocations' },
  { path: '/traces', label: 'Traces', icon: 'traces' },
  { path: '/logs', label: 'Logs', icon: 'logs' },
  { path: '/errors', label: 'Errors', icon: 'errors' },
  { path: '/map', label: 'Map', icon: 'map' },
  { path: '/costs', label: 'Costs', icon: 'costs' },
  { path: '/alerts', label: 'Alerts', icon: 'alerts' },
] as const;

/** Navigation between screens: a column on wide windows, a bar at the bottom on phones. Links keep range and environment. */
export function Nav() {
  const pathname = usePathname();
  const { scope } = useQuery();
  return (
    <nav
      aria-label="Screens"
      className="fixed inset-x-0 bottom-0 z-20 border-line border-t bg-card pb-[env(safe-area-inset-bottom)] md:static md:border-0 md:bg-transparent"
    >
      <ul className="flex md:flex-col md:gap-0.5 md:px-2">
        {ENTRIES.map(({ path, label, icon }) => {
          const here = path === '/' ? pathname === '/' : pathname.startsWith(path);
          return (
            <li key={path} className="min-w-0 grow px-0.5 md:px-0">
              <Link
                // Prefetching would bring nothing to show: every screen queries when it is opened.
                prefetch={false}
                href={href(path, scope)}
                aria-current={here ? 'page' : undefined}
                className={`flex flex-col items-center gap-0.5 rounded-md py-2 text-[0.625rem] leading-3 md:h-8 md:flex-row md:gap-2.5 md:px-2.5 md:py-0 md:text-[0.8125rem] ${
                  here
                    ? 'font-medium text-brand-strong md:bg-brand-soft'
                    : 'text-muted hover:text-ink has-data-going:text-brand-strong md:hover:bg-hover md:has-data-going:bg-brand-soft'
                }`}
              >
                <Icon name={icon} className="size-[18px] md:size-4" />
                <span className="max-w-full truncate md:leading-5">{label}</span>
                <Going />
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** Marks the pressed entry until its screen is there. */
function Going() {
  return useLinkStatus().pending ? <span data-going="" hidden /> : null;
}
