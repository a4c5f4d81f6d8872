'use client';

import { usePathname } from 'next/navigation';
import { ExportMenu } from '../export/export-menu';
import { GlobalKeys } from '../keys/global-keys';
import { LiveSwitch } from '../live/live-switch';
import { BUTTON } from '../ui/controls';
import { Icon } from '../ui/icons';
import { ScopedLink } from '../url/scoped-link';
import { EnvironmentSelect } from './environment-select';
import { RangePicker } from './range-picker';
import { ThemeSwitch } from './theme-switch';

/** Controls that filter and refresh the screen. Traces and alerts have their own time, settings none: no range there. */
export function TopBar({ environments }: { readonly environments: readonly string[] }) {
  const pathname = usePathname();
  const ranged = !/^\/(traces\/.+|alerts.*|settings.*)$/.test(pathname);
  return (
    <div className="flex min-w-0 grow flex-wrap items-center justify-end gap-2 max-sm:gap-1">
      {ranged && (
        // In a row with others, or in its own if they do not fit; the environment's name shrinks before two typed times do.
        <div className="flex min-w-0 max-w-full gap-2 max-sm:gap-1">
          <EnvironmentSelect environments={environments} />
          <div data-key="range" className="max-w-[15.5rem] shrink-0 sm:max-w-none">
            <RangePicker />
          </div>
        </div>
      )}
      {/* Kept together: if not everything fits, none of them wraps alone. */}
      <div className="flex gap-2 max-sm:gap-1">
        <ExportMenu />
        <LiveSwitch />
        <GlobalKeys />
        <ThemeSwitch />
        <ScopedLink
          to="/settings/account"
          aria-label="Settings and account"
          title="Settings and account"
          className={`${BUTTON} px-2 max-sm:px-1.5`}
        >
          <Icon name="person" />
        </ScopedLink>
      </div>
    </div>
  );
}
